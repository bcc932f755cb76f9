import assert from 'node:assert/strict';
import {test} from 'node:test';
import {RetryLater} from '../../../src/lib/send-errors.js';
import {createRecordingProvider} from '../../../src/testing/recording-provider.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import type {ProviderHost} from '../../../src/provider-types.js';

const host = {} as ProviderHost;
const options = {signal: new AbortController().signal, keepalive: false};

test('writes down calls, batches and accepted records', async () => {
  const recording = createRecordingProvider({dedupes: false});
  const provider = recording.create();
  assert.equal(provider.manifest.dedupes, false);
  await provider.init({apiKey: 'phc_demo'}, host);
  const [first, second] = [sampleRecord('page'), sampleRecord('track')];
  const accepted = recording.accepted(2);
  assert.equal(await provider.send!([first, second], options), undefined);
  await accepted;
  await provider.reset();
  await provider.shutdown();
  assert.deepEqual(recording.calls, ['init', 'send', 'reset', 'shutdown']);
  assert.deepEqual(recording.configs, [{apiKey: 'phc_demo'}]);
  assert.deepEqual(recording.records, [first, second]);
  await assert.rejects(async () => provider.track('x', {}));
});

test('plays the outcomes that were planned, then accepts', async () => {
  const recording = createRecordingProvider();
  const provider = recording.create();
  const [first, second] = [sampleRecord(), sampleRecord()];
  recording.plan(new RetryLater('busy', 5), new Map([[second.uuid, 'retry']]), 'hang');
  await assert.rejects(provider.send!([first], options), RetryLater);
  assert.deepEqual([...(await provider.send!([first, second], options))!], [[second.uuid, 'retry']]);
  const control = new AbortController();
  const hanging = assert.rejects(provider.send!([second], {...options, signal: control.signal}));
  control.abort();
  await hanging;
  await provider.send!([second], options);
  assert.deepEqual(recording.records, [first, second]);
  assert.equal(recording.batches.length, 4);
});
