import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {statSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';
import {fileURLToPath} from 'node:url';
import type {EventRow} from '../../../../src/server/collector/collected-event.js';
import {openDatabase} from '../../../../src/server/collector/database.js';
import {createGroupCommit} from '../../../../src/server/collector/group-commit.js';
import {insertGroup} from '../../../../src/server/collector/insert-group.js';
import {promote} from '../../../../src/server/collector/promote.js';
import {openStore} from '../../../../src/server/collector/store.js';
import {createInlineWriter, createThreadWriter} from '../../../../src/server/collector/writer.js';
import {anEvent, startCollector, temporaryDirectory} from './harness.js';

const cli = fileURLToPath(new URL('../../../../src/server/collector/cli.ts', import.meta.url));

/** Starts the command as a process of its own and waits for the address it prints. */
export const spawnCollector = async (db: string, ...args: string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, '--port', '0', '--db', db, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {child, url: /http:\S+/.exec(line.toString())![0], log: () => log};
};

/** How often it is killed. */
const rounds = Number(process.env['KILL_ROUNDS'] ?? 3);

test('loses no acknowledged event and stores none twice when it is killed under load, again and again', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const acknowledged = new Set<string>();
  const sent: Record<string, unknown>[] = [];
  for (let round = 0; round < rounds; round++) {
    const {child, url} = await spawnCollector(db);
    const target = acknowledged.size + 40 + 30 * (round % 8);
    const sender = async () => {
      for (;;) {
        // Now and then an old one again, as a client does that never saw its answer.
        const old = sent[Math.floor(Math.random() * sent.length)];
        const batch = [...Array.from({length: 1 + Math.floor(Math.random() * 6)}, () => anEvent()), ...(old ? [old] : [])];
        sent.push(...batch.filter(event => event !== old));
        try {
          const response = await fetch(`${url}/batch/`, {method: 'POST', body: JSON.stringify({api_key: 'phc_demo', batch})});
          if (response.status === 200) for (const {uuid} of batch) acknowledged.add(String(uuid));
        } catch {
          return;
        }
        if (acknowledged.size >= target) child.kill('SIGKILL');
      }
    };
    const exited = once(child, 'exit');
    await Promise.all(Array.from({length: 8}, sender));
    await exited;
  }
  const store = await openStore(db);
  const uuids = store.after(0, 1_000_000).map(({uuid}) => uuid);
  store.close();
  assert.ok(acknowledged.size > 60 * Math.min(rounds, 3), `only ${acknowledged.size} were acknowledged`);
  assert.equal(new Set(uuids).size, uuids.length, 'none twice');
  const stored = new Set(uuids);
  assert.deepEqual(
    [...acknowledged].filter(uuid => !stored.has(uuid)),
    [],
    'none lost',
  );
});

test('answers what it has received on SIGTERM, and exits with 0', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const {child, url, log} = await spawnCollector(db);
  const waiting = Promise.all(
    Array.from({length: 10}, () => fetch(`${url}/e/`, {method: 'POST', body: JSON.stringify(anEvent())}).then(({status}) => status)),
  );
  // The live stream is open for as long as the collector is: it must not keep it from stopping.
  const live = await fetch(`${url}/api/live`);
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const statuses = await waiting.catch(() => []);
  await live.text();
  assert.deepEqual((await exited)[0], 0);
  assert.ok(log().includes('"stopped"') && !log().includes('the writer thread does not start'), log());
  const store = await openStore(db);
  assert.ok(store.after(0, 100).length >= statuses.filter(status => status === 200).length);
  store.close();
});

const row = (uuid: string): EventRow => ({
  project: 'p',
  uuid,
  source: 'posthog',
  event: 'e',
  time: 1,
  received_at: 1,
  distinct_id: 'v',
  properties: '{}',
  ...promote({}),
});

test('acknowledges after the commit, and shares a commit among all that came during the one before', async () => {
  const groups: number[] = [];
  const ends: (() => void)[] = [];
  const writer = createGroupCommit({
    writer: {
      write: rows =>
        new Promise(resolve => {
          groups.push(rows.length);
          ends.push(() => resolve({added: rows.length, refused: rows.flatMap(({uuid}, index) => (uuid === '7' ? [index] : []))}));
        }),
    },
    onStored: () => undefined,
    onFailure: () => undefined,
    maxRows: 50,
    rowsAhead: 1_000,
  });
  const acknowledged = new Set<string>();
  const refused: string[] = [];
  const send = (...uuids: string[]) =>
    writer.write(uuids.map(row)).then(bad => {
      for (const [index, uuid] of uuids.entries()) bad.has(index) ? refused.push(uuid) : acknowledged.add(uuid);
    });
  const turn = () => new Promise(resolve => setImmediate(resolve));
  const writes = [send('1'), send('2', '3')];
  await turn();
  assert.deepEqual(groups, [3], 'one turn, one commit');
  writes.push(send('4', '5'), send('6', '7', '8'), send(...Array.from({length: 60}, (_, i) => `many${i}`)), send('9'));
  await turn();
  assert.deepEqual([groups, acknowledged.size], [[3], 0], 'nothing is acknowledged, and nothing begins, before it is on disk');
  for (const count of [3, 3 + 4, 3 + 4 + 60, 3 + 4 + 60 + 1]) {
    ends.shift()!();
    await turn();
    assert.equal(acknowledged.size, count);
  }
  await Promise.all([...writes, writer.drain()]);
  assert.deepEqual([groups, refused], [[3, 5, 60, 1], ['7']], 'a request larger than a group is a group of its own');
});

