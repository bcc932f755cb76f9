import type {Database} from '../database.js';

/** What the owner's duties need to remember. A tombstone is the keyed hash of an id, never the id. */
const creation = `
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS owner_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tombstones (hash TEXT PRIMARY KEY, erased_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forwarding (
  target TEXT PRIMARY KEY,
  cursor INTEGER NOT NULL,
  forwarded INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
COMMIT;`;

/** Makes the tables of the owner's duties if they are not there. */
export const prepareOwnerSchema = (database: Database): void => {
  database.exec(creation);
};

/** Reads one remembered value. */
export const readState = (database: Database, name: string): string | undefined =>
  (database.prepare('SELECT value FROM owner_state WHERE name = ?').all(name) as {value: string}[])[0]?.value;

/** Remembers one value. */
export const writeState = (database: Database, name: string, value: string): void => {
  database.prepare('INSERT INTO owner_state VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, value);
};
