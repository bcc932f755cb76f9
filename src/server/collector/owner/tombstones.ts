import {createHmac, randomBytes} from 'node:crypto';
import type {Database} from '../database.js';
import {readState, writeState} from './schema-owner.js';

/** The persons who were erased, known by keyed hashes only. */
export interface Tombstones {
  /** Remembers that this id was erased; part of the transaction that runs. */
  bury(id: string, now: number): void;
  /** Whether this id was erased, as of the last `refresh`. */
  has(id: string): boolean;
  /** Reads them again if another process may have changed them; true if so. */
  refresh(): boolean;
  readonly size: number;
}

const keyName = 'tombstone-key';
/** One list a connection: its own changes do not change what `PRAGMA data_version` says. */
const opened = new WeakMap<Database, Tombstones>();

/**
 * Opens the list of erased ids. Its key lies in the same database: the hash keeps an id from being read or looked up elsewhere, it does not
 * keep whoever holds the database from testing an id that they already know.
 */
export const openTombstones = (database: Database): Tombstones => {
  const known = opened.get(database) ?? createTombstones(database);
  opened.set(database, known);
  return known;
};

const createTombstones = (database: Database): Tombstones => {
  const hashes = new Set<string>();
  let version = -1;
  let key = '';
  const hash = (id: string) => createHmac('sha256', key).update(id).digest('hex').slice(0, 40);
  const dataVersion = database.prepare('PRAGMA data_version');
  const list = database.prepare('SELECT hash FROM tombstones');
  const add = database.prepare('INSERT OR IGNORE INTO tombstones VALUES (?, ?)');

  const refresh = () => {
    const current = Number((dataVersion.all()[0] as {data_version: number}).data_version);
    if (current === version) return false;
    version = current;
    key = readState(database, keyName) ?? key;
    hashes.clear();
    for (const {hash: one} of list.all() as {hash: string}[]) hashes.add(one);
    return true;
  };
  refresh();

  return {
    bury(id, now) {
      if (key === '') {
        key = randomBytes(32).toString('hex');
        writeState(database, keyName, key);
      }
      add.run(hash(id), now);
      hashes.add(hash(id));
    },
    has: id => hashes.size > 0 && hashes.has(hash(id)),
    refresh,
    get size() {
      return hashes.size;
    },
  };
};
