import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'node:test';
import {readCliOptions} from '../../../../src/server/collector/cli-options.js';
import {createCollector} from '../../../../src/server/collector/index.js';
import {openDatabase, type DriverName} from '../../../../src/server/collector/database.js';
import {promote} from '../../../../src/server/collector/promote.js';
import {openStore} from '../../../../src/server/collector/store.js';
import {temporaryDirectory} from './harness.js';
import {aRow, startCommand} from './owner-harness.js';

test('reads the command line, and stays on this machine by default', () => {
  assert.deepEqual(readCliOptions([], {}), {port: 8010, host: '127.0.0.1', db: 'events.db', trustProxy: false, keepBots: false});
  const args = [
    '--port',
    '0',
    '--db',
    'x.db',
    '--allow-origin',
    'https://a.example',
    '--allow-origin',
    'null',
    '--project',
    'phc_demo',
    '--trust-proxy',
    '--keep-bots',
    '--require-consent',
    '--flags',
    'flags.json',
    '--events-per-second',
    '0',
  ];
  assert.deepEqual(readCliOptions(args, {ASKFIRST_READ_TOKEN: 'secret'}), {
    port: 0,
    host: '127.0.0.1',
    db: 'x.db',
    trustProxy: true,
    keepBots: true,
    requireConsent: true,
    flags: 'flags.json',
    rates: {eventsPerSecond: 0},
    allowOrigins: ['https://a.example', 'null'],
    projects: ['phc_demo'],
    readToken: 'secret',
  });
  assert.equal(readCliOptions(['--help'], {}), undefined);
});

for (const args of [
  ['--port', 'x'],
  ['--port', '65536'],
  ['--port', '-1'],
  ['--allow-origin', 'https://a.example/'],
  ['--allow-origin', '*'],
  ['--events-per-second', '-1'],
  ['--requests-per-second', 'many'],
  ['--what'],
  ['stray'],
]) {
  test(`refuses ${args.join(' ')}`, () => assert.throws(() => readCliOptions(args, {}), {name: 'SetupError'}));
}

test('says what is wrong when it cannot start', async t => {
  const directory = temporaryDirectory(t);
  const taken = createCollector({db: ':memory:', port: 0, writeLog: () => undefined});
  t.after(() => taken.stop());
  assert.throws(() => taken.store, {code: 'collector-not-started'});
  const {url} = await taken.start();
  assert.equal(taken.store.lastId(), 0);
  await assert.rejects(taken.start(), {code: 'collector-started'});
  const start = (db: string, port = 0) => createCollector({db, port, writeLog: () => undefined}).start();
  await assert.rejects(start(':memory:', Number(new URL(url).port)), {code: 'address'});
  await assert.rejects(start(join(directory, 'nowhere', 'events.db')), {code: 'database-file'});
  mkdirSync(join(directory, 'folder'));
  await assert.rejects(start(join(directory, 'folder')), {code: 'database-file'});
  writeFileSync(join(directory, 'text'), 'this is not a database, however long it may be '.repeat(100));
  await assert.rejects(start(join(directory, 'text')), {code: 'database-file'});
  const later = await openDatabase(join(directory, 'later.db'));
  later.exec('PRAGMA user_version = 99');
  later.close();
  await assert.rejects(start(join(directory, 'later.db')), {code: 'database-version'});
});

test('uses the first driver that this machine has, and says so when there is none', async () => {
  await assert.rejects(openStore(':memory:', []), {code: 'database-driver'});
});

for (const driver of ['node:sqlite', 'libsql'] satisfies DriverName[]) {
  test(`stores and reads through ${driver}`, async t => {
    const db = join(temporaryDirectory(t), 'events.db');
    let store;
    try {
      store = await openStore(db, [driver]);
    } catch (error) {
      assert.equal((error as {code?: string}).code, 'database-driver');
      t.skip(`${driver} is not on this machine`);
      return;
    }
    const row = {
      project: 'p',
      uuid: 'u',
      source: 'posthog',
      event: 'grüße \ud800 👋',
      time: Date.now(),
      received_at: Date.now(),
      distinct_id: 'v',
      properties: '{"a":1}',
      ...promote({}),
    } as const;
    assert.equal(store.insert([row]), 1);
    assert.equal(store.insert([row]), 0);
    const [event] = store.after(0, 10);
    assert.deepEqual([event?.id, event?.event, event?.time, event?.browser], [1, 'grüße \ufffd 👋', row.time, null]);
    store.close();
  });
}

test('goes on when whoever read its log has gone away, and an export ends without a word', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const server = startCommand('--port', '0', '--db', db);
  t.after(() => server.kill());
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = /http:\S+/.exec(line.toString())![0];
  server.stdout.destroy();
  server.stderr.destroy();
  for (let asked = 0; asked < 3; asked++) assert.equal((await fetch(`${url}/nowhere`)).status, 404);
  assert.equal(server.exitCode, null);

  const store = await openStore(db);
  store.insert(Array.from({length: 2_000}, () => aRow({properties: JSON.stringify({pad: 'x'.repeat(500)})})));
  store.close();
  const reader = startCommand('export', '--db', db);
  let said = '';
  reader.stderr.on('data', (text: Buffer) => (said += text.toString()));
  await once(reader.stdout, 'data');
  reader.stdout.destroy();
  const [code] = (await once(reader, 'exit')) as [number];
  assert.deepEqual([code, said], [1, '']);
});
