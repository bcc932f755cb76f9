import assert from 'node:assert/strict';
import express, {type Response} from 'express';
import {createRequire} from 'node:module';
import {createServer} from 'node:http';
import {describe, it} from 'node:test';
import {analyticsMiddleware} from '../../../../src/server/middleware/hosts/express.js';
import {until} from '../../../helpers/until.js';
import {createRecorded} from './harness.js';
import {listen} from './hosts/application.js';

for (const [version, library] of [
  ['5', express],
  ['4', createRequire(import.meta.url)('express4') as typeof express],
] as const)
  describe(`route templates of Express ${version}`, () => {
    const end = (_request: unknown, response: Response) => void response.end();
    const create = () => {
      const {analytics, records} = createRecorded();
      const app = library();
      app.use(analyticsMiddleware(analytics));
      app.use((_request, _response, next) => next());
      app.get('/', end);
      app.get('/plain', end);
      app.get(['/one', '/two/:id'], end);
      app.get(/^\/reg.*$/, end);

      const chats = library.Router();
      chats.get('/', end).get('/:id', end);
      app.use('/users/:uid/chats', chats);
      const deep = library.Router();
      deep.get('/leaf/:x', end);
      const middle = library.Router({mergeParams: true});
      middle.use('/m/:mid', deep);
      app.use('/d/:did', middle);
      app.use(['/v1', '/v2'], library.Router().get('/list/:id', end));
      app.use(library.Router().get('/nowhere-in-particular/:id', end));

      const admin = library();
      admin.get('/reports/:id', end);
      admin.use('/teams/:team', library.Router().get('/members/:member', end));
      app.use('/tenants/:tenant', admin);
      app.use('/raw', end);
      return {app, analytics, records};
    };
    const paths: Readonly<Record<string, string>> = {
      '/': '/',
      '/plain?token=1': '/plain',
      '/one': '/one|/two/:id',
      '/two/7': '/one|/two/:id',
      '/regjane': '/^\\/reg.*$/',
      '/users/jane/chats': '/users/:uid/chats',
      '/users/jane%20doe/chats/81': '/users/:uid/chats/:id',
      // Express 4 keeps no template of a mount: whatever looks like a parameter's value is masked.
      '/users/chats/chats/81': version === '5' ? '/users/:uid/chats/:id' : '/users/:uid/:uid/:id',
      '/d/1/m/2/leaf/3': '/d/:did/m/:mid/leaf/:x',
      '/v2/list/1': '/v2/list/:id',
      '/nowhere-in-particular/1': '/nowhere-in-particular/:id',
      '/tenants/acme/reports/5': '/tenants/:tenant/reports/:id',
      '/tenants/acme/teams/red/members/jane': '/tenants/:tenant/teams/:team/members/:member',
      '/raw/jane': '(unmatched)',
      '/nobody/jane': '(unmatched)',
    };
    it('are whole, with every mount, and never hold what the client wrote', async () => {
      const {app, analytics, records} = create();
      const {port, close} = await listen(createServer(app));
      for (const path of Object.keys(paths)) await fetch(`http://127.0.0.1:${port}${path}`).then(response => response.text());
      await until('all are told', async () => (await analytics.flush(), records.length === Object.keys(paths).length));
      await close();
      assert.deepEqual(Object.fromEntries(Object.keys(paths).map((path, index) => [path, records[index]!.properties['endpoint']])), paths);
    });
  });
