import assert from 'node:assert/strict';
import {after, before, mock, test} from 'node:test';
import {createConsole} from '../../../src/providers/console.js';
import {createHttp} from '../../../src/providers/http.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import {createHost} from './host.js';

let server: ContractServer;
before(async () => (server = await startContractServer()));
after(() => server.close());

test('the console says every call while it runs, and none before or after', async () => {
  const said = mock.method(console, 'info', () => {});
  const provider = createConsole();
  await provider.track('early', {});
  await provider.init({}, createHost());
  await provider.track('message_sent', {a: 1});
  await provider.identify('p1', {});
  await provider.page('chat', {});
  await provider.reset();
  await provider.shutdown();
  await provider.track('late', {});
  const calls = said.mock.calls.map(call => (call.arguments as unknown[]).slice(1));
  said.mock.restore();
  assert.deepEqual(calls, [['track', 'message_sent', {a: 1}], ['identify', 'p1', {}], ['page', 'chat', {}], ['reset']]);
});

test('your own endpoint gets the records as they are', async () => {
  const provider = createHttp();
  await provider.init({apiHost: `${server.url}/events/`, apiKey: 'key'}, createHost());
  assert.equal(provider.manifest.dedupes, false);
  const records = [sampleRecord('page'), sampleRecord('identify')];
  await provider.send!(records, {signal: new AbortController().signal, keepalive: false, dropped: {overflow: 2}});
  const [{path, body}] = server.requests as [(typeof server.requests)[0]];
  assert.equal(path, '/events');
  const {sent_at: sentAt, lib, ...rest} = JSON.parse(body) as Record<string, unknown>;
  assert.ok(Math.abs(Date.now() - Date.parse(String(sentAt))) < 60_000);
  assert.match(String(lib), /^askfirst\//);
  assert.deepEqual(rest, {api_key: 'key', dropped: {overflow: 2}, records});
});
