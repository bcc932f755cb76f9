import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import test from 'node:test';
import {gunzipSync} from 'node:zlib';
import {createOwner} from '../../../../src/server/collector/owner/owner.js';
import {defaultRetention} from '../../../../src/server/collector/owner/retain.js';
import {forward} from '../../../../src/server/collector/owner/forward.js';
import type {ForwardState} from '../../../../src/server/collector/owner/forward-state.js';
import type {BatchAnswer} from '../../../../src/server/collector/owner/posthog-batch.js';
import {createFindEvents} from '../../../../src/server/collector/read/find-events.js';
import {openStore, type StoredEvent} from '../../../../src/server/collector/store.js';
import {until} from '../../../helpers/until.js';
import {startCollector, temporaryDirectory} from './harness.js';
import {aRow, runCli, runHere, startCommand} from './owner-harness.js';

test('forwards everything to another collector, killed half-way and gone on with, each event once', async t => {
  const db = join(temporaryDirectory(t), 'from.db');
  const store = await openStore(db);
  t.after(() => store.close());
  const total = 3_000;
  store.insert(
    Array.from({length: total}, (_, at) =>
      aRow({event: `event_${at % 5}`, distinct_id: `visitor-${at % 40}`, time: Date.now() - at * 60_000, properties: `{"n":${at}}`}),
    ),
  );
  const target = await startCollector(t);
  // A line to the target that is slow, and now and then answers what was taken with a 503.
  let requests = 0;
  const line = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      requests++;
      const answer = await fetch(target.url + request.url, {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: gunzipSync(Buffer.concat(chunks)),
      });
      await new Promise(resolve => setTimeout(resolve, 20));
      if (requests % 7 === 3) response.writeHead(503, {'Retry-After': '0'}).end();
      else response.writeHead(answer.status).end(await answer.text());
    });
  });
  line.listen(0, '127.0.0.1');
  await once(line, 'listening');
  t.after(() => line.close());
  const args = ['forward', '--to', `http://127.0.0.1:${(line.address() as AddressInfo).port}`, '--key', 'phc_demo', '--db', db];

  const first = startCommand(...args);
  await until('some of it has arrived', () => target.collector.store.lastId() >= 500, 60_000);
  first.kill('SIGKILL');
  await once(first, 'close');
  assert.ok(target.collector.store.lastId() < total, 'it was killed half-way');

  const second = startCommand(...args);
  await until('more of it has arrived', () => target.collector.store.lastId() >= 1_500, 60_000);
  second.kill('SIGTERM');
  assert.deepEqual(await once(second, 'close'), [0, null], 'it stops cleanly');

  const third = await runCli(...args);
  assert.equal(third.code, 0, third.err);
  const arrived = target.events();
  assert.equal(arrived.length, total);
  const sent = store.after(0, total);
  const key = (row: {uuid: string; event: string; distinct_id: string; time: number}) =>
    [row.uuid, row.event, row.distinct_id, row.time].join(' ');
  assert.deepEqual(arrived.map(key).sort(), sent.map(key).sort());
  assert.deepEqual(arrived.map(({properties}) => properties['n']).sort(), sent.map(({properties}) => JSON.parse(properties).n).sort());
  const last = JSON.parse(third.err.trim().split('\n').at(-1)!) as Record<string, unknown>;
  assert.equal(last['forwarded'], total);
  const before = requests;
  assert.equal((await runHere('forward', ...args.slice(1))).code, 0);
  assert.equal(requests, before, 'nothing is sent again');
});

const run = async (rows: number, answers: (events: readonly StoredEvent[], call: number) => BatchAnswer) => {
  const store = await openStore(':memory:');
  store.insert(Array.from({length: rows}, (_, at) => aRow({event: `e${at + 1}`})));
  let saved: ForwardState = {cursor: 0, forwarded: 0, refused: 0};
  const waits: number[] = [];
  const calls: number[][] = [];
  const result = forward({
    find: createFindEvents(store.database),
    log: {read: () => saved, write: state => (saved = state)},
    send: async events => {
      calls.push(events.map(({id}) => id));
      return answers(events, calls.length);
    },
    signal: new AbortController().signal,
    onProgress: () => {},
    wait: async ms => void waits.push(ms),
    random: () => 1,
  });
  await result.finally(() => store.close());
  return {saved: () => saved, waits, calls};
};

test('one event that the target does not want costs only itself', async () => {
  const {saved, calls} = await run(8, events => (events.some(({id}) => id === 6) ? {kind: 'refused', reason: 'no'} : {kind: 'taken'}));
  assert.deepEqual(saved(), {cursor: 8, forwarded: 7, refused: 1});
  assert.deepEqual(calls.at(-1), [7, 8]);
});

test('waits longer each time, and as long as the target says, at most a minute', async () => {
  const {waits, saved} = await run(1, (_, call) =>
    call < 9 ? {kind: 'later', reason: 'busy', afterMs: call === 3 ? 5_000 : call === 4 ? 3_600_000 : undefined} : {kind: 'taken'},
  );
  assert.deepEqual(waits, [1_000, 2_000, 5_000, 60_000, 16_000, 32_000, 60_000, 60_000]);
  assert.equal(saved().forwarded, 1);
});

test('stops at once when the key is wrong, and has lost nothing', async t => {
  const db = join(temporaryDirectory(t), 'from.db');
  const store = await openStore(db);
  t.after(() => store.close());
  store.insert([aRow()]);
  const owner = createOwner({database: store.database, retention: defaultRetention, now: Date.now});
  const {url} = await startCollector(t, {projects: ['phc_other']});
  const options = {signal: new AbortController().signal, onProgress: () => {}};
  await assert.rejects(owner.forward({host: url, key: 'phc_demo'}, options), {code: 'forward'});
  assert.equal((await owner.forward({host: url, key: 'phc_other'}, options)).forwarded, 1);
});
