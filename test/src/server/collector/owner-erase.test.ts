import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import test from 'node:test';
import {openStore} from '../../../../src/server/collector/store.js';
import {createRollups} from '../../../../src/server/collector/rollups/fold.js';
import {createCounts} from '../../../../src/server/collector/rollups/counts.js';
import {anEvent, startCollector, temporaryDirectory} from './harness.js';
import {aRow, runCli, runHere} from './owner-harness.js';

const person = 'pseudonym-7f3a91c04d';
const anonymous = '01940000-aaaa-7000-8000-000000c0ffee';
const today = Math.floor(Date.now() / 86_400_000);
const days = {from: today - 1, to: today + 1};

/** Looks at every byte that lies in the directory, in another process: closing a database's file here would let go of its locks. */
const filesWith = (directory: string, text: string) =>
  spawnSync('grep', ['-rlF', '-e', text, directory], {encoding: 'utf8'}).stdout.split('\n').filter(Boolean);

test('an erased person is in no byte of the database, its log, or a later backup, and the counts are without them', async t => {
  const directory = temporaryDirectory(t);
  const db = join(directory, 'events.db');
  const store = await openStore(db);
  // Many rows in random order, so that pages are split and cells moved about.
  const rows = Array.from({length: 4_000}, (_, at) => {
    const own = at % 7 === 0;
    return aRow({
      uuid: `0194${String((at * 7919) % 10_000).padStart(4, '0')}-0000-7000-8000-${String(at).padStart(12, '0')}`,
      distinct_id: own ? (at % 2 ? person : anonymous) : `visitor-${(at * 31) % 500}`,
      anonymous_id: own ? anonymous : null,
      event: own && at % 3 === 0 ? 'only_theirs' : 'message_sent',
      properties: JSON.stringify({filler: 'x'.repeat(at % 300), ...(own && {answers: {to: person}})}),
    });
  });
  rows.push(
    aRow({distinct_id: 'somebody-else', path: `/people/${person}`, properties: JSON.stringify({to: person, text: `hello ${person}!`})}),
  );
  for (let at = 0; at < rows.length; at += 100) store.insert(rows.slice(at, at + 100));
  const rollups = createRollups(store.database);
  while (rollups.fold(1_000) > 0);
  const counts = createCounts(store.database);
  const before = counts.days(days)[0]!;
  assert.ok(filesWith(directory, person).length > 0, 'the id was there');
  const theirs = rows.filter(row => row.distinct_id === person || row.anonymous_id === anonymous).length;

  // The connection of a running collector stays open meanwhile.
  const {code, out} = await runCli('erase', person, '--db', db);
  const report = JSON.parse(out) as Record<string, unknown>;
  assert.equal(code, 0, out);
  assert.deepEqual([report['ids'], report['events']], [2, theirs]);
  assert.ok(!out.includes(person) && !out.includes(anonymous), 'the report names nobody');

  const after = counts.days(days)[0]!;
  assert.equal(after.events, before.events - theirs);
  assert.equal(after.visitors, before.visitors! - 2);
  assert.equal(
    counts.events(days, 10).find(({event}) => event === 'only_theirs'),
    undefined,
  );
  const mention = store.after(0, 10_000).find(row => row.distinct_id === 'somebody-else')!;
  assert.equal(mention.path, '/people/[erased]');
  assert.deepEqual(JSON.parse(mention.properties), {to: '[erased]', text: 'hello [erased]!'});
  assert.equal(counts.values('path', days, 10).find(({value}) => value === '/people/[erased]')?.events, 1);

  const backup = join(directory, 'backup.db');
  assert.equal((await runHere('backup', backup, '--db', db)).code, 0);
  for (const id of [person, anonymous]) assert.deepEqual(filesWith(directory, id), [], id);

  // A browser that was offline comes back with the same person.
  assert.equal(
    store.insert([aRow({distinct_id: person}), aRow({distinct_id: 'alive'}), aRow({distinct_id: 'x', anonymous_id: anonymous})]),
    1,
  );
  for (const id of [person, anonymous]) assert.deepEqual(filesWith(directory, id), [], id);
  assert.equal((await runHere('verify', '--db', db)).code, 0);
  store.close();
});

test('a running collector takes late replays of an erased person, and stores nothing of them', async t => {
  const {db, post, events} = await startCollector(t);
  await post('/e/', anEvent({distinct_id: person}));
  assert.equal((await runCli('erase', person, '--db', db)).code, 0);
  assert.deepEqual(events(), []);
  assert.equal((await post('/e/', anEvent({distinct_id: person}))).status, 200);
  assert.equal((await post('/e/', anEvent({distinct_id: 'somebody-else'}))).status, 200);
  assert.deepEqual(
    events().map(({distinct_id}) => distinct_id),
    ['somebody-else'],
  );
});

