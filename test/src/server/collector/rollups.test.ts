import assert from 'node:assert/strict';
import test from 'node:test';
import {createCounts, type CountFilter} from '../../../../src/server/collector/rollups/counts.js';
import {createRollups} from '../../../../src/server/collector/rollups/fold.js';
import {openStore, type Store} from '../../../../src/server/collector/store.js';
import {generateEvents} from '../../../../bench/collector/generate.js';

const end = Date.parse('2026-11-22T12:00:00Z');
const today = Math.floor(end / 86_400_000);
const filters: CountFilter[] = [
  {from: today - 29, to: today},
  {from: today - 3, to: today - 1, project: 'phc_demo'},
  {from: today - 9, to: today, event: 'page_view'},
  {from: today - 9, to: today, event: 'search', project: 'shop.example'},
];

/** The same questions, asked of the events themselves. */
const walk = (store: Store, {from, to, project, event}: CountFilter) => {
  const rows = store.after(0, 100_000).filter(row => {
    const day = Math.floor(row.time / 86_400_000);
    return day >= from && day <= to && (project === undefined || row.project === project) && (event === undefined || row.event === event);
  });
  const group = (key: (row: (typeof rows)[number]) => string | null) => {
    const groups = new Map<string, {events: number; visitors: Set<string>}>();
    for (const row of rows) {
      const name = key(row);
      if (name === null) continue;
      const known = groups.get(name) ?? {events: 0, visitors: new Set<string>()};
      groups.set(name, known);
      known.events++;
      known.visitors.add(`${row.project} ${row.distinct_id}`);
    }
    return Object.fromEntries([...groups].map(([name, one]) => [name, [one.events, one.visitors.size]]).sort());
  };
  const day = (time: number) => String(Math.floor(time / 86_400_000));
  return {
    days: group(row => day(row.time)),
    daysAndEvents: group(row => `${day(row.time)} ${row.event}`),
    paths: group(row => row.path),
    masked: group(row => (row.properties.includes('[email]') ? 'email' : null)),
    visitors: new Set(rows.map(row => `${row.project} ${row.distinct_id}`)).size,
  };
};

const check = (store: Store, when: string) => {
  const rollups = createRollups(store.database);
  while (rollups.fold(700) > 0);
  assert.equal(rollups.behind(), 0);
  const counts = createCounts(store.database);
  for (const filter of filters) {
    const real = walk(store, filter);
    const pairs = (rows: readonly {events: number; visitors?: number}[], name: (row: never) => string) =>
      Object.fromEntries(rows.map(row => [name(row as never), [row.events, row.visitors]] as const).sort());
    const events = (table: Readonly<Record<string, readonly (number | undefined)[]>>) =>
      Object.fromEntries(Object.entries(table).map(([name, [n]]) => [name, n]));
    const message = `${when}: ${JSON.stringify(filter)}`;
    assert.deepEqual(
      pairs(counts.days(filter), ({day}: {day: number}) => String(day)),
      real.days,
      message,
    );
    assert.deepEqual(
      pairs(counts.daysAndEvents(filter), ({day, event}: {day: number; event: string}) => `${day} ${event}`),
      real.daysAndEvents,
      message,
    );
    assert.deepEqual(
      events(pairs(counts.values('path', filter, 10_000), ({value}: {value: string}) => value)),
      events(real.paths),
      message,
    );
    assert.deepEqual(events(pairs(counts.values('masked', filter, 10), ({value}: {value: string}) => value)), events(real.masked), message);
    assert.equal(counts.visitors(filter), real.visitors, message);
  }
};

test('the counts are those of the events: late ones, repeated ones, deleted ones', async () => {
  const store = await openStore(':memory:');
  const rows = [...generateEvents(6_000, 12, end)];
  store.insert(rows.slice(0, 4_000));
  check(store, 'at first');
  store.insert(rows.slice(3_000, 5_000));
  createRollups(store.database).fold(400);
  store.insert(rows.slice(5_000));
  store.database.exec('DELETE FROM events WHERE id % 11 = 0');
  check(store, 'after more came, and some went before they were counted and some after');
  store.database.exec('DELETE FROM events WHERE distinct_id IN (SELECT distinct_id FROM events WHERE id % 50 = 0)');
  store.database.exec("UPDATE events SET path = '/moved' WHERE id % 5 = 0");
  check(store, 'after persons went and pages moved');
  store.database.exec('DELETE FROM events');
  check(store, 'empty');
  for (const table of ['events_daily', 'visitors_daily', 'facets_daily'])
    // Rows have another prototype with each driver.
    assert.equal(Number((store.database.prepare(`SELECT count(*) AS n FROM ${table}`).all()[0] as {n: number}).n), 0, table);
  store.close();
});
