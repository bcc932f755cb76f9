import type {EventRow} from '../collected-event.js';
import type {Database} from '../database.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {mergeProperties} from './person-ids.js';
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
  /** The other id in an event that makes two ids one person. */
  const mergedId = ({event, properties}: EventRow): unknown => {
    const property = Object.hasOwn(mergeProperties, event) ? mergeProperties[event] : undefined;
    return property && (JSON.parse(properties) as Record<string, unknown>)[property];
  };
  const isErased = (id: unknown) => typeof id === 'string' && tombstones.has(id);
  const erased = (row: EventRow) => isErased(row.distinct_id) || isErased(row.anonymous_id) || isErased(mergedId(row));

  return rows => {
    tombstones.refresh();
    if (tombstones.size === 0) return rows;
    const living = rows.filter(row => !erased(row));
    if (living.length < rows.length) count.run(Math.floor(rows[0]!.received_at / dayMs), rows.length - living.length);
    return living;
  };
};
