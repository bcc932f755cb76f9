import assert from 'node:assert/strict';
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {rmSync} from 'node:fs';
import {after, describe, it} from 'node:test';
import {formatConsentCookie} from '../../../../../src/lib/consent-cookie.js';
import type {Handle} from './page-hosts.js';
import {answerAsSvelteKit, answerOnEdge} from './page-hosts.js';
import {openCaptureServer} from '../capture-server.js';
import {programFolder, writePrograms} from './page-programs.js';

const consent = formatConsentCookie({time: Date.now() - 1000, version: '1.0', granted: ['analytics'], denied: ['marketing']})!;
const headers = {cookie: `askfirst_consent=${consent}`};

/** One that is answered, one that fails, one that nothing is there for; all with consent, and the first without it as well. */
const [found, failing, missing] = ['/chats/c_81723?page=2', '/chats/lost', '/nowhere'] as const;

const check = (sink: Awaited<ReturnType<typeof openCaptureServer>>, template: string, fails = true) => {
  const told = sink
    .events()
    .map(({event, properties}) => `${event} ${String(properties['endpoint'])} ${String(properties['status_code'])}`);
  const failure = ['api_request', 'api_error', '$exception'].map(event => `${event} ${template} 500`);
  const wanted = [`api_request ${template} 200`, 'api_request (unmatched) 404', ...(fails ? failure : [])];
  assert.deepEqual(told.sort(), wanted.sort());
  for (const secret of ['c_81723', 'jane.doe']) assert.ok(!sink.everything().includes(secret), `${secret} was sent`);
};

describe('the programs of docs/server, as they stand there', () => {
  after(() => rmSync(programFolder, {recursive: true, force: true}));

  const servers: Readonly<Record<string, Parameters<typeof writePrograms>[2]>> = {
    express: {},
    'express on Express 4': {"'express'": "'express4'"},
    fastify: {},
    hono: {},
    node: {},
  };
  for (const [name, replaced] of Object.entries(servers))
    it(`${name}: runs, and has told of its requests when it ends, but of none without consent`, {timeout: 60_000}, async () => {
      const sink = await openCaptureServer();
      const [program] = writePrograms(name.split(' ')[0]!, sink.url, replaced);
      const before = new URL('listen-here.mjs', import.meta.url).href;
      const child = fork(program!, [], {execArgv: ['--import', 'tsx', '--import', before], stdio: ['ignore', 'ignore', 'ignore', 'ipc']});
      try {
        const [port] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [number];
        const ask = async (path: string, sent = {}) => (await fetch(`http://127.0.0.1:${port}${path}`, {headers: sent})).status;
        assert.equal(await ask(found), 200);
        assert.equal(await ask(found, headers), 200);
        assert.equal(await ask(missing, headers), 404);
        // What a listener of Node's own throws ends the process.
        const fails = name !== 'node';
        if (fails) assert.equal(await ask(failing, headers), 500);
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        assert.deepEqual(await ended, [null, 'SIGTERM']);
        check(sink, '/chats/:id', fails);
      } finally {
        child.kill('SIGKILL');
        await sink.close();
      }
    });

  it('fetch: runs, and keeps the worker until it has told of its requests, but of none without consent', async () => {
    const sink = await openCaptureServer();
    try {
      const [program] = writePrograms('fetch', sink.url);
      const {default: worker} = (await import(program!)) as {default: Parameters<typeof answerOnEdge>[0]};
      assert.equal(await answerOnEdge(worker, found, {}), 200);
      for (const [path, status] of [
        [found, 200],
        [missing, 404],
        [failing, 500],
      ] as const)
        assert.equal(await answerOnEdge(worker, path, headers), status);
      check(sink, '/chats/:id');
    } finally {
      await sink.close();
    }
  });

  it('sveltekit: runs, and has told of its requests at the shutdown, but of none without consent', async () => {
    const sink = await openCaptureServer();
    try {
      const [analytics, hooks] = writePrograms('sveltekit', sink.url, {'$lib/server/analytics': './sveltekit-0.ts'});
      const kit = (await import(hooks!)) as Handle;
      assert.equal(await answerAsSvelteKit(kit, found, {}), 200);
      for (const [path, status] of [
        [found, 200],
        [missing, 404],
        [failing, 500],
      ] as const)
        assert.equal(await answerAsSvelteKit(kit, path, headers), status);
      process.emit('sveltekit:shutdown' as 'beforeExit', 0);
      await ((await import(analytics!)) as {analytics: {shutdown(): Promise<void>}}).analytics.shutdown();
      check(sink, '/chats/[id]');
    } finally {
      await sink.close();
    }
  });
});
