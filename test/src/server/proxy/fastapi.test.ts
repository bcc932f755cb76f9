import assert from 'node:assert/strict';
import {request} from 'node:http';
import {text} from 'node:stream/consumers';
import {after, before, describe, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {until} from '../../../helpers/until.js';
import {startProxy} from './harness.js';
import {startUvicorn} from './start-uvicorn.js';
import {openWebSocket} from './web-socket.js';

const folder = fileURLToPath(new URL('.', import.meta.url));
const id = '0198f3c2-7b1a-7c3d-9e4f-000000000001';

const paths = [
  '/ /items /items/ /items/me /items/7 /items/me/parts /items/7/parts/9 /items/7/parts/9/x /items/7/stock /items/a%2Fb',
  `/users/${id} /users/me/settings /users/7/settings /prices/1.5 /files/a /files/a/b/c.txt /files/ /files`,
  '/files/a/b/meta /reports/2026-11 /reports/x.csv /reports/x /a.b/c /axb/c /slash/ /slash /deep/1/2/3/end /deep/1/2/end /gr%C3%B6%C3%9Fe/1',
  '/orders/ /orders /orders/new /orders/7 /orders/7/lines /orders/7/lines/8 /teapot/7 /teapot/x /nothing /nothing/at/all //items /ITEMS /items?me=1',
]
  .join(' ')
  .split(' ');
const others = [
  ...['POST /items', 'PUT /items/special', 'GET /items/special', 'DELETE /items/7', 'POST /chats/c1/messages', 'PATCH /chats/c1/messages'],
  ...['HEAD /items', 'OPTIONS /items/7', 'GET /boom'],
];

/** Asks without `fetch`, which would tidy the path up. */
const ask = (origin: string, method: string, path: string): Promise<{status: number; template: string | undefined}> =>
  new Promise((resolve, reject) => {
    const {hostname, port} = new URL(origin);
    request({hostname, port, method, path}, response => {
      const template = response.headers['x-template'] as string | undefined;
      response
        .resume()
        .once('end', () => resolve({status: response.statusCode!, template: template && Buffer.from(template, 'latin1').toString('utf8')}));
    })
      .once('error', reject)
      .end();
  });

describe('before a FastAPI application', () => {
  const endings: (() => unknown)[] = [];
  const t = {after: (ending: () => unknown) => void endings.push(ending)} as Parameters<typeof startProxy>[0];
  let it: Awaited<ReturnType<typeof startProxy>>;
  before(async () => {
    const upstream = await startUvicorn(t, folder, 'application:app');
    it = await startProxy(t, {upstream, openapi: ['/openapi.json', '/orders/openapi.json'], routes: ['/ws/{room}']});
  });
  after(async () => {
    for (const ending of endings.reverse()) await ending();
  });

  test("templates are FastAPI's own", async () => {
    const wrong: string[] = [];
    for (const line of [...paths.map(path => `GET ${path}`), ...others]) {
      const [method = '', path = ''] = line.split(' ');
      const began = (await it.told()).length;
      const {template = '(unmatched)', status} = await ask(it.url, method, path);
      const [told] = await until(`${line} is told`, async () => {
        const fresh = (await it.told()).slice(began);
        return fresh.length > 0 ? fresh : undefined;
      });
      if (told!['endpoint'] !== template || told!['status_code'] !== status || told!['method'] !== method)
        wrong.push(`${line} (${status}): ${String(told!['endpoint'])} instead of ${template}`);
    }
    assert.deepEqual(wrong, []);
  });

  test('what OpenAPI does not say: a 404 of a converter counts for its template', async () => {
    for (const [path, template] of [
      ['/users/jane', '/users/{user_id}'],
      ['/prices/x', '/prices/{price}'],
    ] as const) {
      assert.deepEqual(await ask(it.url, 'GET', path), {status: 404, template: undefined});
      await until('it is told so', async () =>
        (await it.told()).some(told => told['endpoint'] === template && told['status_code'] === 404),
      );
    }
  });

  test('an exception in the application is an error of its route, without a word of it', async () => {
    assert.equal((await ask(it.url, 'GET', '/boom')).status, 500);
    const error = await until('the error is told', async () => (await it.told('api_error')).at(-1));
    assert.deepEqual([error['endpoint'], error['error_type'], error['error_category']], ['/boom', 'http_500', 'server_error']);
    assert.ok(!JSON.stringify(it.records).includes('jane'));
    assert.deepEqual(it.proxy.stats().failures, {}, 'the upstream has answered');
  });

  test('server-sent events come one by one, as they are sent', async () => {
    const response = await fetch(`${it.url}/stream`);
    const parts: string[] = [];
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) parts.push(part);
    assert.equal(parts.join(''), 'data: 0\n\ndata: 1\n\ndata: 2\n\n');
    assert.ok(parts.length > 1, 'nothing waits for the end');
  });

  test('a large body passes whole', async () => {
    const body = new Uint8Array(5_000_000);
    assert.equal(await (await fetch(`${it.url}/length`, {method: 'POST', body})).text(), '5000000');
  });

  test('the application sees the client, its trace and its host; what the client says of itself does not count', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const asked = request(`${it.url}/headers`, {
      headers: {
        traceparent,
        host: 'shop.example',
        'x-forwarded-for': '6.6.6.6',
        connection: 'x-secret, keep-alive',
        'x-secret': '1',
        te: 'trailers',
      },
    }).end();
    const seen = await new Promise<Record<string, string>>((resolve, reject) =>
      asked.once('error', reject).once('response', response => resolve(text(response).then(JSON.parse) as Promise<Record<string, string>>)),
    );
    assert.equal(seen['traceparent'], traceparent);
    assert.equal(seen['host'], 'shop.example');
    assert.equal(seen['x-forwarded-for'], '127.0.0.1');
    assert.equal(seen['via'], '1.1 askfirst');
    for (const name of ['x-secret', 'te', 'upgrade']) assert.equal(seen[name], undefined, name);
  });

  test('WebSocket passes in both directions, with its close code, and is told by its template', async () => {
    const socket = await openWebSocket(`${it.url}/ws/lobby`);
    assert.equal(socket.refused, undefined);
    socket.say('hello');
    assert.equal(await socket.next(), 'lobby: hello');
    socket.say('bye');
    assert.equal(await socket.next(), 4001);
    socket.socket.end();
    const told = await until('it is told', async () => (await it.told()).find(({status_code}) => status_code === 101));
    assert.equal(told['endpoint'], '/ws/{room}');
    assert.equal(told['is_slow'], false);
  });

  test('a WebSocket that the application refuses is refused with its status', async () => {
    assert.equal((await openWebSocket(`${it.url}/ws/closed`)).refused, 403);
    const told = await until('it is told', async () => (await it.told()).find(({status_code}) => status_code === 403));
    assert.equal(told['endpoint'], '/ws/{room}');
  });
});

test('a root path is honoured, whether it is in the path or taken away before', async t => {
  const upstream = await startUvicorn(t, folder, 'application:app', {args: ['--root-path', '/api/v1']});
  const {url, told} = await startProxy(t, {upstream});
  for (const path of ['/items/7', '/api/v1/items/7', '/api/v2/items/7']) await ask(url, 'GET', path);
  const endpoints = await until('all are told', async () => {
    const all = (await told()).map(({endpoint}) => endpoint);
    return all.length === 3 ? all : undefined;
  });
  assert.deepEqual(endpoints, ['/items/{item_id}', '/api/v1/items/{item_id}', '(unmatched)']);
});
