import assert from 'node:assert/strict';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {dirname, join} from 'node:path';
import test from 'node:test';
import {gunzipSync} from 'node:zlib';
import {createPiiGuard} from '../../../../src/privacy/pii-guard.js';
import {createLog} from '../../../../src/server/collector/log.js';
import {createOwner} from '../../../../src/server/collector/owner/owner.js';
import {defaultRetention} from '../../../../src/server/collector/owner/retain.js';
import {stripPrivate} from '../../../../src/server/collector/strip-private.js';
import {anEvent, startCollector, type Harness} from './harness.js';

const agent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15';

/** Sends half a request and hangs up. */
const cutOff = async (url: string, headers: Record<string, string>): Promise<void> => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`POST /e/ HTTP/1.1\r\nHost: x\r\n${lines.join('')}Content-Length: 500\r\n\r\n{"$ip": "203.0.113.42", "ua": "${agent}`);
  socket.resume();
  await once(socket, 'close');
};

/** Every byte that is on disk now: database, WAL and shared memory. */
const bytesOnDisk = ({db}: Harness): string =>
  readdirSync(dirname(db))
    .map(file => readFileSync(join(dirname(db), file), 'latin1'))
    .join('\n');

test('keeps no address and no user agent: not in the database, its WAL, the logs or the list of refusals', async t => {
  const harness = await startCollector(t, {trustProxy: true, adminToken: 'admin-secret'}, createPiiGuard());
  const {post, url, lines} = harness;
  const headers = {
    'User-Agent': agent,
    'X-Forwarded-For': '198.51.100.7, 203.0.113.42',
    Forwarded: 'for=203.0.113.42',
    'X-Real-IP': '203.0.113.42',
  };
  const properties = {
    $ip: '203.0.113.42',
    ip: '203.0.113.42',
    $raw_user_agent: agent,
    $set: {$initial_raw_user_agent: agent, nested: [{ua: agent, $ip: '203.0.113.42'}]},
    note: `seen with ${agent}`,
    $browser: 'Safari',
    message_length_chars: 12,
  };
  await post('/e/?ip=1', anEvent({properties, $set_once: {ip_address: '203.0.113.42'}}), headers);
  await post('/batch/', {api_key: 'phc_demo', batch: [anEvent({properties})]}, headers);
  await post('/api/event', {n: 'pageview', u: 'https://a.example/', d: 'a.example', p: {ip: '203.0.113.42'}}, headers);
  await fetch(`${url}/matomo.php?idsite=1&rec=1&cip=203.0.113.42&ua=${encodeURIComponent(agent)}&url=https%3A%2F%2Fa.example%2F`, {
    headers,
  });
  await post('/flags/?v=2', {token: 'phc_demo', distinct_id: '203.0.113.42', person_properties: {$ip: '203.0.113.42', ua: agent}}, headers);
  await post('/receipts', {id: '203.0.113.42', library: agent}, headers);
  await post('/s/', `203.0.113.42 ${agent}`, {...headers, 'Content-Type': 'text/plain'});
  await post('/e/', '{"distinct_id": "203.0.113.42', headers);
  await post('/203.0.113.42', '', headers);
  const stored = harness.events();
  assert.equal(stored.length, 4);
  assert.equal(stored[0]?.browser, 'Safari');
  assert.equal(stored[0]?.properties['message_length_chars'], 12);
  const target = await startCollector(t, {}, createPiiGuard());
  const admin = {method: 'POST', headers: {...headers, Authorization: 'Bearer admin-secret'}};
  const forwarded: string[] = [];
  const other = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    forwarded.push(JSON.stringify(request.headers) + gunzipSync(body).toString());
    response.end((await target.post('/batch/', new Uint8Array(body))).ok ? '{"status":1}' : '');
  }).listen(0, '127.0.0.1');
  t.after(() => other.close());
  await once(other, 'listening');
  const forwarding = new AbortController();
  await createOwner({database: harness.collector.store.database, retention: defaultRetention, now: Date.now}).forward(
    {host: `http://localhost:${(other.address() as AddressInfo).port}`, key: 'phc_there'},
    {signal: forwarding.signal, onProgress: () => undefined},
  );
  assert.equal(target.events().length, 4);
  // What fails inside, and what fails halfway, is told of as well.
  await cutOff(url, headers);
  const bad = await fetch(`${url}/api/admin/erase`, {...admin, body: '{"id": 203.0.113.42}'});
  assert.equal(bad.status, 400);
  assert.equal((await fetch(`${url}/api/admin/erase`, {...admin, body: '{"id": "203.0.113.42"}'})).status, 200);
  const backup = Buffer.from(await (await fetch(`${url}/api/admin/backup`, admin)).arrayBuffer()).toString('latin1');
  const read = ['/api/rejected', '/api/events', '/api/events?format=csv', '/api/export', '/api/export?format=csv', '/api/counts?by=path'];
  const pages = await Promise.all(
    [...read, '/api/admin/verify', '/', '/live/live.js'].map(async path => (await fetch(url + path, {headers})).text()),
  );
  const live = await fetch(`${url}/api/live?after=0`, {headers});
  const [stream] = [Buffer.from((await live.body!.getReader().read()).value!).toString()];
  const [withWal] = [bytesOnDisk(harness)];
  await harness.collector.stop();
  const places = {
    logs: lines.join(''),
    pages: pages.join(''),
    stream,
    backup,
    forwarded: forwarded.join(''),
    withWal,
    after: bytesOnDisk(harness),
  };
  for (const [name, place] of Object.entries({...places, target: bytesOnDisk(target)})) {
    for (const secret of ['203.0.113.42', '198.51.100.7', '127.0.0.1', '::1', 'Mozilla/5.0', 'AppleWebKit', 'Macintosh']) {
      assert.ok(!place.replaceAll(url, '').includes(secret), `${secret} was kept: ${name}`);
    }
  }
});

