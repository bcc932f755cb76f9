import assert from 'node:assert/strict';
import {createServer, request, type IncomingMessage} from 'node:http';
import {text} from 'node:stream/consumers';
import {test, type TestContext} from 'node:test';
import {serve, startProxy} from './harness.js';
import type {RelayOptions} from '../../../../src/server/proxy/index.js';

const cookie = (granted: string, denied = '') => `session=secret; askfirst_consent=1~${Date.now()}~1.0~${granted}~${denied}`;
const yes = cookie('analytics');

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A vendor that remembers, and a proxy whose application must never be asked. */
const start = async (t: TestContext, relay: Partial<RelayOptions> = {}, vendorOf: keyof RelayOptions['to'] = 'posthog') => {
  const seen: Seen[] = [];
  const vendor = await serve(t, async (asked, response) => {
    seen.push({method: asked.method!, url: asked.url!, headers: asked.headers, body: await text(asked).catch(() => 'cut off')});
    if (asked.url!.includes('busy'))
      response
        .writeHead(429, {'Retry-After': '7', 'Set-Cookie': 'tracker=1', Server: 'vendor', 'Content-Type': 'application/json'})
        .end('{"wait":1}');
    else response.writeHead(200, {'Content-Type': 'application/json', 'Set-Cookie': 'tracker=1'}).end('{"status":1}');
  });
  const asked: string[] = [];
  const upstream = await serve(t, (question, response) => {
    if (question.url !== '/openapi.json') asked.push(question.url!);
    response.end('application');
  });
  const it = await startProxy(t, {upstream, relay: {to: {[vendorOf]: `${vendor}/base`}, ...relay}, analytics: {consent: {}}});
  const send = (
    path: string,
    headers: Record<string, string> = {cookie: yes},
    body: string | undefined = '{"batch":[]}',
    method = 'POST',
  ) => fetch(it.url + path, {method, headers, ...(method === 'POST' && {body})});
  return {...it, seen, asked, send};
};

test("passes events on, and the vendor's answer back, without its cookies and the visitor's", async t => {
  const {send, seen, asked, told, proxy} = await start(t);
  const headers = {
    cookie: yes,
    authorization: 'Basic c2VjcmV0',
    'content-type': 'text/plain',
    'user-agent': 'Browser/1',
    referer: 'https://a.example/private',
    'x-forwarded-for': '6.6.6.6',
    'posthog-attempt': '1',
  };
  const answer = await send('/ingest/batch/?compression=x', headers);
  assert.deepEqual([answer.status, await answer.text(), answer.headers.get('content-type')], [200, '{"status":1}', 'application/json']);
  assert.equal(answer.headers.get('set-cookie'), null);
  assert.deepEqual([seen[0]!.url, seen[0]!.body], ['/base/batch/?compression=x', '{"batch":[]}']);
  assert.deepEqual(Object.keys(seen[0]!.headers).sort(), [
    ...['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host', 'posthog-attempt'],
  ]);
  assert.deepEqual(asked, [], 'the application hears nothing of it');
  assert.deepEqual(await told(), [], 'and it is no request of the application');
  assert.deepEqual(proxy.stats().relay, {passed: 1});
});

test('the project key goes on, any other credential does not', async t => {
  const {send, seen} = await start(t);
  for (const authorization of ['Bearer phc_demo', 'Bearer phx_secret', 'Bearer eyJhbGciOi', 'Basic phc_demo'])
    await send('/ingest/i/v1/analytics/events', {cookie: yes, authorization});
  assert.deepEqual(
    seen.map(({headers}) => headers.authorization),
    ['Bearer phc_demo', undefined, undefined, undefined],
  );
});

test('what is named is given to the vendor', async t => {
  const {send, seen} = await start(t, {forward: ['user-agent', 'address'], to: {}}, 'plausible');
  assert.equal((await send('/ingest/api/event')).status, 404, 'no vendor, no path');
  assert.equal(seen.length, 0);
  const own = await serve(t, (asked, response) =>
    response.writeHead(202).end(`${asked.headers['user-agent']} ${asked.headers['x-forwarded-for']}`),
  );
  const plausible = await start(t, {forward: ['user-agent', 'address'], to: {plausible: own}});
  const answer = await plausible.send('/ingest/api/event', {cookie: yes, 'user-agent': 'Browser/1', 'x-forwarded-for': '6.6.6.6'});
  assert.deepEqual([answer.status, await answer.text()], [202, 'Browser/1 127.0.0.1']);
});

test('a vendor that is busy says so with the same status, words and Retry-After', async t => {
  const {send} = await start(t);
  const answer = await send('/ingest/e/?busy');
  assert.deepEqual([answer.status, await answer.text(), answer.headers.get('retry-after')], [429, '{"wait":1}', '7']);
  assert.equal(answer.headers.get('server'), null);
});

