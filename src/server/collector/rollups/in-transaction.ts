import type {Database} from '../database.js';

/** Runs `work` in one transaction that holds the writer's place from its start; if it throws, nothing of it has happened. */
export const inTransaction = <T>(database: Database, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has already rolled back by itself (disk full, I/O error).
    }
    throw error;
  }
};