test('with --exact, the anonymous id that belonged to the person stays', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const store = await openStore(db);
  store.insert([aRow({distinct_id: anonymous}), aRow({distinct_id: person, anonymous_id: anonymous})]);
  store.close();
  const {out} = await runHere('erase', person, '--exact', '--db', db);
  assert.deepEqual([JSON.parse(out).ids, JSON.parse(out).events], [1, 1]);
  const again = await openStore(db);
  assert.deepEqual(
    again.after(0, 10).map(({distinct_id}) => distinct_id),
    [anonymous],
  );
  again.close();
});

test('a short id is not looked for inside other words', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const store = await openStore(db);
  store.insert([aRow({distinct_id: '42'}), aRow({distinct_id: 'other', path: '/42', properties: '{"a":"42","b":"1429","c":42}'})]);
  store.close();
  const {code, out} = await runHere('erase', '42', '--db', db);
  assert.deepEqual([code, JSON.parse(out).events], [0, 1]);
  const again = await openStore(db);
  const [row] = again.after(0, 10);
  assert.deepEqual(JSON.parse(row!.properties), {a: '[erased]', b: '1429', c: 42});
  assert.equal(row!.path, '/42');
  again.close();
});

test('an alias is the same person: its events go too, and late replays of either bring nobody back', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const store = await openStore(db);
  const [backend, older] = ['backend-user-20931', 'legacy-user-555'];
  const merge = (event: string, distinct_id: string, properties: object) =>
    aRow({event, distinct_id, properties: JSON.stringify(properties)});
  const rows = [
    aRow({distinct_id: person}),
    aRow({distinct_id: backend, anonymous_id: anonymous}),
    aRow({distinct_id: older}),
    aRow({distinct_id: 'before-identify-0001'}),
    merge('$create_alias', person, {alias: backend}),
    merge('$merge_dangerously', backend, {alias: older}),
    merge('$identify', older, {$anon_distinct_id: 'before-identify-0001', anonymous_id: anonymous}),
    merge('$create_alias', 'somebody-else', {alias: '[email]'}),
    merge('message_sent', 'somebody-else', {alias: 'no-merge'}),
  ];
  store.insert(rows);
  store.close();
  // Asked for by any of its ids.
  const {code, out} = await runHere('erase', older, '--db', db);
  assert.deepEqual([code, JSON.parse(out).ids, JSON.parse(out).events], [0, 5, 7]);
  const again = await openStore(db);
  t.after(() => again.close());
  assert.deepEqual([...new Set(again.after(0, 100).map(({distinct_id}) => distinct_id))], ['somebody-else']);
  const late = [
    merge('$create_alias', 'brand-new-1', {alias: backend}),
    merge('$merge_dangerously', 'brand-new-1', {alias: person}),
    merge('$identify', 'brand-new-1', {$anon_distinct_id: 'before-identify-0001'}),
    merge('message_sent', 'brand-new-1', {}),
  ];
  assert.equal(again.insert(late), 1);
});

test('an id that is also a word is erased where it is an id, and no property of others loses its name', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const store = await openStore(db);
  const properties = {anonymous: true, anonymous_mode: 'on', to: ['anonymous', {anonymous: 'anonymous'}], text: 'from an anonymous coward'};
  store.insert([
    aRow({distinct_id: 'anonymous'}),
    aRow({distinct_id: 'other', path: '/anonymous-help', properties: JSON.stringify(properties)}),
  ]);
  store.close();
  const {code, out} = await runHere('erase', 'anonymous', '--db', db);
  assert.deepEqual([code, JSON.parse(out).events, JSON.parse(out).mentions], [0, 1, 1]);
  const again = await openStore(db);
  t.after(() => again.close());
  const [row] = again.after(0, 10);
  assert.deepEqual(JSON.parse(row!.properties), {...properties, to: ['[erased]', {anonymous: '[erased]'}]});
  assert.equal(row!.path, '/anonymous-help');
});

test('an id that the guard masked belongs to nobody, so that an erasure takes nobody else along', async t => {
  const {db, post, events} = await startCollector(t);
  for (const distinct_id of ['visitor-0001', 'visitor-0002'])
    await post(
      '/e/',
      anEvent({
        distinct_id,
        properties: {anonymous_id: `${distinct_id.replace('-', '')}@mail.example`, session_id: 'of jane@mail.example'},
      }),
    );
  assert.deepEqual(
    events().map(({anonymous_id, session_id, properties}) => [anonymous_id, session_id, properties['anonymous_id']]),
    Array(2).fill([null, null, '[email]']),
  );
  assert.equal(JSON.parse((await runCli('erase', 'visitor-0001', '--db', db)).out).ids, 1);
  assert.deepEqual(
    events().map(({distinct_id}) => distinct_id),
    ['visitor-0002'],
  );
});
