import {SetupError} from '../../lib/problems.js';
import type {Database} from './database.js';

const version = 1;

/** Columns in the order in which rows are written. */
export const eventColumns = [
  'project',
  'uuid',
  'source',
  'event',
  'time',
  'received_at',
  'distinct_id',
  'anonymous_id',
  'session_id',
  'host',
  'path',
  'referrer_domain',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'browser',
  'browser_version',
  'os',
  'os_version',
  'device_type',
  'app_version',
  'environment',
  'properties',
] as const;

const required = new Set<string>(['project', 'uuid', 'source', 'event', 'time', 'received_at', 'distinct_id', 'properties']);
const type = (column: string) => (column === 'time' || column === 'received_at' ? 'INTEGER' : 'TEXT');
const declarations = eventColumns.map(column => `${column} ${type(column)}${required.has(column) ? ' NOT NULL' : ''}`);

/**
 * A commit survives a power cut (WAL with `synchronous=FULL`), and what is deleted is overwritten.
 * `auto_vacuum` can only be chosen before the first table.
 */
const settings = [
  'PRAGMA auto_vacuum = INCREMENTAL',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  'PRAGMA secure_delete = ON',
];

/** `id` only ever grows, so that readers can resume after the last one they saw. */
const creation = `
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ${declarations.join(',\n  ')},
  UNIQUE (project, uuid)
) STRICT;
CREATE INDEX IF NOT EXISTS events_by_name ON events (project, event, time, distinct_id);
CREATE INDEX IF NOT EXISTS events_by_visitor ON events (project, distinct_id, time, event);
PRAGMA user_version = ${version};
COMMIT;`;

/**
 * Makes the tables if they are not there; throws `SetupError` for a file of a later version of this program.
 * @param busyMs How long every step on this connection, these included, waits for another that writes.
 */
export const prepareSchema = (database: Database, busyMs = 1_000): void => {
  database.prepare(`PRAGMA busy_timeout = ${busyMs}`).all();
  for (const setting of settings) database.prepare(setting).all();
  const [row] = database.prepare('PRAGMA user_version').all() as {user_version: number}[];
  if (Number(row?.user_version) > version)
    throw new SetupError('database-version', 'the database was made by a later version of the collector');
  database.exec(creation);
};
