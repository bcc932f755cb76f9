import type {Database} from '../database.js';
import type {EventValues} from '../event-values.js';
import {dayMs} from '../rollups/schema-rollups.js';
import {eventColumns} from '../schema.js';
import {mergeProperties} from './person-ids.js';
import {openTombstones} from './tombstones.js';

/** Leaves the events of erased persons out. Called inside the transaction that stores the rest. */
export type DropErased = (rows: readonly EventValues[]) => readonly EventValues[];

const ids = [eventColumns.indexOf('distinct_id'), eventColumns.indexOf('anonymous_id')];
const [event, properties] = [eventColumns.indexOf('event'), eventColumns.indexOf('properties')];
const receivedAt = eventColumns.indexOf('received_at');

/**
 * A browser that was offline during an erasure must not bring the person back. Its sender is told that all is well, as sending again would
 * not help; what was left out is counted among the rejected.
 */
export const createDropErased = (database: Database): DropErased => {
  const tombstones = openTombstones(database);
  const count = database.prepare(`INSERT INTO rejected_daily VALUES (?, '(any)', 200, 'the person was erased', 1, ?)
    ON CONFLICT DO UPDATE SET requests = requests + 1, events = events + excluded.events`);
  /** The other id in an event that makes two ids one person. */
  const mergedId = (row: EventValues): unknown => {
    const name = row[event] as string;
    const property = Object.hasOwn(mergeProperties, name) ? mergeProperties[name] : undefined;
    return property && (JSON.parse(row[properties] as string) as Record<string, unknown>)[property];
  };
  const isErased = (id: unknown) => typeof id === 'string' && tombstones.has(id);
  const erased = (row: EventValues) => ids.some(index => isErased(row[index])) || isErased(mergedId(row));

  return rows => {
    tombstones.refresh();
    if (tombstones.size === 0) return rows;
    const living = rows.filter(row => !erased(row));
    if (living.length < rows.length) count.run(Math.floor(Number(rows[0]![receivedAt]) / dayMs), rows.length - living.length);
    return living;
  };
};
