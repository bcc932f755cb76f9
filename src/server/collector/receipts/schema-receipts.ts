import type {Database} from '../database.js';

/**
 * Receipts as they came, in the order in which they came. `running` ties each row to all before it; `receipt_head` is where the rows begin
 * and end: before `first` lies what was deleted at the end of its term. The triggers keep the table from being changed by mistake.
 */
const creation = `
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS receipts (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE,
  previous TEXT,
  time INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  site TEXT NOT NULL,
  policy TEXT NOT NULL,
  outcome TEXT NOT NULL,
  receipt TEXT NOT NULL,
  running TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS receipts_by_time ON receipts (time, policy, outcome);
CREATE TABLE IF NOT EXISTS receipt_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  first INTEGER NOT NULL,
  before TEXT NOT NULL,
  last INTEGER NOT NULL,
  running TEXT NOT NULL
) STRICT;
INSERT INTO receipt_head VALUES (1, 1, '', 0, '') ON CONFLICT DO NOTHING;
CREATE TRIGGER IF NOT EXISTS receipts_never_change BEFORE UPDATE ON receipts BEGIN SELECT RAISE(ABORT, 'receipts never change'); END;
CREATE TRIGGER IF NOT EXISTS receipts_go_in_order BEFORE DELETE ON receipts
  WHEN OLD.seq >= (SELECT first FROM receipt_head) BEGIN SELECT RAISE(ABORT, 'receipts are deleted at the end of their term only'); END;
COMMIT;`;

/** Makes the tables of receipts if they are not there. */
export const prepareReceipts = (database: Database): void => void database.exec(creation);
