import assert from 'node:assert/strict';
import {after, before, beforeEach, test} from 'node:test';
import {consentProof} from '../../../src/providers/http-provider.js';
import {RetryLater} from '../../../src/lib/send-errors.js';
import {createPlausible} from '../../../src/providers/plausible.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import type {EventRecord, Properties, ProviderConfig} from '../../../src/types.js';
import {createHost} from './host.js';

let server: ContractServer;
before(async () => (server = await startContractServer()));
beforeEach(() => server.clear());
after(() => server.close());

const options = {signal: new AbortController().signal, keepalive: false};
const start = async (config: ProviderConfig = {}) => {
  const provider = createPlausible();
  await provider.init({domain: 'site.example', apiHost: server.url, ...config}, createHost());
  return provider;
};
const send = async (records: readonly EventRecord[], config?: ProviderConfig) => {
  await (
    await start(config)
  ).send!(records, options);
  return server.requests.map(({body}) => JSON.parse(body) as Record<string, unknown> & {props?: Record<string, string>});
};
const withProperties = (properties: Properties) => sampleRecord('track', {properties});

test('sends a page view and an event, one request each, as text', async () => {
  const [page, event] = await send([sampleRecord('page'), sampleRecord('track')]);
  assert.deepEqual(page, {
    name: 'pageview',
    url: 'https://site.example/chat',
    domain: 'site.example',
    referrer: 'https://news.example/',
    consent: consentProof(sampleRecord()),
    props: {app_version: '1.5.0', environment: 'test', page_name: 'chat'},
  });
  assert.deepEqual(event!.props, {
    app_version: '1.5.0',
    environment: 'test',
    agent_id: 'a1',
    message_length_chars: '12',
    has_attachments: 'false',
  });
  assert.equal(event!['name'], 'message_sent');
  for (const {path, headers} of server.requests) assert.deepEqual([path, headers['content-type']], ['/api/event', 'text/plain']);
});

test('sends nothing that tells visitors apart', async () => {
  const record = sampleRecord('track', {user_id: 'p1', distinct_id: 'p1'});
  await send([record]);
  const {body} = server.requests[0]!;
  for (const secret of [record.anonymous_id, record.session_id, record.uuid, 'p1', String(record.properties['session_started_at'])])
    assert.ok(!body.includes(secret), secret);
});

test('acknowledges an identify without a request: Plausible knows no users', async () => {
  assert.deepEqual(await send([sampleRecord('identify')]), []);
});

test('keeps to the limits: 30 props, keys of 300, values of 2000 characters, none empty or nested', async () => {
  const many = Object.fromEntries(Array.from({length: 40}, (_, index) => [`own_${index}`, index]));
  const [first] = await send([withProperties({app_version: '1', ...many})]);
  assert.equal(Object.keys(first!.props!).length, 30);
  assert.ok('own_39' in first!.props!, "the page's own come before enrichment");
  assert.ok(!('app_version' in first!.props!));

  server.clear();
  const [second] = await send([
    withProperties({['k'.repeat(400)]: 'v'.repeat(1999) + '\u{1f600}', list: ['x'], map: {a: 1}, empty: '', nothing: null, no: false}),
  ]);
  assert.deepEqual(second!.props, {['k'.repeat(300)]: 'v'.repeat(1999), no: 'false'});

  server.clear();
  const [third] = await send([withProperties({page_path: '/'.padEnd(3000, 'p')})]);
  assert.equal(new URL(String(third!['url'])).pathname.length, 2000);
  assert.ok(!('props' in third!));
});

test('counts a hash route as a path, and knows several domains and a sub-path', async () => {
  const record = withProperties({page_path: '/app#/chat'});
  const [hash] = await send([record]);
  assert.deepEqual([hash!['url'], hash!['h']], ['https://site.example/app#/chat', 1]);
  const requests = await send([record], {domain: 'site.example/blog,all.example'});
  assert.deepEqual([requests[1]!['url'], requests[1]!['domain']], ['https://site.example/app#/chat', 'site.example/blog,all.example']);
  assert.equal((await send([withProperties({})]))[2]!['url'], 'https://site.example/');
});

test('reports per record when a later one fails, and stops there', async () => {
  const batch = ['a', 'b', 'c', 'd'].map(event => sampleRecord('track', {event}));
  server.answer({}, {status: 400}, {status: 429});
  const result = await (await start()).send!(batch, options);
  assert.deepEqual(
    [...result!],
    [
      [batch[1]!.uuid, 'rejected'],
      [batch[2]!.uuid, 'retry'],
      [batch[3]!.uuid, 'retry'],
    ],
  );
  assert.equal(server.requests.length, 3);
});

test('begins no further request once it is shut down', async () => {
  const provider = await start();
  const sending = provider.send!([sampleRecord(), sampleRecord()], options);
  await provider.shutdown();
  assert.deepEqual([...(await sending)!.values()], ['retry']);
  assert.equal(server.requests.length, 1);
  await assert.rejects(provider.send!([sampleRecord()], options), RetryLater);
});

test('drops what waited for longer than 30 minutes, or as the owner says', async () => {
  assert.equal((await start()).manifest.maxAgeMs, 30 * 60_000);
  assert.equal((await start({options: {maxAgeMinutes: 5}})).manifest.maxAgeMs, 5 * 60_000);
});

test('goes to plausible.io unless told otherwise', () => {
  const provider = createPlausible();
  void provider.init({domain: 'site.example'}, createHost());
  assert.deepEqual(provider.manifest.hosts, ['https://plausible.io']);
});

test('sends money as revenue where amount and currency are known, and never half of it', async () => {
  const revenues = async (...all: readonly Properties[]) => (await send(all.map(withProperties))).map(event => event['revenue']);
  assert.deepEqual(
    await revenues(
      {revenue: 1322.22, currency: 'EUR'},
      {revenue: '5', currency: 'USD'},
      {revenue: 5},
      {currency: 'EUR'},
      {revenue: 'much', currency: 'EUR'},
      {revenue: 5, currency: 'euro'},
      {revenue: null, currency: 'EUR'},
    ),
    [{currency: 'EUR', amount: '1322.22'}, {currency: 'USD', amount: '5'}, undefined, undefined, undefined, undefined, undefined],
  );
});
