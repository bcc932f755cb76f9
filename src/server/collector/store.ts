import {closeSync, existsSync, openSync} from 'node:fs';
import {SetupError} from '../../lib/problems.js';
import type {EventRow} from './collected-event.js';
import {openDatabase, type Database, type DriverName, type Statement} from './database.js';
import {valuesOf, type EventValues} from './event-values.js';
import {createDropErased, type DropErased} from './owner/drop-erased.js';
import {prepareOwnerSchema} from './owner/schema-owner.js';
import {prepareReceipts} from './receipts/schema-receipts.js';
import {inTransaction} from './rollups/in-transaction.js';
import {prepareRollups} from './rollups/schema-rollups.js';
import {eventColumns, prepareSchema} from './schema.js';

export interface StoredEvent extends EventRow {
  readonly id: number;
}

/** The database, as the rest of the collector sees it. Every call is one synchronous step. */
export interface Store {
  /** The connection itself, for what reads and looks after the database. */
  readonly database: Database;
  /** Writes all rows in one transaction and returns how many were new; those of erased persons are left out. On return they are on disk; if it throws, none is. */
  insert(rows: readonly EventRow[]): number;
  /** The same for rows that are values already. */
  insertValues(rows: readonly EventValues[]): number;
  /** Events with an id above `id`, ascending, at most `limit`. */
  after(id: number, limit: number): StoredEvent[];
  /** The highest id so far, or 0. */
  lastId(): number;
  close(): void;
}

const insertSql = `INSERT INTO events (${eventColumns.join(', ')}) VALUES (${eventColumns.map(() => '?').join(', ')})
ON CONFLICT (project, uuid) DO NOTHING`;

/**
 * Opens the SQLite store, creating the file (readable by its owner only) and the tables. `:memory:` keeps nothing.
 * @param busyMs How long each step waits for another program that writes.
 */
export const openStore = async (file: string, drivers?: readonly DriverName[], busyMs?: number): Promise<Store> => {
  // Closing a file that is there would let go of all locks that this process has on it, another connection's too.
  if (file !== ':memory:' && !existsSync(file)) createPrivately(file);
  const database = await openDatabase(file, drivers);
  let insert: Statement, after: Statement, last: Statement, living: DropErased;
  try {
    prepareSchema(database, busyMs);
    prepareReceipts(database);
    prepareRollups(database);
    prepareOwnerSchema(database);
    living = createDropErased(database);
    insert = database.prepare(insertSql);
    after = database.prepare(`SELECT id, ${eventColumns.join(', ')} FROM events WHERE id > ? ORDER BY id LIMIT ?`);
    last = database.prepare('SELECT coalesce(max(id), 0) AS id FROM events');
  } catch (error) {
    database.close();
    if (error instanceof SetupError) throw error;
    throw new SetupError('database-file', 'the database file cannot be used; is it a SQLite file, and does no other program hold it?');
  }

  const insertValues = (rows: readonly EventValues[]): number =>
    inTransaction(database, () => {
      let added = 0;
      for (const row of living(rows)) added += Number(insert.run(...row).changes);
      return added;
    });

  return {
    database,
    insert: rows => insertValues(rows.map(valuesOf)),
    insertValues,
    after: (id, limit) => after.all(id, limit) as StoredEvent[],
    lastId: () => Number((last.all()[0] as {id: number}).id),
    close() {
      // Moves everything from the WAL into the one file that people copy; not needed for safety.
      database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
      database.close();
    },
  };
};

const createPrivately = (file: string) => {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch {
    throw new SetupError('database-file', 'the database file cannot be opened; is its folder there and writable?');
  }
};
