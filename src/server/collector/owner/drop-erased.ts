import type {EventRow} from '../collected-event.js';
import type {Database} from '../database.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {openTombstones} from './tombstones.js';

/** Leaves the events of erased persons out. Called inside the transaction that stores the rest. */
export type DropErased = (rows: readonly EventRow[]) => readonly EventRow[];

/**
 * A browser that was offline during an erasure must not bring the person back. Its sender is told that all is well, as sending again would
 * not help; what was left out is counted among the rejected.
 */
export const createDropErased = (database: Database): DropErased => {
  const tombstones = openTombstones(database);
  const count = database.prepare(`INSERT INTO rejected_daily VALUES (?, '(any)', 200, 'the person was erased', 1, ?)
    ON CONFLICT DO UPDATE SET requests = requests + 1, events = events + excluded.events`);
  const erased = ({distinct_id, anonymous_id}: EventRow) =>
    tombstones.has(distinct_id) || (anonymous_id !== null && tombstones.has(anonymous_id));

  return rows => {
    tombstones.refresh();
    if (tombstones.size === 0) return rows;
    const living = rows.filter(row => !erased(row));
    if (living.length < rows.length) count.run(Math.floor(rows[0]!.received_at / dayMs), rows.length - living.length);
    return living;
  };
};
