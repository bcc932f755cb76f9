import assert from 'node:assert/strict';
import {existsSync, readdirSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import test from 'node:test';
import {openStore} from '../../../../src/server/collector/store.js';
import {until} from '../../../helpers/until.js';
import {anEvent, startCollector, temporaryDirectory} from './harness.js';
import {aRow} from './owner-harness.js';

const dayMs = 86_400_000;
const today = new Date().toISOString().slice(0, 10);

type Answer = Record<string, unknown> & {rows: Record<string, unknown>[]; events: Record<string, unknown>[]};
const ask = async (url: string) => (await (await fetch(url)).json()) as Answer;

test('finds events by filters, newest or oldest first, a page at a time', async t => {
  const {url, collector} = await startCollector(t);
  const old = Date.now() - 3 * dayMs;
  collector.store.insert([
    aRow({event: 'a', distinct_id: 'p1'}),
    aRow({event: 'b', distinct_id: 'p2', anonymous_id: 'p1', time: old}),
    aRow({event: 'a', distinct_id: 'p3', session_id: 's1', path: '/x', project: 'other', source: 'matomo'}),
    aRow({event: 'c', distinct_id: 'p1'}),
  ]);
  const ids = async (query: string) => (await ask(`${url}/api/events?${query}`)).events.map(event => event['id']);
  assert.deepEqual(await ids('order=newest&limit=2'), [4, 3]);
  assert.deepEqual(await ids('before=3'), [2, 1]);
  assert.deepEqual(await ids('event=a'), [1, 3]);
  assert.deepEqual(await ids('person=p1'), [1, 2, 4]);
  assert.deepEqual(await ids('session=s1&path=%2Fx&project=other&source=matomo'), [3]);
  assert.deepEqual(await ids(`from=${today}`), [1, 3, 4]);
  assert.deepEqual(await ids(`to=${new Date(old).toISOString().slice(0, 10)}`), [2]);
  assert.deepEqual(await ids(`from=${new Date(old - 1).toISOString()}&to=${new Date(old + 1).toISOString()}`), [2]);
  for (const wrong of ['order=up', 'from=yesterday', 'to=2026-02-30', 'format=xml', 'before=-1'])
    assert.equal((await fetch(`${url}/api/events?${wrong}`)).status, 400, wrong);
});

test('gives events out as CSV that no spreadsheet runs, and all of them as a file', async t => {
  const {url, collector} = await startCollector(t);
  collector.store.insert([aRow({event: '=HYPERLINK("http://evil")'}), ...Array.from({length: 1_200}, () => aRow())]);
  const page = await fetch(`${url}/api/events?format=csv&limit=2`);
  assert.match(page.headers.get('content-type')!, /^text\/csv/);
  assert.deepEqual([page.headers.get('x-next'), page.headers.get('x-more')], ['2', 'true']);
  assert.ok((await page.text()).includes(`,"'=HYPERLINK(""http://evil"")",`));
  const file = await fetch(`${url}/api/export?format=csv`);
  assert.match(file.headers.get('content-disposition')!, /^attachment/);
  assert.equal((await file.text()).trimEnd().split('\r\n').length, 1_202);
  const lines = (await (await fetch(`${url}/api/export?event=message_sent`)).text()).trimEnd().split('\n');
  assert.equal(lines.length, 1_200);
  assert.equal(JSON.parse(lines[0]!).event, 'message_sent');
});

test('counts at once what has just been stored, by day, event and value', async t => {
  const {url, post} = await startCollector(t);
  for (const [event, path] of [
    ['a', '/x'],
    ['a', '/y'],
    ['b', '/x'],
  ] as const)
    await post(
      '/e/',
      anEvent({event, distinct_id: `v-${event}`, properties: {page_path: path, note: event === 'b' ? 'of me@example.org' : 'none'}}),
    );
  await post('/e/', anEvent({event: 'a', timestamp: new Date(Date.now() - 40 * dayMs).toISOString()}));
  assert.deepEqual((await ask(`${url}/api/counts`)).rows, [{day: today, events: 3, visitors: 2}]);
  assert.deepEqual((await ask(`${url}/api/counts?by=day,event`)).rows, [
    {day: today, event: 'a', events: 2, visitors: 1},
    {day: today, event: 'b', events: 1, visitors: 1},
  ]);
  assert.deepEqual((await ask(`${url}/api/counts?by=path&event=a`)).rows, [
    {value: '/x', events: 1},
    {value: '/y', events: 1},
  ]);
  assert.equal((await ask(`${url}/api/visitors`))['visitors'], 2);
  assert.deepEqual((await ask(`${url}/api/masked`)).rows, [{day: today, value: 'email', events: 1}]);
  const csv = await (await fetch(`${url}/api/counts?by=event&format=csv`)).text();
  assert.equal(csv, 'event,events\r\na,2\r\nb,1\r\n');
  const {events} = await ask(`${url}/api/events?event=b`);
  assert.deepEqual(events[0]!['masked'], [{where: 'properties.note', kind: 'email'}]);
  for (const wrong of ['by=properties', 'from=2026-11-22&to=2026-11-21', 'from=1970-01-01', 'limit=x'])
    assert.equal((await fetch(`${url}/api/counts?${wrong}`)).status, 400, wrong);
});

test('what was refused is remembered per day and reason, across a restart', async t => {
  const {url, post, db, collector} = await startCollector(t);
  for (let i = 0; i < 3; i++) await post('/e/', '{');
  const rejected = await ask(`${url}/api/rejected`);
  const row = {day: today, route: '/e', status: 400, reason: 'failed to decode request: invalid JSON', requests: 3, events: 0};
  assert.deepEqual(rejected['days'], [row]);
  await post('/e/', '{');
  await collector.stop();
  const again = await startCollector(t, {db});
  assert.deepEqual((await ask(`${again.url}/api/rejected`))['days'], [{...row, requests: 4}]);
});

test('the admin API asks for its own token, and does what the commands do', async t => {
  const {url, post, db, collector, events} = await startCollector(t, {adminToken: 'admin-secret', readToken: 'read-secret'});
  await post('/e/', anEvent({distinct_id: 'erase-this-one'}));
  await post('/e/', anEvent({distinct_id: 'keep-this-one'}));
  const admin = (name: string, body?: unknown, token = 'admin-secret') =>
    fetch(`${url}/api/admin/${name}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'},
      ...(body !== undefined && {body: JSON.stringify(body)}),
    });
  for (const token of ['', 'read-secret', 'admin-secre', 'admin-secrets'])
    assert.equal((await admin('erase', {id: 'erase-this-one'}, token)).status, 401, token);
  assert.equal((await admin('erase', {id: 'erase-this-one'})).status, 200);
  assert.deepEqual(
    events().map(({distinct_id}) => distinct_id),
    ['keep-this-one'],
  );
  assert.equal((await admin('erase')).status, 405, 'nothing changes through GET');
  for (const body of [{}, {id: ''}, {id: 7}, [], {id: 'x', exact: 'yes'}]) assert.equal((await admin('erase', body)).status, 400);
  assert.equal((await (await admin('verify')).json()).ok, true);
  assert.equal((await (await admin('retain', {})).json()).events, 0);
  assert.equal((await (await admin('forward')).json()).state, 'off');
  assert.equal((await admin('forward', {action: 'start'})).status, 409);

  const copy = `${db}.copy`;
  writeFileSync(copy, Buffer.from(await (await admin('backup', {})).arrayBuffer()));
  const opened = await openStore(copy);
  assert.equal(opened.after(0, 10).length, 1);
  opened.close();
  await until('the temporary copy is gone', () => readdirSync(dirname(db)).every(name => !name.startsWith('.askfirst')));

  const closed = await startCollector(t);
  assert.equal((await fetch(`${closed.url}/api/admin/verify`)).status, 403);
  await collector.stop();
});

test('a collector that was told where to forwards what comes, and can be told to pause', async t => {
  const target = await startCollector(t);
  const source = await startCollector(t, {adminToken: 'admin-secret', forwardTo: {host: target.url, key: 'phc_there'}});
  await source.post('/e/', anEvent({event: 'first'}));
  await until('the event has been forwarded', () => target.events().length === 1, 30_000);
  assert.deepEqual([target.events()[0]!.event, target.events()[0]!.project], ['first', 'phc_there']);
  const forward = async (action: string) =>
    (await (
      await fetch(`${source.url}/api/admin/forward`, {
        method: 'POST',
        headers: {Authorization: 'Bearer admin-secret', 'Content-Type': 'application/json'},
        body: JSON.stringify({action}),
      })
    ).json()) as Record<string, unknown>;
  assert.equal((await forward('stop'))['state'], 'stopped');
  await source.post('/e/', anEvent({event: 'second'}));
  assert.equal(target.events().length, 1);
  await forward('start');
  await until('the second has been forwarded', () => target.events().length === 2, 30_000);
});

test('a copy that was left by a collector that was killed does not stay', async t => {
  const db = join(temporaryDirectory(t), 'events.db');
  const [left, beingSent, own] = ['.askfirst-backup-1.db', '.askfirst-backup-2.db.partial', 'backup.db'].map(name =>
    join(dirname(db), name),
  );
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
  for (const [file, hours] of [
    [left!, 2],
    [beingSent!, 0],
    [own!, 48],
  ] as const) {
    writeFileSync(file, 'copy');
    utimesSync(file, hoursAgo(hours), hoursAgo(hours));
  }
  await startCollector(t, {db});
  assert.deepEqual(
    [left!, beingSent!, own!].map(file => existsSync(file)),
    [false, true, true],
  );
});

test('a long export leaves nothing behind, however slowly it is read', async t => {
  const {url, collector} = await startCollector(t);
  const pad = 'x'.repeat(2_000);
  const pages = 14;
  for (let at = 0; at < pages; at++) collector.store.insert(Array.from({length: 500}, () => aRow({properties: JSON.stringify({pad})})));
  const warnings: string[] = [];
  const hear = ({name}: Error) => void warnings.push(name);
  process.on('warning', hear);
  t.after(() => process.off('warning', hear));
  const {body} = await fetch(`${url}/api/export`);
  let bytes = 0;
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    await new Promise(resolve => setImmediate(resolve));
  }
  assert.ok(bytes > pages * 500 * pad.length);
  await new Promise(resolve => setImmediate(resolve));
  assert.deepEqual(warnings, []);
});
