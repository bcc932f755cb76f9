import assert from 'node:assert/strict';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {createCounts} from '../../../../src/server/collector/rollups/counts.js';
import {createRollups} from '../../../../src/server/collector/rollups/fold.js';
import {csvLine} from '../../../../src/server/collector/owner/csv.js';
import {createOwner} from '../../../../src/server/collector/owner/owner.js';
import {defaultRetention, readRetention} from '../../../../src/server/collector/owner/retain.js';
import {openStore} from '../../../../src/server/collector/store.js';
import {temporaryDirectory} from './harness.js';
import {aRow, runCli, runHere} from './owner-harness.js';

const dayMs = 86_400_000;
const now = Date.parse('2026-11-22T12:00:00Z');
const day = (before: number) => now - before * dayMs;

const open = async (t: TestContext) => {
  const directory = temporaryDirectory(t);
  const db = join(directory, 'events.db');
  const store = await openStore(db);
  t.after(() => store.close());
  const owner = createOwner({database: store.database, retention: defaultRetention, now: () => now});
  return {directory, db, store, owner};
};

for (const [cell, safe] of [
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  [' =1', "' =1"],
  ['＝1', "'＝1"],
  ['a,b', '"a,b"'],
  ['=a"b', '"\'=a""b"'],
  ['plain', 'plain'],
  ['a=b', 'a=b'],
] as const)
  test(`a cell ${JSON.stringify(cell)} is written as ${JSON.stringify(safe)}`, () =>
    assert.equal(csvLine([cell, -5, null]), `${safe},-5,\r\n`));

test('exports a person, or a range of days, as JSON lines and as CSV', async t => {
  const {db, store} = await open(t);
  store.insert([
    aRow({distinct_id: 'p1-pseudonym', event: '=cmd|calc', time: day(3), properties: '{"note":"a,\\"b\\"\\nc"}'}),
    aRow({distinct_id: 'p2-pseudonym', time: day(2)}),
    aRow({distinct_id: 'p3-pseudonym', anonymous_id: 'p1-pseudonym', time: day(1)}),
  ]);
  const json = await runHere('export', '--person', 'p1-pseudonym', '--db', db);
  const lines = json.out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    lines.map(line => line['distinct_id']),
    ['p1-pseudonym', 'p3-pseudonym'],
  );
  assert.deepEqual(lines[0]!['properties'], {note: 'a,"b"\nc'});
  const range = ['--from', '2026-11-19', '--to', '2026-11-20'];
  const csv = await runHere('export', '--format', 'csv', ...range, '--db', db);
  assert.equal(csv.code, 0);
  assert.match(csv.out, /^id,project,uuid,source,event,time,/);
  assert.ok(csv.out.includes(",'=cmd|calc,2026-11-19T12:00:00.000Z,"), csv.out);
  assert.ok(csv.out.includes('"{""note"":""a,\\""b\\""\\nc""}"'), csv.out);
  assert.ok(csv.out.includes('p2-pseudonym') && !csv.out.includes('p3-pseudonym'));
});

test('exports the whole person that an erasure would take, or with --exact the very id only', async t => {
  const {db, store} = await open(t);
  store.insert([
    aRow({distinct_id: 'p1-pseudonym', anonymous_id: 'before-login-1'}),
    aRow({distinct_id: 'before-login-1'}),
    aRow({project: 'phc_other', distinct_id: 'p1-pseudonym', event: '$create_alias', properties: '{"alias":4711}'}),
    aRow({project: 'phc_other', distinct_id: '4711'}),
    aRow({distinct_id: 'p2-pseudonym'}),
  ]);
  const export_ = async (...args: string[]) =>
    (await runHere('export', '--person', 'p1-pseudonym', ...args, '--db', db)).out
      .trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as {distinct_id: string}).distinct_id);
  assert.deepEqual(await export_(), ['p1-pseudonym', 'before-login-1', 'p1-pseudonym', '4711']);
  assert.deepEqual(await export_('--exact'), ['p1-pseudonym', 'p1-pseudonym']);
  assert.deepEqual(await export_('--project', 'phc_other'), ['p1-pseudonym', '4711']);
});

