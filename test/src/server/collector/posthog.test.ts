import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {gzipSync} from 'node:zlib';
import lzString from 'lz-string';
import {eventTimeOf} from '../../../../src/server/collector/posthog-rules.js';
import {anEvent, startCollector} from './harness.js';

interface Encoding {
  id: string;
  content_type: string;
  query?: string;
  encode: string;
}
const matrix = JSON.parse(readFileSync(new URL('../../../fixtures/posthog/encoding_matrix.json', import.meta.url), 'utf8')) as {
  cases: Encoding[];
};

const encode = ({encode: kind}: Encoding, json: string): string | Uint8Array => {
  if (kind === 'none') return json;
  if (kind === 'base64') return Buffer.from(json).toString('base64');
  if (kind === 'gzip') return gzipSync(json);
  if (kind.includes('LZString')) return `data=${encodeURIComponent(lzString.compressToBase64(json))}`;
  return `data=${encodeURIComponent(Buffer.from(json).toString('base64'))}`;
};

const endpoints = ['/e', '/i/v0/e', '/batch', '/capture', '/track', '/engage'];

test('takes every encoding at every endpoint, single and batch, with and without the last slash', async t => {
  const {post, events} = await startCollector(t);
  let sent = 0;
  for (const endpoint of endpoints) {
    for (const encoding of matrix.cases) {
      const query = encoding.query ? `?${encoding.query}` : '';
      const batch = {api_key: 'phc_demo', batch: [anEvent({api_key: undefined}), anEvent({api_key: undefined, event: 'grüße 👋'})]};
      for (const [path, payload, count] of [
        [endpoint, anEvent(), 1],
        [endpoint + '/', batch, 2],
      ] as const) {
        const response = await post(path + query, encode(encoding, JSON.stringify(payload)), {'Content-Type': encoding.content_type});
        assert.equal(await response.text(), '{"status":1}', `${encoding.id} at ${path}`);
        assert.equal(response.status, 200);
        sent += count;
      }
    }
  }
  const stored = events();
  assert.equal(stored.length, sent);
  assert.equal(stored.filter(({event}) => event === 'grüße 👋').length, endpoints.length * matrix.cases.length);
  assert.ok(stored.every(({properties}) => properties['chat_id'] === 'c1'));
});

test('takes forms whose base64 plus signs were not escaped, plain JSON in a form, gzip inside base64, and a data parameter', async t => {
  const {post, events, url} = await startCollector(t);
  const form = {'Content-Type': 'application/x-www-form-urlencoded'};
  const json = JSON.stringify(anEvent({event: '>>>???~~~ÿÿÿ'}));
  assert.match(Buffer.from(json).toString('base64'), /[+/]/);
  assert.equal((await post('/e/', `data=${Buffer.from(json).toString('base64')}`, form)).status, 200);
  assert.equal((await post('/e/', `data=${encodeURIComponent(JSON.stringify(anEvent({event: 'two  spaces'})))}`, form)).status, 200);
  assert.equal((await post('/e/', gzipSync(JSON.stringify(anEvent())).toString('base64'), {'Content-Type': 'text/plain'})).status, 200);
  assert.equal((await post('/e/', gzipSync(JSON.stringify(anEvent())), {'Content-Encoding': 'gzip'})).status, 200);
  assert.equal((await fetch(`${url}/e/?data=${Buffer.from(JSON.stringify(anEvent())).toString('base64')}`)).status, 200);
  assert.deepEqual(
    events().map(({event}) => event),
    ['>>>???~~~ÿÿÿ', 'two  spaces', 'message_sent', 'message_sent', 'message_sent'],
  );
});

test('takes an array of events as posthog-js sends it, with the token in the properties', async t => {
  const {post, events} = await startCollector(t);
  const event = (name: string) => ({
    event: name,
    properties: {token: 'phc_demo', distinct_id: 'v1', $session_id: 's1', $browser: 'Firefox', $pathname: '/a'},
  });
  assert.equal((await post('/e/', [event('one'), event('two')])).status, 200);
  const [one] = events();
  assert.deepEqual([one?.project, one?.distinct_id, one?.session_id, one?.browser, one?.path], ['phc_demo', 'v1', 's1', 'Firefox', '/a']);
  assert.deepEqual(
    events().map(({properties}) => properties['token']),
    [undefined, undefined],
  );
});

test('answers 204 to beacons, names an engage event $identify, and keeps no recordings', async t => {
  const {post, events} = await startCollector(t);
  assert.equal((await post('/e/?beacon=1', anEvent())).status, 204);
  assert.equal((await post('/engage/', {token: 'phc_demo', $distinct_id: 'v1', $set: {plan: 'pro'}})).status, 200);
  assert.equal((await post('/e/', anEvent({event: '$snapshot'}))).status, 200);
  assert.deepEqual(
    events().map(({event}) => event),
    ['message_sent', '$identify'],
  );
  assert.deepEqual(events()[1]?.properties['$set'], {plan: 'pro'});
});

