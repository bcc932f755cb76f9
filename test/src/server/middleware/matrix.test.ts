import assert from 'node:assert/strict';
import {Agent, request, type IncomingMessage} from 'node:http';
import {connect} from 'node:net';
import {after, before, describe, it} from 'node:test';
import {until} from '../../../helpers/until.js';
import {createRecorded} from './harness.js';
import type {Host, Running} from './hosts/application.js';
import {express4Host, express5} from './hosts/express.js';
import {fastify} from './hosts/fastify.js';
import {fetchHost} from './hosts/fetch.js';
import {hono, honoOnEdge} from './hosts/hono.js';
import {node} from './hosts/node.js';
import {sveltekit} from './hosts/sveltekit.js';

interface Case {
  readonly method?: string;
  readonly path: string;
  readonly body?: string;
  /** What the client does: reads to the end, leaves at once, leaves after the first bytes. */
  readonly client?: 'reads' | 'leaves' | 'leaves-early';
  readonly expect: readonly object[];
}

/** Everything that an event says of itself, on whatever host, when the client sends a user agent and a trace. */
const everyEvent = ['browser', 'browser_version', 'endpoint', 'method', 'release', 'source', 'status_code', 'trace_id'];
const saysMore: Readonly<Record<string, readonly string[]>> = {
  api_request: ['duration_ms', 'is_aborted', 'is_slow'],
  api_error: ['error_category', 'error_type'],
  $exception: ['$exception_level', '$exception_list', '$request_method', '$response_status_code'],
};
const saysOfMessages = ['browser', 'browser_version', 'message_length_chars', 'release', 'source', 'trace_id'];

const told = (endpoint: string, status: number, method = 'GET', more: object = {}) => ({
  event: 'api_request',
  endpoint,
  method,
  status_code: status,
  is_slow: false,
  is_aborted: false,
  ...more,
});
const failed = (endpoint: string, status: number, type: string, category: string) => ({
  event: 'api_error',
  endpoint,
  method: 'GET',
  status_code: status,
  error_type: type,
  error_category: category,
});
const exception = (endpoint: string, status: number, type = 'TypeError') => ({
  event: '$exception',
  endpoint,
  method: 'GET',
  status_code: status,
  type,
  value: 'kaputt for [email]',
});

const cases: Readonly<Record<string, Case>> = {
  'a request': {path: '/chats/c_81723?token=jane@example.com', expect: [told('/chats/:id', 200)]},
  HEAD: {method: 'HEAD', path: '/chats/c_1', expect: [told('/chats/:id', 200, 'HEAD')]},
  OPTIONS: {method: 'OPTIONS', path: '/chats/c_1', expect: [told('/chats/:id', 204, 'OPTIONS')]},
  'an event from within, after the body was read': {
    method: 'POST',
    path: '/chats/c_1/messages',
    body: '{"text":"hello"}',
    expect: [{event: 'message_saved', message_length_chars: 5}, told('/chats/:id/messages', 201, 'POST')],
  },
  'an address written whole': {path: 'http://shop.example/chats/c_81723', expect: [told('/chats/:id', 200)]},
  'HEAD of a path that nobody answers': {method: 'HEAD', path: '/users/jane', expect: [told('(unmatched)', 404, 'HEAD')]},
  'a method of its own': {method: 'PROPFIND', path: '/users/jane', expect: [told('(unmatched)', 404, '_OTHER')]},
  'a path that nobody answers': {path: '/users/jane.doe@example.com', expect: [told('(unmatched)', 404)]},
  'a thrown error': {
    path: '/boom',
    expect: [told('/boom', 500), failed('/boom', 500, 'TypeError', 'server_error'), exception('/boom', 500)],
  },
  'something thrown that is no error': {
    path: '/odd',
    expect: [told('/odd', 500), failed('/odd', 500, 'Error', 'server_error'), exception('/odd', 500, 'Error')],
  },
  'a failure that nobody threw': {path: '/down', expect: [told('/down', 503), failed('/down', 503, 'http_503', 'server_error')]},
  'a stream': {path: '/stream', expect: [told('/stream', 200)]},
  'a client that leaves before the answer': {path: '/hang', client: 'leaves', expect: [told('/hang', 499, 'GET', {is_aborted: true})]},
  'a stream that the client leaves': {path: '/endless', client: 'leaves-early', expect: [told('/endless', 499, 'GET', {is_aborted: true})]},
  'server-sent events until the client leaves': {path: '/events', client: 'leaves-early', expect: [told('/events', 200)]},
  'an error after the headers': {
    path: '/broken',
    expect: [
      told('/broken', 200, 'GET', {is_aborted: true}),
      failed('/broken', 200, 'TypeError', 'server_error'),
      exception('/broken', 200),
    ],
  },
  'a slow request': {path: '/slow', expect: [told('/slow', 200, 'GET', {is_slow: true})]},
  'a health check': {path: '/health', expect: []},
  'a sensitive route': {path: '/private/1234', expect: []},
};

