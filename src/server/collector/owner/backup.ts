import {chmodSync, closeSync, existsSync, openSync, renameSync, rmSync, statSync} from 'node:fs';
import {SetupError} from '../../../lib/problems.js';
import {openDatabase, type Database} from '../database.js';

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
}

/** Tables that make ids out of addresses: with them, a backup could tell who a day's visitors were. */
const saltTables = "name GLOB '*salt*'";

/**
 * Copies a database that is in use into a new file, as it is at one moment and without salts, checks the copy, and only then gives it its
 * name. Throws `SetupError` when the file is there already or cannot be written.
 */
export const backUp = async (database: Database, to: string): Promise<BackupReport> => {
  if (existsSync(to)) throw new SetupError('backup-file', 'the backup file is there already; a backup overwrites nothing');
  const partial = `${to}.partial`;
  const clean = () => ['', '-journal', '-wal', '-shm'].forEach(end => rmSync(partial + end, {force: true}));
  clean();
  try {
    // SQLite writes into an empty file that is there, and so leaves its permissions as they are.
    closeSync(openSync(partial, 'wx', 0o600));
    database.prepare('VACUUM INTO ?').run(partial);
    await withoutSalts(partial);
    chmodSync(partial, 0o600);
    renameSync(partial, to);
  } catch (error) {
    clean();
    if (error instanceof SetupError) throw error;
    throw new SetupError('backup-file', 'the backup cannot be written; is its folder there, and is there room for it?');
  }
  return {file: to, bytes: statSync(to).size};
};

const withoutSalts = async (file: string): Promise<void> => {
  const copy = await openDatabase(file);
  try {
    // No journal: it would hold what is being removed, and a copy that fails is thrown away.
    copy.prepare('PRAGMA journal_mode = OFF').all();
    copy.prepare('PRAGMA secure_delete = ON').all();
    const tables = copy.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND ${saltTables}`).all() as {name: string}[];
    for (const {name} of tables) copy.exec(`DELETE FROM "${name.replaceAll('"', '""')}"`);
    if (tables.length > 0) copy.exec('VACUUM');
    const [row] = copy.prepare('PRAGMA quick_check(1)').all() as {quick_check: string}[];
    if (row?.quick_check !== 'ok') throw new SetupError('backup-check', 'the backup did not pass the check of the database');
  } finally {
    copy.close();
  }
};
