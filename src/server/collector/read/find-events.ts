import type {Database, SqlValue, Statement} from '../database.js';
import {eventColumns} from '../schema.js';
import type {StoredEvent} from '../store.js';

/** Which events; everything that is not said does not matter. Times are epoch milliseconds, `to` not included. */
export interface EventFilter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly project?: string | undefined;
  readonly event?: string | undefined;
  readonly source?: string | undefined;
  /** The `distinct_id` or the `anonymous_id`. */
  readonly person?: string | undefined;
  readonly session?: string | undefined;
  readonly path?: string | undefined;
  /** One of these is the `distinct_id` or the `anonymous_id`: all ids of a person. */
  readonly ids?: readonly string[] | undefined;
}

export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Where the next page begins: the last id looked at. */
  readonly next: number;
  /** Whether there may be more; a page may be short, or empty, and yet not be the last. */
  readonly more: boolean;
}

/** Ids looked at in one go; what bounds the time of a question to which few events answer. */
const windowLength = 20_000;

const conditions: Readonly<Record<keyof EventFilter, string>> = {
  from: 'time >= ?',
  to: 'time < ?',
  project: 'project = ?',
  event: 'event = ?',
  source: 'source = ?',
  person: '? IN (distinct_id, anonymous_id)',
  session: 'session_id = ?',
  path: 'path = ?',
  ids: 'EXISTS (SELECT 1 FROM json_each(?) WHERE value IN (distinct_id, anonymous_id))',
};
const valueOf = (value: EventFilter[keyof EventFilter]): SqlValue => (typeof value === 'object' ? JSON.stringify(value) : (value ?? null));

export interface FindEvents {
  /** Ids above `after`, ascending. Looks for at most `budgetMs`. */
  after(after: number, filter: EventFilter, limit: number, budgetMs?: number): EventPage;
  /** Ids below `before`, descending: the newest first. */
  before(before: number, filter: EventFilter, limit: number, budgetMs?: number): EventPage;
}

/** Finds events by the order of their ids, a window of them at a time, so that no question holds the collector up for long. */
export const createFindEvents = (database: Database, clock: () => number = () => performance.now()): FindEvents => {
  const statements = new Map<string, Statement>();
  const bounds = database.prepare('SELECT coalesce(min(id), 0) AS first, coalesce(max(id), 0) AS last FROM events');
  const find = (descending: boolean, filter: EventFilter, low: number, high: number, limit: number): StoredEvent[] => {
    const said = (Object.keys(conditions) as (keyof EventFilter)[]).filter(name => filter[name] !== undefined);
    // The plus keeps SQLite from walking an index over the whole table in search of a few ids.
    const where = ['id > ?', 'id <= ?', ...said.map(name => conditions[name].replace(/^(?=\w)/, '+'))].join(' AND ');
    const sql = `SELECT id, ${eventColumns.join(', ')} FROM events WHERE ${where} ORDER BY id ${descending ? 'DESC' : 'ASC'} LIMIT ?`;
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement.all(low, high, ...said.map(name => valueOf(filter[name])), limit) as StoredEvent[];
  };
  const edges = () => {
    const {first, last} = bounds.all()[0] as {first: number; last: number};
    return {first: Number(first), last: Number(last)};
  };

  return {
    after(after, filter, limit, budgetMs = 150) {
      const {first, last} = edges();
      const deadline = clock() + budgetMs;
      const events: StoredEvent[] = [];
      let at = Math.max(after, first - 1);
      while (at < last && clock() < deadline) {
        const end = Math.min(last, at + windowLength);
        events.push(...find(false, filter, at, end, limit - events.length));
        if (events.length === limit) return {events, next: events.at(-1)!.id, more: true};
        at = end;
      }
      return {events, next: Math.max(after, at), more: at < last};
    },
    before(before, filter, limit, budgetMs = 150) {
      const {first, last} = edges();
      const deadline = clock() + budgetMs;
      const events: StoredEvent[] = [];
      let at = Math.min(before, last + 1);
      while (at > first && first > 0 && clock() < deadline) {
        const low = Math.max(first, at - windowLength);
        events.push(...find(true, filter, low - 1, at - 1, limit - events.length));
        if (events.length === limit) return {events, next: events.at(-1)!.id, more: true};
        at = low;
      }
      return {events, next: at, more: at > first && first > 0};
    },
  };
};