const hosts: Readonly<Record<string, Host>> = {
  'Express 5': express5,
  'Express 4': express4Host,
  Fastify: fastify,
  Hono: hono,
  'Hono without Node': honoOnEdge,
  fetch: fetchHost,
  SvelteKit: sveltekit,
  'node:http': node,
};

const ids = {'x-posthog-distinct-id': '0198f3c2-7b1a-7c3d-9e4f-1234567890ab'};
const sent = {
  ...ids,
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
};

/** @param begun Resolves when the server has begun with a request: only then a client leaves. */
const ask = (
  port: number,
  {method = 'GET', path, body, client = 'reads'}: Case,
  {agent, begun}: {agent?: Agent; begun?: () => Promise<unknown>} = {},
) =>
  new Promise<number>((resolve, reject) => {
    const headers = {...sent, connection: agent ? 'keep-alive' : 'close', ...(body && {'content-type': 'application/json'})};
    const asked = request({port, host: '127.0.0.1', method, path, headers, ...(agent && {agent})});
    asked.on('response', (response: IncomingMessage) => {
      response.on('error', () => {}).on('close', () => resolve(response.statusCode!));
      if (client === 'leaves-early') response.once('data', () => asked.destroy());
      else response.resume();
    });
    asked.on('error', error => (client === 'reads' ? reject(error) : resolve(0)));
    asked.end(body);
    if (client === 'leaves') void begun!().then(() => asked.destroy());
  });

/** Sends bytes as they are, and gives what comes back. With `begun` the client leaves then. */
const say = (port: number, bytes: string, begun?: () => Promise<unknown>) =>
  new Promise<string>(resolve => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      void begun?.().then(() => socket.destroy());
    });
    socket
      .on('data', data => (heard += data.toString()))
      .on('error', () => {})
      .on('close', () => resolve(heard));
  });

const timingOf = async (host: Host, path: string): Promise<string | null> => {
  const {analytics} = createRecorded({serverTiming: true, routes: {sensitive: ['/private/*']}});
  const {port, close} = await host({analytics, dawdle: () => {}});
  const {headers} = await fetch(`http://127.0.0.1:${port}${path}`).then(async response => (await response.text(), response));
  await close();
  return headers.get('server-timing');
};

