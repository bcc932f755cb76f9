import type {EventRow} from './collected-event.js';
import type {SqlValue} from './database.js';
import {eventColumns} from './schema.js';

/** One row as it is written: its values in the order of the columns. Cheap to hand to another thread and to SQLite. */
export type EventValues = readonly SqlValue[];

export const valuesOf = (row: EventRow): EventValues => {
  const values: SqlValue[] = [];
  for (const column of eventColumns) values.push(row[column]);
  return values;
};