for (const [name, headers] of [
  ['nothing', {}],
  ['a refusal', {cookie: cookie('', 'analytics')}],
  ['only another category', {cookie: cookie('marketing', 'analytics')}],
  ['a grant for another policy', {cookie: yes.replace('~1.0~', '~2.0~')}],
  ['a grant of last year', {cookie: `askfirst_consent=1~${Date.now() - 366 * 86_400_000}~1.0~analytics~`}],
  ['a grant and the signal of the browser', {cookie: yes, 'sec-gpc': '1'}],
  ['a grant and a later no', {cookie: yes, 'x-analytics-consent': 'false'}],
  ['a doubled cookie', {cookie: `${yes}; ${cookie('analytics', 'marketing').replace('session=secret; ', '')}`}],
  ['the header of a foreign page', {'x-analytics-consent': 'true', origin: 'https://evil.example'}],
] as readonly (readonly [string, Record<string, string>])[])
  test(`with ${name} nothing reaches the vendor`, async t => {
    const {send, seen, proxy} = await start(t);
    for (const path of ['/ingest/batch/', '/ingest/flags/?v=2']) assert.equal((await send(path, headers)).status, 403);
    assert.equal((await send('/ingest/array/phc_demo/config.js', headers, undefined, 'GET')).status, 403);
    assert.deepEqual(seen, []);
    assert.deepEqual(proxy.stats().relay, {no_consent: 3});
  });

test('a decision that cannot be read is no, and costs nobody an answer', async t => {
  const vendor = await serve(t, (_, response) => response.end());
  const upstream = await serve(t, (_, response) => response.end('application'));
  const {url, proxy, problems} = await startProxy(t, {
    upstream,
    relay: {to: {posthog: vendor}},
    analytics: {
      consent() {
        throw new Error('of the application');
      },
    },
  });
  assert.equal((await fetch(`${url}/ingest/batch/`, {method: 'POST', body: '{}'})).status, 403);
  assert.equal(await (await fetch(`${url}/chats/1`)).text(), 'application');
  assert.deepEqual(proxy.stats().relay, {no_consent: 1});
  assert.ok(problems.includes('consent-failed'));
});

test('only known paths with known methods pass', async t => {
  const {send, seen, asked, port} = await start(t);
  for (const path of [
    '/ingest/',
    '/ingest/api/projects/1',
    '/ingest/batch/x',
    '/ingest/static/..%2f..%2fapi.js',
    '/ingest//batch/',
    '/ingest/Batch/',
  ])
    assert.equal((await send(path)).status, 404, path);
  // `fetch` would tidy these up.
  for (const path of ['/ingest/static/../api/projects.js', '/ingest/batch/../../api', '/ingest/.%2e/batch/'])
    assert.equal(
      await new Promise(resolve =>
        request({port, path, method: 'POST', headers: {cookie: yes}}, answer => resolve(answer.resume().statusCode)).end(),
      ),
      404,
      path,
    );
  for (const [path, status] of [
    ['http://evil.example/ingest/batch/', 200],
    ['http://evil.example/ingest/api', 404],
  ] as const)
    assert.equal(
      await new Promise(resolve =>
        request({port, path, method: 'POST', headers: {cookie: yes}}, answer => resolve(answer.resume().statusCode)).end(),
      ),
      status,
      path,
    );
  assert.deepEqual(
    seen.splice(0).map(({url, headers}) => [url, headers.host?.startsWith('127.0.0.1:')]),
    [['/base/batch/', true]],
  );
  const wrong = await send('/ingest/batch/', {cookie: yes}, undefined, 'GET');
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'POST']);
  for (const path of ['/ingest/static/recorder.js', '/ingest/api/surveys/?token=phc_demo'])
    assert.equal((await send(path, {cookie: yes}, undefined, 'GET')).status, 200, path);
  assert.equal(seen.length, 2);
  assert.equal(await (await send('/ingestion')).text(), 'application');
  assert.deepEqual(asked, ['/ingestion']);
});

test('a body that is too large is refused, whether it says so or not', async t => {
  const {send, seen, port} = await start(t);
  assert.equal((await send('/ingest/flags/', {cookie: yes}, 'x'.repeat(300_000))).status, 413);
  assert.equal(seen.length, 0);
  const status = await new Promise(resolve => {
    const asked = request({port, path: '/ingest/flags/', method: 'POST', headers: {cookie: yes}}, answer =>
      resolve(answer.resume().statusCode),
    );
    asked.on('error', () => {});
    for (let sent = 0; sent < 300_000; sent += 10_000) asked.write('x'.repeat(10_000));
  });
  assert.equal(status, 413);
});

test('a vendor that is away is a 502', async t => {
  const gone = createServer();
  const address = await new Promise<string>(resolve =>
    gone.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(gone.address() as {port: number}).port}`)),
  );
  await new Promise(resolve => gone.close(resolve));
  const {send, proxy} = await start(t, {to: {posthog: address}});
  assert.equal((await send('/ingest/batch/')).status, 502);
  assert.deepEqual(proxy.stats().failures, {refused: 1});
});