test('hands one group over ahead of its turn, if it is worth a commit of its own, and never more', async () => {
  const groups: number[] = [];
  const ends: (() => void)[] = [];
  const commits = createGroupCommit({
    writer: {
      write: rows =>
        new Promise((resolve, reject) => {
          groups.push(rows.length);
          ends.push(() => (rows[0]!.uuid === 'fails' ? reject(new Error('disk full')) : resolve({added: rows.length, refused: []})));
        }),
    },
    onStored: () => undefined,
    onFailure: () => undefined,
    rowsAhead: 3,
  });
  let acknowledged = 0;
  const send = (count: number, uuid = 'fine') =>
    commits.write(Array.from({length: count}, () => row(uuid))).then(
      () => acknowledged++,
      ({status}: {status: number}) => status,
    );
  const turn = () => new Promise(resolve => setImmediate(resolve));
  void send(1);
  await turn();
  const failed = send(2, 'fails');
  await turn();
  assert.deepEqual(groups, [1], 'too few to be worth it');
  void send(1);
  await turn();
  assert.deepEqual(groups, [1, 3]);
  for (let i = 0; i < 5; i++) void send(3);
  await turn();
  assert.deepEqual([groups, acknowledged], [[1, 3], 0], 'the rest waits here, where it is one group');
  ends.shift()!();
  await turn();
  assert.deepEqual([groups, acknowledged], [[1, 3, 15], 1]);
  const drained = commits.drain();
  ends.shift()!();
  assert.equal(await failed, 503, 'a group that fails is told so');
  assert.equal(acknowledged, 1);
  ends.shift()!();
  await drained;
  assert.equal(acknowledged, 6, 'and the one behind it is stored');
});

test('finds the rows that the database does not take, and keeps their neighbours', async () => {
  const store = await openStore(':memory:');
  const bad = (uuid: string) => ({...row(uuid), event: null as unknown as string});
  const rows = [row('1'), bad('2'), row('3'), row('4'), row('5'), bad('6'), row('7')];
  assert.deepEqual(insertGroup(store.insert, rows), {added: 5, refused: [1, 5]});
  assert.deepEqual(
    store.after(0, 10).map(({uuid}) => uuid),
    ['1', '3', '4', '5', '7'],
  );
  const full = () => {
    throw Object.assign(new Error('database or disk is full'), {code: 'SQLITE_FULL', errcode: 13});
  };
  assert.throws(() => insertGroup(full, rows), {code: 'SQLITE_FULL'}, 'what is not the fault of a row is tried again as a whole');
  store.close();
});

test('writes in the main thread where the writer thread cannot start', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const store = await openStore(db);
  const told: string[] = [];
  const writer = createThreadWriter(join(db, 'nowhere'), createInlineWriter(store), reason => told.push(reason));
  assert.deepEqual(await Promise.all([writer.write([row('1')]), writer.write([row('2'), row('1')])]), [
    {added: 1, refused: []},
    {added: 1, refused: []},
  ]);
  assert.deepEqual(await writer.write([row('3')]), {added: 1, refused: []});
  await writer.close();
  assert.deepEqual([told.length, store.after(0, 10).map(({uuid}) => uuid)], [1, ['1', '2', '3']]);
  store.close();
});

test('counts where it writes, and tells when it cannot', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const store = await openStore(db);
  const told: string[] = [];
  const writer = createThreadWriter(db, createInlineWriter(store), reason => told.push(reason));
  const [, first, second] = await Promise.all([writer.write(['1', '2', '3'].map(row)), writer.fold(2), writer.fold(2)]);
  assert.deepEqual([first, second, await writer.fold(2)], [2, 1, 0]);
  const counted = store.database.prepare("SELECT events FROM events_daily WHERE event = ''").all() as {events: number}[];
  assert.deepEqual([counted.map(({events}) => Number(events)), told], [[3], []]);
  await writer.write([row('4')]);
  store.database.exec('BEGIN IMMEDIATE');
  await assert.rejects(writer.fold(2), /did not do it/);
  store.database.exec('ROLLBACK');
  assert.equal(await writer.fold(2), 1);
  await writer.close();
  store.close();
});

test('answers 503 with Retry-After while the database does not take events, and works again when it does', async t => {
  const {post, events, db, lines} = await startCollector(t);
  const other = await openDatabase(db);
  other.exec('BEGIN IMMEDIATE');
  const [first, second] = [anEvent(), anEvent()];
  for (const answer of await Promise.all([post('/e/', first), post('/e/', second)])) {
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5']);
    assert.match(await answer.text(), /please retry/);
  }
  other.exec('ROLLBACK');
  other.close();
  assert.equal((await post('/e/', first)).status, 200);
  assert.equal(events().length, 1);
  assert.ok(lines.some(line => line.includes('the database did not take')));
});

test('leaves nothing of a group that fails', async () => {
  const store = await openStore(':memory:');
  assert.throws(() => store.insert([row('1'), {...row('2'), event: null as unknown as string}]));
  assert.equal(store.lastId(), 0);
  assert.equal(store.insert([row('1'), row('1'), row('2')]), 2);
  store.close();
});

test('makes a database that only its owner can read, and opens it again', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const first = await openStore(db);
  first.insert([row('1')]);
  assert.equal(statSync(db).mode & 0o777, 0o600);
  assert.equal(statSync(`${db}-wal`).mode & 0o777, 0o600);
  first.close();
  const second = await openStore(db);
  assert.deepEqual(
    second.after(0, 10).map(({uuid}) => uuid),
    ['1'],
  );
  second.close();
});
