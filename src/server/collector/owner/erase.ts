import type {Database} from '../database.js';
import {eventColumns} from '../schema.js';
import {inTransaction} from '../rollups/in-transaction.js';
import type {Tombstones} from './tombstones.js';

export interface EraseParts {
  readonly database: Database;
  readonly tombstones: Tombstones;
  readonly now: () => number;
}

export interface EraseOptions {
  /** Only this very id, not the anonymous ids that the same person had before. */
  readonly exact?: boolean;
}

/** What an erasure did. It names nobody, so that it may be kept. */
export interface EraseReport {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How many ids were erased: the one asked for, and the anonymous ones that belonged to it. */
  readonly ids: number;
  readonly events: number;
  /** Events of others in which an id stood; it was replaced there. */
  readonly mentions: number;
}

const replacement = '[erased]';
/** A shorter id is likely to be part of something else, so that it is looked for as a whole JSON value only. */
export const distinctLength = 8;
const texts = eventColumns.filter(
  column => !['project', 'uuid', 'source', 'event', 'time', 'received_at', 'distinct_id', 'anonymous_id', 'properties'].includes(column),
);

/**
 * Erases a person: events, what was derived from them, their id in the events of others, and the bytes of all that in the file and its
 * write-ahead log. A tombstone keeps late replays out. Receipts stay until their term: nothing in them tells whose they are. Looks at every event
 * and writes the file anew, so it takes seconds for a hundred thousand of them, in which nothing else is written.
 */
export const createErase = ({database, tombstones, now}: EraseParts): ((id: string, options?: EraseOptions) => EraseReport) => {
  const changes = (sql: string, ...values: string[]) => Number(database.prepare(sql).run(...values).changes);

  const anonymousOf = (id: string): string[] =>
    (
      database
        .prepare('SELECT DISTINCT anonymous_id AS id FROM events WHERE distinct_id = ? AND anonymous_id IS NOT NULL AND anonymous_id <> ?')
        .all(id, id) as {id: string}[]
    ).map(row => row.id);

  const replaceMentions = (id: string): number => {
    const inJson = JSON.stringify(id);
    const [needle, instead] = id.length < distinctLength ? [inJson, JSON.stringify(replacement)] : [inJson.slice(1, -1), replacement];
    let mentions = changes(
      'UPDATE events SET properties = replace(properties, ?, ?) WHERE instr(properties, ?) > 0',
      needle,
      instead,
      needle,
    );
    if (id.length < distinctLength) return mentions;
    for (const column of texts)
      mentions += changes(`UPDATE events SET ${column} = replace(${column}, ?, ?) WHERE instr(${column}, ?) > 0`, id, replacement, id);
    return mentions;
  };

  const checkpoint = () => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();

  return (id, {exact = false} = {}) => {
    const ids = [id, ...(exact ? [] : anonymousOf(id))];
    const report = inTransaction(database, () => {
      let events = 0;
      let mentions = 0;
      for (const one of ids) {
        tombstones.bury(one, now());
        events += changes('DELETE FROM events WHERE distinct_id = ? OR anonymous_id = ?', one, one);
        mentions += replaceMentions(one);
      }
      return {events, mentions};
    });

    // Deleted cells are overwritten, but when pages were split before, copies may have stayed in their gaps: the file is written anew.
    checkpoint();
    database.exec('VACUUM');
    checkpoint();
    return {at: new Date(now()).toISOString(), ids: ids.length, ...report};
  };
};
