import {setImmediate as nextTurn} from 'node:timers/promises';
import {SetupError} from '../../../lib/problems.js';
import type {Database} from '../database.js';
import {forgetReceipts} from '../receipts/forget-receipts.js';
import {inTransaction} from '../rollups/in-transaction.js';
import {createRollups} from '../rollups/fold.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {writeState} from './schema-owner.js';

/** How long each kind of data is kept, in days. */
export interface Retention {
  /** Events, and with them everything that has an id of a person. */
  readonly events: number;
  /** Counts per day, which name nobody. */
  readonly counts: number;
  /** Counts of what was rejected. */
  readonly rejected: number;
  /** Consent receipts: proof, to be had for as long as somebody may ask for it. */
  readonly receipts: number;
  /** Hashes of erased ids, which keep late replays out. */
  readonly tombstones: number;
}
export type Kind = keyof Retention;

/**
 * Events: 25 months, what the French CNIL recommends at most for audience measurement. Receipts and the hashes of the erased: three years,
 * a usual limitation period. Counts: five years. Rejected: 90 days. IP addresses: nothing, they are never stored.
 */
export const defaultRetention: Retention = {events: 760, counts: 1_826, rejected: 90, receipts: 1_096, tombstones: 1_096};

const kinds = Object.keys(defaultRetention) as Kind[];

/** Reads `events=365`; throws `SetupError` for anything else. Zero days would take what arrives as it arrives. */
export const readRetention = (entries: readonly string[]): Retention => {
  const said = entries.map(entry => {
    const [, kind, days] = /^(\w+)=([1-9]\d{0,4})$/.exec(entry) ?? [];
    if (!kinds.includes(kind as Kind))
      throw new SetupError('keep', `--keep is KIND=DAYS, KIND being one of ${kinds.join(', ')}, such as events=365`);
    return [kind, Number(days)] as const;
  });
  return {...defaultRetention, ...Object.fromEntries(said)};
};

/** What was removed. */
export type RetainReport = Readonly<Record<Kind, number>> & {readonly at: string};

const sliceLength = 1_000;

/** Deletes what is older than it may be, in slices between which others get their turn; a day's counts outlive its events. */
export const retain = async (database: Database, retention: Retention, now: number): Promise<RetainReport> => {
  const before = (kind: Kind) => now - retention[kind] * dayMs;
  const changes = (sql: string, ...values: number[]) => Number(database.prepare(sql).run(...values).changes);
  const daily = (table: string, kind: Kind) => changes(`DELETE FROM ${table} WHERE day < ?`, Math.floor(before(kind) / dayMs));

  const rollups = createRollups(database);
  // What has not been counted yet would be lost to the counts.
  while (rollups.fold(sliceLength) > 0) await nextTurn();

  const slice = () =>
    inTransaction(database, () => {
      changes('UPDATE rollup_state SET keep_counts = 1');
      const removed = changes(
        'DELETE FROM events WHERE id IN (SELECT id FROM events WHERE time < ? LIMIT ?)',
        before('events'),
        sliceLength,
      );
      changes('UPDATE rollup_state SET keep_counts = 0');
      return removed;
    });
  let events = 0;
  for (let removed = sliceLength; removed === sliceLength; await nextTurn()) events += removed = slice();

  let receipts = 0;
  for (let removed = sliceLength; removed === sliceLength; await nextTurn())
    receipts += removed = forgetReceipts(database, before('receipts'), sliceLength);

  const report = {
    at: new Date(now).toISOString(),
    events,
    counts: daily('events_daily', 'counts') + daily('facets_daily', 'counts'),
    rejected: daily('rejected_daily', 'rejected'),
    receipts,
    tombstones: changes('DELETE FROM tombstones WHERE erased_at < ?', before('tombstones')),
  };
  writeState(database, 'retained-at', report.at);
  database.prepare('PRAGMA incremental_vacuum').all();
  database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  return report;
};
