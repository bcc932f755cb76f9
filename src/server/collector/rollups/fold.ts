import type {Database} from '../database.js';
import {inTransaction} from './in-transaction.js';
import {dayMs, facets, maskedKinds, type Facet} from './schema-rollups.js';

export interface Rollups {
  /** Adds at most `limit` events to the counts, in one transaction; returns how many there were. */
  fold(limit: number): number;
  /** How many events are not in the counts yet, as far as ids tell. */
  behind(): number;
}

const range = 'id > ? AND id <= ?';
const day = `time / ${dayMs}`;
const add = 'DO UPDATE SET events = events + excluded.events';

const countEvents = (event: string) => `
INSERT INTO events_daily (day, event, project, events, visitors)
SELECT ${day}, ${event}, project, count(*), 0 FROM events WHERE ${range} GROUP BY 1, 2, 3
ON CONFLICT (day, event, project) ${add}`;

const countVisitors = (event: string) => `
INSERT INTO visitors_daily (event, day, project, distinct_id, events)
SELECT ${event}, ${day}, project, distinct_id, count(*) FROM events WHERE ${range} GROUP BY 1, 2, 3, 4
ON CONFLICT (event, day, project, distinct_id) ${add}`;

const countFacet = (facet: Facet) => `
INSERT INTO facets_daily (facet, day, event, project, value, events)
SELECT '${facet}', ${day}, event, project, ${facet}, count(*) FROM events WHERE ${range} AND ${facet} IS NOT NULL GROUP BY 2, 3, 4, 5
ON CONFLICT (facet, day, event, project, value) ${add}`;

const countMasked = `
INSERT INTO facets_daily (facet, day, event, project, value, events)
SELECT 'masked', ${day}, event, project, kind.column1, count(*)
FROM events CROSS JOIN (VALUES ${maskedKinds.map(kind => `('${kind}')`).join(', ')}) AS kind
WHERE ${range} AND instr(properties, '[') > 0 AND instr(properties, '[' || kind.column1 || ']') > 0 GROUP BY 2, 3, 4, 5
ON CONFLICT (facet, day, event, project, value) ${add}`;

/** Keeps the counts per day; each event is counted once, however late it is dated. */
export const createRollups = (database: Database): Rollups => {
  const state = database.prepare('SELECT folded, (SELECT coalesce(max(id), 0) FROM events) AS last FROM rollup_state');
  const reach = database.prepare('SELECT max(id) AS id, count(*) AS events FROM (SELECT id FROM events WHERE id > ? ORDER BY id LIMIT ?)');
  const steps = [
    // A name of its own for all events together: an event without a name is counted in it only.
    countEvents("''"),
    countEvents('event').replace('GROUP', "AND event <> '' GROUP"),
    countVisitors("''"),
    countVisitors('event').replace('GROUP', "AND event <> '' GROUP"),
    ...facets.map(countFacet),
    countMasked,
  ].map(sql => database.prepare(sql));
  const move = database.prepare('UPDATE rollup_state SET folded = ?');
  const read = () => {
    const {folded, last} = state.all()[0] as {folded: number; last: number};
    return {folded: Number(folded), last: Number(last)};
  };

  return {
    fold(limit) {
      const {folded, last} = read();
      if (last <= folded) return 0;
      return inTransaction(database, () => {
        const from = read().folded;
        const {id, events} = reach.all(from, limit)[0] as {id: number | null; events: number};
        if (id === null) return 0;
        for (const step of steps) step.run(from, Number(id));
        move.run(Number(id));
        return Number(events);
      });
    },
    behind() {
      const {folded, last} = read();
      return Math.max(0, last - folded);
    },
  };
};