test('stores an event once, however often and in whatever company it comes', async t => {
  const {post, events} = await startCollector(t);
  const [one, two] = [anEvent(), anEvent()];
  for (const body of [one, [one, two], {api_key: 'phc_demo', batch: [two, one, one]}])
    assert.equal((await post('/batch/', body)).status, 200);
  assert.equal((await post('/e/', {...one, uuid: String(one['uuid']).toUpperCase()})).status, 200);
  assert.equal(events().length, 2);
  assert.equal((await post('/e/', {...one, api_key: 'phc_other'})).status, 200);
  assert.equal(events().length, 3, 'another project has its own uuids');
});

const refused: [string, unknown, number, RegExp][] = [
  ['no token', anEvent({api_key: undefined}), 401, /without an api_key/],
  ['an empty token', anEvent({api_key: ''}), 401, /empty/],
  ['a token of 65 characters', anEvent({api_key: 'p'.repeat(65)}), 401, /64/],
  ['a token that is not ASCII', anEvent({api_key: 'phc_ü'}), 401, /ASCII/],
  ['a personal key', anEvent({api_key: 'phx_demo'}), 401, /personal/],
  ['a token that is a number', anEvent({api_key: 5}), 401, /no text/],
  ['two tokens', [anEvent(), anEvent({api_key: 'phc_other'})], 401, /different/],
  ['no distinct_id', anEvent({distinct_id: undefined}), 400, /without a distinct_id/],
  ['a null distinct_id', anEvent({distinct_id: null}), 400, /without a distinct_id/],
  ['an empty distinct_id', anEvent({distinct_id: ''}), 400, /distinct_id/],
  ['no event name', anEvent({event: undefined}), 400, /empty event name/],
  ['an empty event name', anEvent({event: ''}), 400, /empty event name/],
  ['an event name that is an object', anEvent({event: {}}), 400, /empty event name/],
  ['a uuid that is none', anEvent({uuid: 'x'}), 400, /uuid/],
  ['no events', [], 400, /holds no event/],
  ['an empty batch', {api_key: 'phc_demo', batch: []}, 400, /holds no event/],
  ['a batch that is no list', {api_key: 'phc_demo', batch: 'x'}, 400, /batch/],
  ['events that are no objects', [1, null], 400, /not an object/],
  ['null', 'null', 400, /decode/],
  ['broken JSON', '{"event": ', 400, /invalid JSON/],
  ['nothing', '', 400, /empty/],
  ['neither JSON nor base64', 'hello, world!', 400, /neither/],
  ['base64 of nothing sensible', 'aGVsbG8sIHdvcmxkIQ==', 400, /decode/],
];
for (const [name, body, status, reason] of refused) {
  test(`refuses ${name} with ${status} and says why in plain text`, async t => {
    const {post, events, lines} = await startCollector(t);
    const response = await post('/batch/', body);
    assert.equal(response.status, status);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    assert.match(await response.text(), reason);
    assert.equal(events().length, 0);
    assert.equal(lines.filter(line => line.includes('"refused"')).length, 1);
  });
}

test('writes ids that are numbers or objects as text, and cuts long ones', async t => {
  const {post, events} = await startCollector(t);
  for (const distinct_id of [42, {a: 1}, 'x'.repeat(500), 'nul\0in it'])
    assert.equal((await post('/e/', anEvent({distinct_id}))).status, 200);
  assert.deepEqual(
    events().map(event => event.distinct_id),
    ['42', '{"a":1}', 'x'.repeat(200), 'nulin it'],
  );
});

test('corrects a clock that is wrong, unless told not to, and bounds what it believes', async t => {
  const now = Date.parse('2026-06-01T12:00:00Z');
  const {post, events} = await startCollector(t, {now: () => now});
  const hour = 3_600_000;
  const iso = (time: number) => new Date(time).toISOString();
  const times: [Record<string, unknown>, string, number][] = [
    [{timestamp: iso(now - 2 * hour), sent_at: iso(now - hour)}, '', now - hour],
    [{timestamp: iso(now - 2 * hour)}, `?_=${now - hour}`, now - hour],
    [{timestamp: iso(now - 2 * hour), sent_at: iso(now - hour), properties: {$ignore_sent_at: true}}, '', now - 2 * hour],
    [{timestamp: undefined, offset: 5_000}, '', now - 5_000],
    [{timestamp: undefined}, '', now],
    [{timestamp: 'not a time'}, '', now],
    [{timestamp: iso(now + 10 * 366 * 24 * hour)}, '', now],
    [{timestamp: iso(now - 10 * 366 * 24 * hour)}, '', now],
    [{timestamp: iso(now - hour), sent_at: '1970-01-01T00:00:00Z'}, '', now - hour],
  ];
  for (const [fields, query] of times) assert.equal((await post('/e/' + query, anEvent(fields))).status, 200);
  assert.deepEqual(
    events().map(({time}) => time),
    times.map(([, , time]) => time),
  );
});