test('keeps each kind of data as long as it may be kept, and the counts longer than the events', async t => {
  const {store, owner} = await open(t);
  const ages = [0, 759, 761, 800, 1_830];
  store.insert(ages.map(age => aRow({time: day(age), distinct_id: `visitor-${age}`})));
  assert.equal((await owner.retain()).events, 3);
  assert.deepEqual(
    store.after(0, 10).map(({distinct_id}) => distinct_id),
    ['visitor-0', 'visitor-759'],
  );
  const counts = createCounts(store.database).days({from: 0, to: 40_000});
  assert.deepEqual(
    counts.map(({day: counted, events, visitors}) => [Math.round(now / dayMs - counted! - 0.5), events, visitors]),
    [
      [800, 1, 1],
      [761, 1, 1],
      [759, 1, 1],
      [0, 1, 1],
    ],
    'the counts of 1,830 days ago are gone',
  );
  const ids = store.database.prepare('SELECT DISTINCT distinct_id AS id FROM visitors_daily ORDER BY 1').all() as {id: string}[];
  assert.deepEqual(
    ids.map(({id}) => id),
    ['visitor-0', 'visitor-759'],
  );
  assert.deepEqual(readRetention(['events=30']), {...defaultRetention, events: 30});
  for (const wrong of ['events=0', 'events', 'salts=1', 'events=-1', '__proto__=1'])
    assert.throws(() => readRetention([wrong]), {code: 'keep'});
});

test('a backup of a database in use opens, passes verification, and has no salts', async t => {
  const {directory, db, store} = await open(t);
  store.insert([aRow({distinct_id: 'kept-pseudonym'})]);
  const salt = '5a17'.repeat(16);
  store.database.exec(`CREATE TABLE visitor_salts (day INTEGER, salt TEXT); INSERT INTO visitor_salts VALUES (1, '${salt}')`);
  const file = join(directory, 'copy.db');
  const {code, out} = await runHere('backup', file, '--db', db);
  assert.equal(code, 0);
  assert.equal(JSON.parse(out).bytes, statSync(file).size);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.ok(!readFileSync(file).includes(salt));
  assert.ok(readFileSync(file).includes('kept-pseudonym'));
  assert.equal((await runHere('verify', '--db', file)).code, 0);
  const again = await runHere('backup', file, '--db', db);
  assert.deepEqual([again.code, /overwrites nothing/.test(again.err)], [1, true]);
});

test('verification finds a damaged file, counts that are not true, and an erased person who is back', async t => {
  const {db, store, owner} = await open(t);
  store.insert(Array.from({length: 400}, (_, at) => aRow({time: day(at % 5), distinct_id: `person-${at % 9}`})));
  createRollups(store.database).fold(1_000);
  assert.deepEqual(await owner.verify(), {ok: true, events: 400, receipts: 0, problems: []});
  store.database.exec(`UPDATE events_daily SET events = events + 1 WHERE event = '' AND day = ${Math.floor(now / dayMs)}`);
  assert.match((await owner.verify()).problems[0]!, /^the counts of 1 days/);
  store.database.exec(`UPDATE events_daily SET events = events - 1 WHERE event = '' AND day = ${Math.floor(now / dayMs)}`);

  const [row] = store.after(0, 1);
  owner.erase('person-1');
  const columns = Object.keys(row!).filter(name => name !== 'id');
  const values = columns.map(name => (name === 'distinct_id' ? 'person-1' : row![name as keyof typeof row]));
  store.database
    .prepare(`INSERT INTO events (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`)
    .run(...columns.map((name, at) => (name === 'uuid' ? 'f'.repeat(36) : values[at]!)));
  assert.match((await owner.verify()).problems.join(), /1 events are of persons who were erased/);
  owner.erase('person-1');
  assert.equal((await owner.verify()).ok, true);

  store.database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  const bytes = readFileSync(db);
  const damaged = `${db}.damaged`;
  bytes.fill(0xff, 4096 * 6, 4096 * 6 + 2_000);
  writeFileSync(damaged, bytes);
  const {code, out, err} = await runCli('verify', '--db', damaged);
  assert.equal(code, 1, out + err);
  assert.match(out + err, /damaged|cannot be used/);
});

test('a command says what is wrong and changes nothing', async t => {
  const {directory} = await open(t);
  for (const [args, words] of [
    [['erase'], /takes one argument/],
    [['verify', '--db', join(directory, 'none.db')], /no such database file/],
    [['export', '--format', 'xml'], /--format is/],
    [['export', '--from', '2026-13-01'], /not a day/],
    [['retain', '--keep', 'events=x'], /KIND=DAYS/],
  ] as const) {
    const [name, ...rest] = args;
    const {code, err} = await runHere(name, ...rest);
    assert.deepEqual([code, words.test(err)], [1, true], `${args.join(' ')}: ${err}`);
  }
});

test('commands wait for a collector that is writing, from their first step on', async t => {
  const {db, store} = await open(t);
  store.insert([aRow({distinct_id: 'p1-pseudonym'})]);
  store.database.exec('BEGIN IMMEDIATE');
  const running = runCli('erase', 'p1-pseudonym', '--db', db);
  // Longer than a server waits.
  await new Promise(resolve => setTimeout(resolve, 3_000));
  store.database.exec('COMMIT');
  const {code, out, err} = await running;
  assert.deepEqual([code, err, JSON.parse(out).events], [0, '', 1]);
});
