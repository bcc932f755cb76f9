import assert from 'node:assert/strict';
import Fastify from 'fastify';
import {once} from 'node:events';
import {connect, constants, createServer, type Http2Server} from 'node:http2';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {analyticsPlugin} from '../../../../src/server/middleware/hosts/fastify.js';
import {withAnalytics} from '../../../../src/server/middleware/hosts/node.js';
import type {AnalyticsMiddleware} from '../../../../src/server/middleware/index.js';
import {until} from '../../../helpers/until.js';
import {createRecorded} from './harness.js';

interface Response {
  writeHead(status: number, headers?: Record<string, string>): {end(): unknown; write(text: string): unknown};
}

const answer = (url: string, response: Response) => {
  if (url === '/hang') return;
  if (url === '/events') response.writeHead(200, {'content-type': 'text/event-stream'}).write('data: 1\n\n');
  else if (url === '/endless') response.writeHead(200).write('and so on');
  else response.writeHead(url === '/down' ? 503 : 200).end();
};

const hosts: Readonly<Record<string, (analytics: AnalyticsMiddleware) => Promise<Http2Server>>> = {
  'node:http2': analytics => {
    const listener = withAnalytics(analytics, (request, response) => answer(request.url!, response), {
      route: ({url}) => url!.replace(/\d+/, ':id'),
    });
    return Promise.resolve(createServer(listener as unknown as Parameters<typeof createServer>[1]));
  },
  Fastify: async analytics => {
    const app = Fastify({http2: true});
    await app.register(analyticsPlugin, {analytics} as never);
    for (const url of ['/chats/:id', '/down', '/hang', '/events', '/endless'])
      app.get(url, (request, reply) => {
        reply.hijack();
        answer(request.url, reply.raw as unknown as Response);
      });
    await app.ready();
    return app.server;
  },
};

/** What is asked for, whether the client leaves, and what is told. */
const cases: readonly (readonly [path: string, leaves: boolean, told: readonly unknown[]])[] = [
  ['/chats/1', false, ['/chats/:id', 200, false]],
  ['/down', false, ['/down', 503, false]],
  ['/hang', true, ['/hang', 499, true]],
  ['/endless', true, ['/endless', 499, true]],
  ['/events', true, ['/events', 200, false]],
];

for (const [name, host] of Object.entries(hosts))
  describe(`over HTTP/2, on ${name}`, () => {
    it('tells requests, and those that the client gives up, as over HTTP/1.1', async () => {
      const {analytics, records} = createRecorded();
      let begun = 0;
      const server = await host({...analytics, begin: facts => (begun++, analytics.begin(facts))});
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      for (const [path, leaves, told] of cases) {
        const was = begun;
        const asked = client
          .request({':path': path})
          .on('error', () => {})
          .resume();
        const heard = once(asked, 'response').catch(() => {});
        if (leaves) {
          await (path === '/hang' ? until('the request has begun', () => begun > was) : heard);
          asked.close(constants.NGHTTP2_CANCEL);
        }
        const [one] = await until(`${path} is told`, async () => {
          await analytics.flush();
          const found = records.splice(0).filter(({event}) => event === 'api_request');
          return found.length > 0 ? found : undefined;
        });
        assert.deepEqual([one!.properties['endpoint'], one!.properties['status_code'], one!.properties['is_aborted']], told);
      }
      client.destroy();
      server.close();
    });
  });