test('takes only the projects it was told to take', async t => {
  const {post, events} = await startCollector(t, {projects: ['phc_demo']});
  assert.equal((await post('/e/', anEvent())).status, 200);
  assert.equal((await post('/e/', anEvent({api_key: 'phc_other'}))).status, 401);
  assert.equal(events().length, 1);
});

test('answers what else the SDKs ask at their start', async t => {
  const {url, post} = await startCollector(t);
  const flags = (await (await post('/flags/?v=2&config=true', {token: 'phc_demo', distinct_id: 'v'})).json()) as Record<string, unknown>;
  assert.deepEqual(flags['flags'], {});
  assert.equal(flags['featureFlags'], undefined);
  assert.equal(flags['sessionRecording'], false);
  assert.equal(flags['errorsWhileComputingFlags'], false);
  assert.equal(((await (await fetch(`${url}/array/phc_demo/config`)).json()) as Record<string, unknown>)['hasFeatureFlags'], false);
  const script = await (await fetch(`${url}/array/phc_demo/config.js`)).text();
  const window: {_POSTHOG_REMOTE_CONFIG?: Record<string, {config: {heatmaps: boolean}}>} = {};
  new Function('window', script)(window);
  assert.equal(window._POSTHOG_REMOTE_CONFIG?.['phc_demo']?.config.heatmaps, false);
  assert.equal((await fetch(`${url}/array/%22);alert(1)//config.js`)).status, 404);
  assert.equal((await post('/s/', gzipSync('[]'))).status, 200);
  assert.equal((await fetch(`${url}/api/surveys/?token=phc_demo`)).status, 200);
  assert.equal((await fetch(`${url}/static/array.js`)).status, 404);
});

test('speaks v1: the token in the header, an outcome for each uuid, errors as JSON', async t => {
  const {post, events} = await startCollector(t);
  const path = '/i/v1/analytics/events';
  const authorized = {Authorization: 'Bearer phc_demo'};
  const plain = (fields: object = {}) => anEvent({api_key: undefined, ...fields});
  const [good, bad] = [plain({session_id: 's1', options: {process_person_profile: false}}), plain({event: 'unguardable'})];
  const response = await post(path, gzipSync(JSON.stringify({created_at: new Date().toISOString(), batch: [good, bad]})), authorized);
  assert.deepEqual(await response.json(), {
    results: {
      [String(good['uuid'])]: {result: 'ok'},
      [String(bad['uuid'])]: {result: 'drop', details: 'the privacy guard failed on the event'},
    },
  });
  assert.deepEqual([events()[0]?.session_id, events()[0]?.properties['$process_person_profile']], ['s1', false]);
  const refusals: [unknown, Record<string, string>, number, string][] = [
    [{batch: [plain()]}, {}, 401, 'invalid_api_token'],
    [{batch: [plain()]}, {Authorization: 'Bearer phx_demo'}, 401, 'invalid_api_token'],
    [{batch: []}, authorized, 400, 'empty_batch'],
    [{batch: [plain({uuid: undefined})]}, authorized, 400, 'missing_event_uuid'],
    [{batch: [good, good]}, authorized, 400, 'duplicate_event_uuid'],
    [{batch: [1]}, authorized, 400, 'invalid_event'],
    [{batch: [plain({uuid: 'x'})]}, authorized, 400, 'invalid_event_uuid'],
    [{batch: [plain({distinct_id: undefined})]}, authorized, 400, 'missing_distinct_id'],
    [{batch: [plain({event: ''})]}, authorized, 400, 'missing_event_name'],
    [{batch: Array(10_001).fill(plain())}, authorized, 413, 'payload_too_large'],
    [{batch: [plain()]}, {...authorized, 'Content-Encoding': 'zstd'}, 415, 'only_gzip_and_identity_content_encodings_are_accepted'],
  ];
  for (const [body, headers, status, error] of refusals) {
    const refused = await post(path, body, headers);
    assert.deepEqual([refused.status, ((await refused.json()) as {error: string}).error], [status, error]);
  }
  assert.equal(events().length, 1);
});

test('takes a time that does not say where for UTC, wherever the collector stands', t => {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'America/New_York';
  t.after(() => (zone === undefined ? delete process.env['TZ'] : (process.env['TZ'] = zone)));
  assert.notEqual(new Date(2026, 5, 1).getTimezoneOffset(), 0);
  const noon = Date.parse('2026-06-01T12:00:00Z');
  for (const timestamp of ['2026-06-01T12:00:00', '2026-06-01 12:00', '2026-06-01T12:00:00.000', '2026-06-01T14:00:00+02:00'])
    assert.equal(eventTimeOf({timestamp}, undefined, noon), noon, timestamp);
});
