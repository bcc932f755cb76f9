import type {EventRow} from './collected-event.js';
import type {SqlValue} from './database.js';
import {eventColumns} from './schema.js';

/** Rows without their column names, one after the other: cheap to hand to another thread. */
export type EventValues = readonly SqlValue[];

export const valuesOf = (rows: readonly EventRow[]): EventValues => {
  const values: SqlValue[] = [];
  for (const row of rows) for (const column of eventColumns) values.push(row[column]);
  return values;
};

export const rowsOf = (values: EventValues): EventRow[] => {
  const rows: EventRow[] = [];
  for (let start = 0; start < values.length; start += eventColumns.length) {
    const row: Record<string, SqlValue> = {};
    eventColumns.forEach((column, index) => (row[column] = values[start + index]!));
    rows.push(row as unknown as EventRow);
  }
  return rows;
};
