import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {RetryLater} from '../../../src/lib/send-errors.js';
import {createPostHog} from '../../../src/providers/posthog.js';
import {startContractServer} from '../../../src/testing/contract-server.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import type {EventRecord} from '../../../src/types.js';
import {startCollector} from '../server/collector/harness.js';
import {createHost} from './host.js';

const provider = async (apiHost: string) => {
  const posthog = createPostHog();
  await posthog.init({apiKey: 'phc_demo', apiHost, options: {ingest: 'v1'}}, createHost('http://site.example'));
  return (records: readonly EventRecord[]) => posthog.send!(records, {signal: new AbortController().signal, keepalive: true});
};

const answering = async (t: TestContext, body: string) => {
  const server = await startContractServer();
  t.after(() => server.close());
  server.answerAll({body});
  return {server, send: await provider(server.url)};
};

test('is stored by a collector that speaks v1, session and all', async t => {
  const {url, events} = await startCollector(t);
  const records = [sampleRecord('page'), sampleRecord('track'), sampleRecord('identify')];
  assert.equal(await (await provider(url))(records), undefined);
  const stored = events();
  assert.deepEqual(
    stored.map(({uuid, event}) => [uuid, event]),
    records.map(({uuid}, index) => [uuid, ['$pageview', 'message_sent', '$identify'][index]]),
  );
  assert.equal(stored[0]!.properties['$session_id'], records[0]!.session_id);
});

test('carries the token and what else v1 asks for in headers, and no keepalive', async t => {
  const {server, send} = await answering(t, '{}');
  await send([sampleRecord()]);
  const [{path, headers, body}] = server.requests as [(typeof server.requests)[0]];
  assert.deepEqual([path, headers['authorization'], headers['posthog-attempt']], ['/i/v1/analytics/events', 'Bearer phc_demo', '1']);
  for (const name of ['posthog-sdk-info', 'posthog-request-id', 'posthog-request-timestamp']) assert.ok(headers[name], name);
  const {batch} = JSON.parse(body) as {batch: {session_id: unknown; properties: object}[]};
  assert.ok(batch[0]!.session_id);
  assert.ok(!('$session_id' in batch[0]!.properties));
});

test('takes the verdict on each event', async t => {
  const records = ['ok', 'warning', 'drop', 'retry', undefined].map(() => sampleRecord());
  const results = Object.fromEntries(['ok', 'warning', 'drop', 'retry'].map((result, index) => [records[index]!.uuid, {result}]));
  const {send} = await answering(t, JSON.stringify({results}));
  assert.deepEqual(
    [...((await send(records)) ?? [])],
    [
      [records[2]!.uuid, 'rejected'],
      [records[3]!.uuid, 'retry'],
      [records[4]!.uuid, 'retry'],
    ],
  );
});

test('a reply that nobody can read is no acknowledgement', async t => {
  const {send} = await answering(t, '<html>');
  await assert.rejects(send([sampleRecord()]), RetryLater);
});
