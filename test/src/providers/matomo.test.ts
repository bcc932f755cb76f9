import assert from 'node:assert/strict';
import {after, before, beforeEach, test} from 'node:test';
import {consentProof} from '../../../src/providers/http-provider.js';
import {createMatomo} from '../../../src/providers/matomo.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import type {EventRecord, ProviderConfig} from '../../../src/types.js';
import {createHost} from './host.js';

let server: ContractServer;
before(async () => (server = await startContractServer()));
beforeEach(() => server.clear());
after(() => server.close());

const options = {signal: new AbortController().signal, keepalive: false};
const now = Date.parse('2026-11-22T09:00:00Z');
const at = (ms: number) => ({timestamp: new Date(now - ms).toISOString()});

const start = async (config: ProviderConfig = {}, origin?: string) => {
  const provider = createMatomo();
  const host = createHost(origin, () => now);
  await provider.init({siteId: '3', apiHost: server.url, ...config}, host);
  return {provider, host, send: (records: readonly EventRecord[]) => provider.send!(records, options)};
};
const form = async (record: EventRecord, config?: ProviderConfig, origin?: string) => {
  await (await start(config, origin)).send([record]);
  return Object.fromEntries(new URLSearchParams(server.requests.at(-1)!.body));
};

test('sends a page view as a form', async () => {
  const record = sampleRecord('page', at(0));
  const {_id: id, pv_id: view, rand, ...params} = await form(record);
  assert.deepEqual(params, {
    idsite: '3',
    rec: '1',
    apiv: '1',
    send_image: '0',
    url: 'https://site.example/chat',
    action_name: 'Chat',
    urlref: 'https://news.example/',
    consent: consentProof(record),
    res: '1920x1080',
    h: '14',
  });
  assert.match(id!, /^[0-9a-f]{16}$/);
  assert.match(view!, /^[0-9a-zA-Z]{6}$/);
  assert.ok(record.uuid.endsWith(rand!));
  const [{path, headers}] = server.requests as [(typeof server.requests)[0]];
  assert.deepEqual([path, headers['content-type']], ['/matomo.php', 'application/x-www-form-urlencoded']);
});

test('sends an event with category, action, name and value', async () => {
  const plain = await form(sampleRecord('track', at(0)));
  assert.deepEqual(
    [plain['e_c'], plain['e_a'], plain['ca'], plain['e_n'], plain['e_v']],
    ['analytics', 'message_sent', '1', undefined, undefined],
  );
  const full = await form(sampleRecord('track', {...at(0), event: 'Play', properties: {category: 'Video', name: 'intro', value: 0}}));
  assert.deepEqual([full['e_c'], full['e_a'], full['e_n'], full['e_v']], ['Video', 'Play', 'intro', '0']);
  const labelled = await form(sampleRecord('track', {...at(0), properties: {label: 'l', value: 'not a number', category: {}}}));
  assert.deepEqual([labelled['e_c'], labelled['e_n'], labelled['e_v']], ['analytics', 'l', undefined]);
});

test('computes the visitor from the anonymous id alone, and names the user only once identified', async () => {
  const first = await form(sampleRecord('track', at(0)));
  const second = await form(sampleRecord('track', {...at(0), user_id: 'p1', distinct_id: 'p1'}));
  const other = await form(sampleRecord('track', {...at(0), anonymous_id: '01890000-0000-7000-8000-00000000000c'}));
  assert.equal(first['_id'], second['_id']);
  assert.notEqual(first['_id'], other['_id']);
  assert.deepEqual([first['uid'], second['uid']], [undefined, 'p1']);
  assert.ok(!server.requests[0]!.body.includes('01890000'), 'the id itself stays here');
});

test('gives 2,000 nearly equal ids different numbers', async () => {
  const ids = new Set<string>();
  const {send} = await start();
  const batch = Array.from({length: 2000}, (_, index) =>
    sampleRecord('track', {...at(0), anonymous_id: `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`}),
  );
  await send(batch);
  const {requests} = JSON.parse(server.requests[0]!.body) as {requests: string[]};
  for (const query of requests) ids.add(new URLSearchParams(query).get('_id')!);
  assert.equal(ids.size, batch.length);
});

