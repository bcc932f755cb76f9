import type {Database} from '../database.js';

/**
 * Deletes the oldest receipts, up to the first that arrived at `before` (epoch ms) or later, and returns how many. The chain of the rest
 * stays whole. Runs in one transaction; `limit` bounds how long it takes.
 */
export const forgetReceipts = (database: Database, before: number, limit = 10_000): number => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const [last] = database
      .prepare(
        `SELECT seq, running FROM receipts WHERE received_at < ? AND seq < coalesce((SELECT min(seq) FROM receipts WHERE received_at >= ?), 9e15)
        AND seq < (SELECT first FROM receipt_head) + ? ORDER BY seq DESC LIMIT 1`,
      )
      .all(before, before, limit) as {seq: number; running: string}[];
    if (last) database.prepare('UPDATE receipt_head SET first = ?, before = ?').run(Number(last.seq) + 1, last.running);
    const {changes} = database.prepare('DELETE FROM receipts WHERE seq < (SELECT first FROM receipt_head)').run();
    database.exec('COMMIT');
    return Number(changes);
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // SQLite has already rolled back by itself.
    }
    throw error;
  }
};
