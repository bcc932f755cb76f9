import type {Database, SqlValue} from '../database.js';
import type {Facet} from './schema-rollups.js';

/** Which days (UTC, counted from 1970-01-01, both included), and of which project and event; undefined: all. */
export interface CountFilter {
  readonly from: number;
  readonly to: number;
  readonly project?: string | undefined;
  readonly event?: string | undefined;
}

export interface CountRow {
  readonly day?: number;
  readonly event?: string;
  readonly value?: string;
  readonly events: number;
  /** Different visitors of that day (and event); absent where only events are counted. */
  readonly visitors?: number;
}

/** The counts as they were last folded. */
export interface Counts {
  /** Per day: how many events and visitors. */
  days(filter: CountFilter): CountRow[];
  /** Per day and event. */
  daysAndEvents(filter: CountFilter): CountRow[];
  /** Per event, the most frequent first. */
  events(filter: CountFilter, limit: number): CountRow[];
  /** Per value of a facet, or of `masked`, the most frequent first. */
  values(facet: Facet | 'masked', filter: CountFilter, limit: number): CountRow[];
  /** Per day and value. */
  daysAndValues(facet: Facet | 'masked', filter: CountFilter, limit: number): CountRow[];
  /** Different visitors in all these days together. */
  visitors(filter: CountFilter): number;
  /** The projects that have events in these days. */
  projects(filter: CountFilter): string[];
}

const conditions = ({project, event}: CountFilter): {sql: string; values: SqlValue[]} => ({
  sql: (project === undefined ? '' : ' AND project = ?') + (event === undefined ? '' : ' AND event = ?'),
  values: [project, event].filter(value => value !== undefined),
});

/** Answers questions about counts from the rollups alone. */
export const createCounts = (database: Database): Counts => {
  const ask = <Row>(sql: string, values: readonly SqlValue[]) => database.prepare(sql).all(...values) as Row[];
  const between = (filter: CountFilter) => [filter.from, filter.to];

  return {
    days(filter) {
      const {sql, values} = conditions({...filter, event: filter.event ?? ''});
      return ask(
        `SELECT day, sum(events) AS events, sum(visitors) AS visitors FROM events_daily WHERE day BETWEEN ? AND ?${sql} GROUP BY day ORDER BY day`,
        [...between(filter), ...values],
      );
    },
    daysAndEvents(filter) {
      const {sql, values} = conditions(filter);
      return ask(
        `SELECT day, event, sum(events) AS events, sum(visitors) AS visitors FROM events_daily
        WHERE day BETWEEN ? AND ? AND event <> ''${sql} GROUP BY day, event ORDER BY day, events DESC`,
        [...between(filter), ...values],
      );
    },
    events(filter, limit) {
      const {sql, values} = conditions(filter);
      return ask(
        `SELECT event, sum(events) AS events FROM events_daily WHERE day BETWEEN ? AND ? AND event <> ''${sql}
        GROUP BY event ORDER BY events DESC, event LIMIT ?`,
        [...between(filter), ...values, limit],
      );
    },
    values(facet, filter, limit) {
      const {sql, values} = conditions(filter);
      return ask(
        `SELECT value, sum(events) AS events FROM facets_daily WHERE facet = ? AND day BETWEEN ? AND ?${sql}
        GROUP BY value ORDER BY events DESC, value LIMIT ?`,
        [facet, ...between(filter), ...values, limit],
      );
    },
    daysAndValues(facet, filter, limit) {
      const {sql, values} = conditions(filter);
      return ask(
        `SELECT day, value, sum(events) AS events FROM facets_daily WHERE facet = ? AND day BETWEEN ? AND ?${sql}
        GROUP BY day, value ORDER BY day, events DESC LIMIT ?`,
        [facet, ...between(filter), ...values, limit],
      );
    },
    visitors(filter) {
      const {sql, values} = conditions({...filter, event: filter.event ?? ''});
      // Grouping by the whole identity: the same id in two projects is two visitors.
      const [row] = ask<{visitors: number}>(
        `SELECT count(*) AS visitors FROM (SELECT DISTINCT project, distinct_id FROM visitors_daily WHERE day BETWEEN ? AND ?${sql})`,
        [...between(filter), ...values],
      );
      return Number(row?.visitors);
    },
    projects: filter =>
      ask<{project: string}>('SELECT DISTINCT project FROM events_daily WHERE day BETWEEN ? AND ? ORDER BY project', between(filter)).map(
        ({project}) => project,
      ),
  };
};