test('tells the age of an event in seconds, never a time ahead and never beyond what Matomo takes', async () => {
  for (const [ms, cdo] of [
    [0, undefined],
    [999, undefined],
    [90_500, '90'],
    [-3_600_000, undefined],
    [23 * 3_600_000, '82800'],
    [50 * 3_600_000, String(24 * 3600 - 300)],
  ] as const)
    assert.equal((await form(sampleRecord('track', at(ms))))['cdo'], cdo, String(ms));
});

test('maps properties to custom dimensions', async () => {
  const record = sampleRecord('track', {...at(0), properties: {plan: 'pro', seats: 0, tags: ['x'], gone: null}});
  const params = await form(record, {options: {dimensions: {plan: 1, seats: 2, tags: 3, gone: 4, absent: 5}}});
  assert.deepEqual(
    [1, 2, 3, 4, 5].map(index => params[`dimension${index}`]),
    ['pro', '0', undefined, undefined, undefined],
  );
});

test('sends several as one bulk request, and an identify not at all', async () => {
  const {send} = await start();
  assert.equal(await send([sampleRecord('identify', at(0))]), undefined);
  assert.equal(server.requests.length, 0);
  server.answer({body: '{"status":"success","tracked":2,"invalid":0}'});
  assert.equal(await send([sampleRecord('page', at(0)), sampleRecord('identify', at(0)), sampleRecord('track', at(0))]), undefined);
  const [{body, headers}] = server.requests as [(typeof server.requests)[0]];
  assert.equal(headers['content-type'], 'text/plain');
  assert.ok(body.startsWith('{"requests":["?idsite=3&rec=1&'), 'Matomo knows a bulk request by the place of "requests"');
  const {requests} = JSON.parse(body) as {requests: string[]};
  assert.deepEqual(
    requests.map(query => new URLSearchParams(query).get('e_a')),
    [null, 'message_sent'],
  );
});

test('reads what a bulk reply says of refused events', async () => {
  const batch = [sampleRecord('page', at(0)), sampleRecord('identify', at(0)), sampleRecord('track', at(0)), sampleRecord('track', at(0))];
  for (const [body, rejected, warnings] of [
    ['{"status":"success","tracked":0,"invalid":3}', [0, 2, 3], []],
    ['{"status":"success","tracked":2,"invalid":1}', [], ['matomo-invalid']],
    ['{"status":"success","tracked":2,"invalid":1,"invalid_indices":[1]}', [2], []],
    ['{"status":"success","tracked":2,"invalid":"x"}', [], []],
    ['{"invalid":1,"invalid_indices":[99,"0",null]}', [], []],
    ['null', [], []],
    ['<html>', [], []],
    ['', [], []],
  ] as const) {
    const {send, host} = await start();
    server.answer({body});
    const result = await send(batch);
    assert.deepEqual(
      [...(result?.keys() ?? [])],
      rejected.map(index => batch[index]!.uuid),
      body,
    );
    assert.deepEqual(host.warnings, warnings, body);
  }
});

test('survives lone surrogates and a page without an origin', async () => {
  const params = await form(sampleRecord('track', {...at(0), event: 'a\ud800', properties: {page_path: '/ü&x=1'}}), {}, 'null');
  assert.equal(params['e_a'], 'a\ufffd');
  assert.equal(params['url'], `${server.url}/ü&x=1`);
});

test('tells an event that is a goal as its conversion, with its revenue', async () => {
  const goal = sampleRecord('track', {...at(0), event: 'order_completed', properties: {revenue: 19.9}});
  const {idgoal, revenue, e_a: action} = await form(goal, {options: {goals: {order_completed: 3}}});
  assert.deepEqual([idgoal, revenue, action], ['3', '19.9', undefined]);
});
