import {csvLine} from '../owner/csv.js';
import {Refusal} from '../refusal.js';
import {json, type Answer, type Call, type Route} from '../route.js';
import {createCounts, type CountRow} from '../rollups/counts.js';
import {createRollups} from '../rollups/fold.js';
import {facets, type Facet} from '../rollups/schema-rollups.js';
import type {Store} from '../store.js';
import {dayText, daysOf, limitOf, textOf, wordOf} from './query.js';

/** As many events are counted while a reader waits; more of them means that a database is being counted for the first time. */
const mostBehind = 20_000;
const stepLength = 1_000;

/** Counts what was stored until it is called, in the last second mostly, so that every answer is exact; rejects with a 503 `Refusal`. */
export type CatchUp = () => Promise<void>;

/** @param fold Adds at most so many events to the counts, where the writer is; resolves with how many there were. */
export const createCatchUp = (store: Store, fold: (limit: number) => Promise<number>): CatchUp => {
  const rollups = createRollups(store.database);
  const notYet = () => new Refusal(503, 'the events are still being counted, please retry', 5);
  return async () => {
    const behind = rollups.behind();
    if (behind > mostBehind) throw notYet();
    for (let left = behind; left > 0; left -= stepLength) {
      const folded = await fold(stepLength).catch(() => {
        throw notYet();
      });
      if (folded < stepLength) return;
    }
  };
};

const columns = ['day', 'event', 'value', 'events', 'visitors'] as const;

/** A table as JSON or CSV. */
const table = (query: URLSearchParams, days: {from: number; to: number}, rows: readonly CountRow[], more: object = {}): Answer => {
  const named = rows.map(row => (row.day === undefined ? row : {...row, day: dayText(row.day)}));
  if (wordOf(query, 'format', ['json', 'csv']) === 'json')
    return json({from: dayText(days.from), to: dayText(days.to), ...more, rows: named});
  const used = columns.filter(column => named.some(row => row[column] !== undefined));
  const body = csvLine(used) + named.map(row => csvLine(used.map(column => row[column]))).join('');
  return {status: 200, headers: {'Content-Type': 'text/csv; charset=utf-8; header=present'}, body};
};

/** `GET /api/counts`: events and visitors per day, event, or value. `GET /api/visitors`: different visitors of a range. `GET /api/masked`. */
export const createCountRoutes = (store: Store, catchUp: CatchUp): readonly Pick<Route, 'path' | 'handle'>[] => {
  const counts = createCounts(store.database);
  const filterOf = async ({query, now}: Call) => {
    const filter = {...daysOf(query, now), project: textOf(query, 'project'), event: textOf(query, 'event')};
    await catchUp();
    return filter;
  };

  const count = async (call: Call) => {
    const {query} = call;
    const by = wordOf(query, 'by', ['day', 'event', 'day,event', ...facets, ...facets.map(facet => `day,${facet}` as const)]);
    const filter = await filterOf(call);
    const limit = limitOf(query, 1_000, 10_000);
    if (by === 'day') return table(query, filter, counts.days(filter), {by});
    if (by === 'event') return table(query, filter, counts.events(filter, limit), {by});
    if (by === 'day,event') return table(query, filter, counts.daysAndEvents(filter), {by});
    const facet = by.replace('day,', '') as Facet;
    return table(query, filter, by === facet ? counts.values(facet, filter, limit) : counts.daysAndValues(facet, filter, limit), {by});
  };

  const visitors = async (call: Call) => {
    const filter = await filterOf(call);
    return json({from: dayText(filter.from), to: dayText(filter.to), visitors: counts.visitors(filter), projects: counts.projects(filter)});
  };

  const masked = async (call: Call) => {
    const filter = await filterOf(call);
    return table(call.query, filter, counts.daysAndValues('masked', filter, limitOf(call.query, 1_000, 10_000)));
  };

  return [
    {path: '/api/counts', handle: count},
    {path: '/api/visitors', handle: visitors},
    {path: '/api/masked', handle: masked},
  ];
};