test('runs the same guard as the page, whoever sent the event', async t => {
  const harness = await startCollector(t, {}, createPiiGuard());
  const {post, events} = harness;
  const personal = {
    email: 'alice.example@mail.example',
    $current_url: 'https://a.example/p?email=alice.example@mail.example',
    $set: {note: 'write to alice.example@mail.example'},
  };
  assert.equal((await post('/e/', anEvent({properties: {...personal, chat_id: 'c1'}}))).status, 200);
  assert.equal(
    (
      await post(
        '/api/event',
        {n: 'Signup', u: 'https://a.example/p', d: 'a.example', p: {mail: 'alice.example@mail.example'}},
        {'User-Agent': agent},
      )
    ).status,
    202,
  );
  assert.equal(events().length, 2);
  assert.equal(events()[0]?.properties['chat_id'], 'c1');
  assert.ok(!bytesOnDisk(harness).includes('alice'));
  const refused = await post('/e/', anEvent({distinct_id: 'alice.example@mail.example'}));
  assert.deepEqual([refused.status, await refused.text()], [400, 'the distinct_id is not a pseudonym']);
  assert.ok(!bytesOnDisk(harness).includes('alice'));
});

test('takes names that poison prototypes out at any depth', () => {
  const poisoned = JSON.parse('{"a":[{"__proto__":{"x":1},"b":1}],"constructor":1,"prototype":2}') as unknown;
  assert.deepEqual(stripPrivate(poisoned), {a: [{b: 1}]});
});

test('writes one line an entry, whatever is in it', () => {
  const lines: string[] = [];
  const log = createLog(
    line => lines.push(line),
    () => 0,
  );
  const nasty = 'x\r\n2026 ERROR fake \x1b[2J \u2028 \u2029 \x9b \x7f \u202e ${jndi:ldap://x}';
  log('warn', nasty, {reason: nasty});
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^[\x20-\x7e]+\n$/);
  assert.equal((JSON.parse(lines[0]!) as {reason: string}).reason, nasty);
});

test('takes a UUID for the pseudonym that it is, also one that looks like an account number', async t => {
  const {post, events} = await startCollector(t, {}, createPiiGuard());
  const distinct_id = '01a1a26a-ad85-7023-b7b4-c916501fb611';
  assert.equal((await post('/e/', anEvent({distinct_id}))).status, 200);
  assert.equal(events()[0]?.distinct_id, distinct_id);
});

test('keeps nothing personal that comes as the key of a project', async t => {
  const harness = await startCollector(t, {}, createPiiGuard());
  const {post, url, events} = harness;
  for (const project of ['alice.example@mail.example', '203.0.113.42']) {
    const refused = await post('/e/', anEvent({api_key: project}));
    assert.deepEqual([refused.status, await refused.text()], [401, 'the project key holds something personal']);
    assert.equal((await post('/api/event', {n: 'pageview', u: 'https://a.example/', d: project}, {'User-Agent': agent})).status, 401);
  }
  assert.equal((await fetch(`${url}/matomo.php?idsite=7&rec=1`)).status, 200);
  assert.equal((await post('/e/', anEvent({api_key: 'phc_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0'}))).status, 200);
  assert.equal(events().length, 2);
  assert.ok(!/alice|203\.0\.113/.test(bytesOnDisk(harness)));
});

test('knows a full user agent by its name and by its shape, however it is written', () => {
  const agents = {
    'user-agent': 'curl/8.1',
    'http.user_agent': 'x',
    'user_agent.original': 'PostmanRuntime/7.1',
    userAgent: 'x',
    userAgentString: 'x',
    $initial_raw_user_agent: 'x',
    'http.user_agent.original': 'x',
    agent: 'Opera/9.80 (Windows NT 6.1; U; en) Presto/2.12.388 Version/12.18',
    android: 'Dalvik/2.1.0 (Linux; U; Android 9; SM-G960F Build/PPR1)',
    logged: 'Mozilla/5.0+(Windows+NT+10.0)+AppleWebKit',
    escaped: encodeURIComponent(agent),
    clientIp: 'x',
  };
  const harmless = {browser: 'Opera', $browser_version: 140, user_agent_family: 'Firefox', opera_house: 'Opera (Berlin)', ip_version: 4};
  const kept = stripPrivate({...agents, ...harmless}) as Record<string, unknown>;
  assert.deepEqual(Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== '')), harmless);
});
