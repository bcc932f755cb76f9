import assert from 'node:assert/strict';
import {after, before, beforeEach, test} from 'node:test';
import {consentProof} from '../../../src/providers/http-provider.js';
import {version} from '../../../src/lib/version.js';
import {createPostHog} from '../../../src/providers/posthog.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import type {SendOptions} from '../../../src/provider-types.js';
import type {EventRecord} from '../../../src/types.js';
import {createHost} from './host.js';

interface WireEvent {
  uuid: string;
  event: string;
  distinct_id: string;
  timestamp: string;
  properties: Record<string, unknown>;
}

let server: ContractServer;
before(async () => (server = await startContractServer()));
beforeEach(() => server.clear());
after(() => server.close());

const send = async (records: readonly EventRecord[], options: Partial<SendOptions> = {}, path = '', origin?: string) => {
  const provider = createPostHog();
  const host = createHost(origin);
  await provider.init({apiKey: 'phc_demo', apiHost: server.url + path}, host);
  await provider.send!(records, {signal: new AbortController().signal, keepalive: false, ...options});
  const {path: url, headers, body} = server.requests.at(-1)!;
  return {url, headers, warnings: host.warnings, ...(JSON.parse(body) as {api_key: string; sent_at: string; batch: WireEvent[]})};
};

test('sends one batch to {api-host}/batch/ as text', async () => {
  const records = [sampleRecord('page'), sampleRecord('track'), sampleRecord('identify')];
  const {url, headers, api_key: key, sent_at: sentAt, batch} = await send(records, {}, '/ingest/');
  assert.equal(url, '/ingest/batch/');
  assert.equal(headers['content-type'], 'text/plain');
  assert.equal(key, 'phc_demo');
  assert.ok(Math.abs(Date.now() - Date.parse(sentAt)) < 60_000);
  for (const [index, {uuid, distinct_id: distinctId, timestamp, properties}] of batch.entries()) {
    const record = records[index]!;
    assert.deepEqual([uuid, distinctId, timestamp], [record.uuid, record.distinct_id, record.timestamp]);
    assert.equal(properties['$session_id'], record.session_id);
    assert.deepEqual([properties['$lib'], properties['$lib_version']], ['askfirst', version]);
  }
  assert.deepEqual(
    batch.map(({event}) => event),
    ['$pageview', 'message_sent', '$identify'],
  );
});

test("keeps our names, and adds PostHog's own", async () => {
  const record = sampleRecord('page');
  const {properties} = (await send([record])).batch[0]!;
  for (const [name, value] of Object.entries(record.properties)) assert.equal(properties[name], value);
  for (const [name, value] of Object.entries({
    $browser: 'Firefox',
    $browser_version: 153,
    $os: 'Linux',
    $device_type: 'Desktop',
    $viewport_width: 1280,
    $viewport_height: 720,
    $screen_width: 1920,
    $screen_height: 1080,
    $pathname: '/chat',
    $prev_pageview_pathname: '/',
    $current_url: 'https://site.example/chat',
    $host: 'site.example',
    $referring_domain: 'news.example',
    $timezone: 'Europe/Berlin',
    $app_version: '1.5.0',
    title: 'Chat',
  }))
    assert.equal(properties[name], value, name);
  assert.ok(!('$os_version' in properties), 'what is not known is not sent');
});

test('gives no address where the page has no origin', async () => {
  for (const origin of ['', 'null']) {
    const {properties} = (await send([sampleRecord('page')], {}, '', origin)).batch[0]!;
    assert.ok(!('$current_url' in properties));
    assert.equal(properties['$pathname'], '/chat');
  }
});

test('makes no person of an anonymous visitor', async () => {
  const known = sampleRecord('track', {user_id: 'p1', distinct_id: 'p1'});
  const [anonymous, identified] = (await send([sampleRecord('track'), known])).batch;
  assert.equal(anonymous!.properties['$process_person_profile'], false);
  assert.ok(!('$process_person_profile' in identified!.properties));
});

test('links the anonymous id to the pseudonym, with the traits', async () => {
  const record = sampleRecord('identify');
  const {distinct_id: distinctId, properties} = (await send([record])).batch[0]!;
  assert.equal(distinctId, 'user-pseudonym-1');
  assert.deepEqual(properties, {
    $anon_distinct_id: record.anonymous_id,
    $set: {created_at: '2026-01-01'},
    $consent: consentProof(record),
    $session_id: record.session_id,
    $lib: 'askfirst',
    $lib_version: version,
  });
});

test('keeps the time of what is sent again or late', async () => {
  const old = sampleRecord('track', {timestamp: new Date(Date.now() - 2 * 3_600_000).toISOString()});
  const [fresh, late] = (await send([sampleRecord(), old])).batch;
  assert.ok(!('$ignore_sent_at' in fresh!.properties));
  assert.equal(late!.properties['$ignore_sent_at'], true);
  const [again] = (await send([sampleRecord()], {resend: true})).batch;
  assert.equal(again!.properties['$ignore_sent_at'], true);
});

test('tells of losses on the first event', async () => {
  const [first, second] = (await send([sampleRecord(), sampleRecord()], {dropped: {overflow: 3}})).batch;
  assert.deepEqual(first!.properties['askfirst_dropped'], {overflow: 3});
  assert.ok(!('askfirst_dropped' in second!.properties));
  assert.ok(!('askfirst_dropped' in (await send([sampleRecord()], {dropped: {}})).batch[0]!.properties));
});

test('warns when the quota is used up, as PostHog answers 200 all the same', async () => {
  server.answer({body: '{"status":1,"quota_limited":["events"]}'});
  assert.deepEqual((await send([sampleRecord()])).warnings, ['posthog-quota']);
  assert.deepEqual((await send([sampleRecord()])).warnings, []);
});

test('sends the same event, byte for byte, each time', async () => {
  const record = sampleRecord();
  const [first] = (await send([record])).batch;
  const [second] = (await send([record])).batch;
  assert.deepEqual(first, second);
});

test('asks nothing for an empty batch', async () => {
  const provider = createPostHog();
  await provider.init({apiKey: 'phc_demo', apiHost: server.url}, createHost());
  await provider.send!([], {signal: new AbortController().signal, keepalive: false});
  assert.equal(server.requests.length, 0);
  await assert.rejects(async () => provider.track('x', {}), /takes records/);
});

test('sets what is to be set once only once', async () => {
  const record = sampleRecord('identify', {properties: {plan: 'pro', $set_once: {first_plan: 'free'}}});
  const {properties} = (await send([record])).batch[0]!;
  assert.deepEqual([properties['$set'], properties['$set_once']], [{plan: 'pro'}, {first_plan: 'free'}]);
});

test('passes groups and alias on as PostHog knows them', async () => {
  const grouped = sampleRecord('track', {properties: {$groups: {company: 'c1'}}});
  const alias = sampleRecord('track', {event: '$create_alias', properties: {alias: 'a1'}});
  const {batch} = await send([grouped, alias]);
  assert.deepEqual(batch[0]!.properties['$groups'], {company: 'c1'});
  assert.deepEqual([batch[1]!.event, batch[1]!.properties['alias']], ['$create_alias', 'a1']);
});

test('proves the consent without telling when exactly it was given', async () => {
  const record = sampleRecord('track', {epoch: Date.UTC(2026, 10, 22, 9, 41, 7, 123)});
  assert.equal((await send([record])).batch[0]!.properties['$consent'], `analytics ${Date.UTC(2026, 10, 22)}`);
});