const handshake = (port: number, path: string) =>
  new Promise<string>(resolve => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`),
    );
    let heard = '';
    socket.on('data', data => {
      heard += data.toString();
      socket.end();
    });
    socket.on('close', () => resolve(heard));
  });

for (const [name, host] of Object.entries(hosts))
  describe(name, () => {
    const {analytics, records, problems, forward} = createRecorded({
      routes: {exclude: ['/health'], sensitive: ['/private/*']},
      release: '1.5.0',
    });
    let running: Running;
    let requests = 0;
    before(async () => {
      const begin = (...facts: Parameters<typeof analytics.begin>) => (requests++, analytics.begin(...facts));
      running = await host({analytics: {...analytics, begin}, dawdle: () => forward(61_000)});
    });
    const another = () => {
      const was = requests;
      return () => until('the request has begun', () => requests > was);
    };
    after(() => running.close());

    const fields = ({event, properties: own}: (typeof records)[number]) => {
      if (event === 'message_saved') return {event, message_length_chars: own['message_length_chars']};
      const {endpoint, method, status_code} = own;
      // SvelteKit writes parameters in its own way.
      const where = {event, endpoint: String(endpoint).replace(/\[(\w+)\]/g, ':$1'), method, status_code};
      if (event === 'api_error') return {...where, error_type: own['error_type'], error_category: own['error_category']};
      if (event === 'api_request') return {...where, is_slow: own['is_slow'], is_aborted: own['is_aborted']};
      const [{type, value}] = own['$exception_list'] as unknown as [{type: string; value: string}];
      return {...where, type, value};
    };
    const heard = async (expected: number) => {
      await until(`${expected} events`, async () => {
        await analytics.flush();
        return records.length >= expected;
      });
      return records.splice(0);
    };

    for (const [what, one] of Object.entries(cases))
      it(`tells ${what} like every other host`, async () => {
        const counted = () => total(analytics.metrics.prometheus());
        const was = counted();
        await ask(running.port, one, {begun: another()});
        if (one.path !== '/health') await until('the request is counted', () => counted() === was + 1);
        const found = await heard(one.expect.length);
        assert.deepEqual(found.map(fields), one.expect);
        for (const {properties, distinct_id: id, event} of found) {
          assert.equal(id, ids['x-posthog-distinct-id']);
          assert.equal(properties['source'], 'backend');
          assert.equal(properties['release'], '1.5.0');
          if (event === 'api_request') assert.equal(typeof properties['duration_ms'], 'number');
          const said = saysMore[event] ? [...everyEvent, ...saysMore[event]].sort() : saysOfMessages;
          assert.deepEqual(Object.keys(properties).sort(), said);
        }
        assert.doesNotMatch(JSON.stringify(found), /c_81723|jane|token/);
        assert.deepEqual(problems, []);
      });

    it('tells each request of a connection that is kept alive', async () => {
      const agent = new Agent({keepAlive: true, maxSockets: 1});
      for (let i = 0; i < 3; i++) await ask(running.port, {path: `/chats/${i}`, expect: []}, {agent});
      agent.destroy();
      assert.deepEqual((await heard(3)).map(fields), Array(3).fill(told('/chats/:id', 200)));
    });

    it('tells each of several requests that are sent at once, and one of HTTP/1.0', async () => {
      const get = (id: string, more = '') => `GET /chats/${id} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
      assert.match(await say(running.port, get('1') + get('2') + get('3', 'Connection: close\r\n')), /^HTTP\/1\.1 200 /);
      assert.deepEqual((await heard(3)).map(fields), Array(3).fill(told('/chats/:id', 200)));
      assert.match(await say(running.port, 'GET /chats/1 HTTP/1.0\r\n\r\n'), /^HTTP\/1\.[01] 200 /);
      assert.deepEqual((await heard(1)).map(fields), [told('/chats/:id', 200)]);
    });

    it('tells what the code of a request does after its answer, in timers and beyond, as of that request', async () => {
      await ask(running.port, {path: '/later', expect: []});
      const found = await heard(2);
      assert.deepEqual(found.map(({event}) => event).sort(), ['api_request', 'tea_cooled']);
      assert.deepEqual(new Set(found.map(({distinct_id: id}) => id)), new Set([ids['x-posthog-distinct-id']]));
    });

    it('tells an upload that the client gives up as one that was aborted, and as no error', async () => {
      const head = 'POST /chats/c_1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n';
      await say(running.port, `${head}{"text":`, another());
      // Express reads bodies before it looks for a route.
      const endpoint = name.startsWith('Express') ? '(unmatched)' : '/chats/:id/messages';
      assert.deepEqual((await heard(1)).map(fields), [told(endpoint, 499, 'POST', {is_aborted: true})]);
    });

    it('tells an upgrade when its connection ends, and one that is refused', async () => {
      assert.match(await handshake(running.port, '/ws'), /^HTTP\/1.1 101/);
      assert.deepEqual((await heard(1)).map(fields), [told('/ws', 101)]);
      assert.match(await handshake(running.port, '/ws?refuse'), /^HTTP\/1.1 401/);
      assert.deepEqual((await heard(1)).map(fields), [told('/ws', 401)]);
    });

    it('tells its duration in Server-Timing where that is wanted', async () => {
      for (const path of ['/chats/1', '/down', '/stream', '/users/jane'])
        assert.match((await timingOf(host, path)) ?? '', /^app;dur=[\d.]+$/, path);
      assert.equal(await timingOf(host, '/private/1'), null);
    });

    if (['Express 5', 'Express 4', 'Fastify', 'node:http'].includes(name))
      it('tells a response that is ended twice once', async () => {
        await ask(running.port, {path: '/twice', expect: []});
        assert.deepEqual((await heard(1)).map(fields), [told('/twice', 200)]);
      });

    if (['Express 5', 'Express 4', 'Fastify', 'Hono', 'Hono without Node'].includes(name))
      it('tells what a client did wrong as an error, not as an exception', async () => {
        await ask(running.port, {path: '/missing', expect: []});
        assert.deepEqual((await heard(2)).map(fields), [told('/missing', 404), failed('/missing', 404, 'Error', 'not_found')]);
      });
  });

/** All requests that the counters have seen. */
const total = (text: string): number =>
  [...text.matchAll(/^http_server_request_duration_seconds_count.* (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
