import type {Database} from '../database.js';
import {inTransaction} from '../rollups/in-transaction.js';
import {personIds} from './person-ids.js';
import {createReplaceMentions} from './replace-mentions.js';
import type {Tombstones} from './tombstones.js';

export interface EraseParts {
  readonly database: Database;
  readonly tombstones: Tombstones;
  readonly now: () => number;
}

export interface EraseOptions {
  /** Only this very id, not its aliases and the anonymous ids that the same person had before. */
  readonly exact?: boolean;
}

/** What an erasure did. It names nobody, so that it may be kept. */
export interface EraseReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How many ids were erased: the one asked for, its aliases, and the anonymous ones that belonged to them. */
  readonly ids: number;
  readonly events: number;
  /** Events of others in which an id stood; it was replaced there. */
  readonly mentions: number;
}

/**
 * Erases a person: events, what was derived from them, their id in the events of others, and the bytes of all that in the file and its
 * write-ahead log. A tombstone keeps late replays out. Receipts stay until their term: nothing in them tells whose they are. Looks at every event
 * and writes the file anew, so it takes seconds for a hundred thousand of them, in which nothing else is written.
 */
export const createErase = ({database, tombstones, now}: EraseParts): ((id: string, options?: EraseOptions) => EraseReport) => {
  const changes = (sql: string, ...values: string[]) => Number(database.prepare(sql).run(...values).changes);

  const replaceMentions = createReplaceMentions(database);
  const checkpoint = () => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();

  return (id, {exact = false} = {}) => {
    const {ids, ...report} = inTransaction(database, () => {
      const ids = exact ? [id] : personIds(database, id);
      let events = 0;
      let mentions = 0;
      for (const one of ids) {
        tombstones.bury(one, now());
        events += changes('DELETE FROM events WHERE distinct_id = ? OR anonymous_id = ?', one, one);
        mentions += replaceMentions(one);
      }
      return {ids: ids.length, events, mentions};
    });

    // Deleted cells are overwritten, but when pages were split before, copies may have stayed in their gaps: the file is written anew.
    checkpoint();
    database.exec('VACUUM');
    checkpoint();
    return {at: new Date(now()).toISOString(), ids, ...report};
  };
};
