import {createHash} from 'node:crypto';
import {canonicalJson} from '../../../lib/receipts/canonical-json.js';
import type {SealedReceipt} from '../../../lib/receipts/receipt.js';
import type {Database} from '../database.js';
import {Refusal} from '../refusal.js';
import {outcomeOf, type ReceiptOutcome} from './receipt-outcome.js';

export interface StoredReceipt {
  readonly seq: number;
  readonly received_at: number;
  readonly outcome: ReceiptOutcome;
  readonly receipt: SealedReceipt;
}

/** Receipts on disk: added at the end, and never changed. */
export interface ReceiptLog {
  /** On return it is on disk. Throws a `Refusal` with 409 when another receipt has this id. */
  append(receipt: SealedReceipt, now: number): 'stored' | 'known';
  byId(id: string): StoredReceipt | undefined;
}

interface Row {
  readonly seq: number;
  readonly hash: string;
  readonly received_at: number;
  readonly outcome: ReceiptOutcome;
  readonly receipt: string;
}

/** What ties a row to all rows before it. */
export const runningHash = (before: string, {hash, received_at}: {readonly hash: string; readonly received_at: number}): string =>
  createHash('sha256').update(`${before}\n${hash}\n${received_at}`).digest('hex');

/** The tables must be there: `prepareReceipts`. */
export const createReceiptLog = (database: Database): ReceiptLog => {
  const columns = 'seq, hash, received_at, outcome, receipt';
  const withId = database.prepare(`SELECT ${columns} FROM receipts WHERE id = ?`);
  const withHash = database.prepare(`SELECT ${columns} FROM receipts WHERE hash = ?`);
  const head = database.prepare('SELECT last, running FROM receipt_head');
  const insert = database.prepare(
    'INSERT INTO receipts (seq, id, hash, previous, time, received_at, site, policy, outcome, receipt, running) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const advance = database.prepare('UPDATE receipt_head SET last = ?, running = ?');
  const one = <T>(rows: unknown[]) => rows[0] as T | undefined;

  const add = (receipt: SealedReceipt, now: number) => {
    const {id, hash, previous, time, site, policy} = receipt;
    const {last, running} = one<{last: number; running: string}>(head.all())!;
    const before = previous === null ? undefined : one<Row>(withHash.all(previous));
    const outcome = outcomeOf(receipt, before && (JSON.parse(before.receipt) as SealedReceipt));
    const seq = Number(last) + 1;
    const next = runningHash(running, {hash, received_at: now});
    insert.run(seq, id, hash, previous, Date.parse(time), now, site, policy, outcome, canonicalJson(receipt), next);
    advance.run(seq, next);
  };

  return {
    append(receipt, now) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const same = one<Row>(withId.all(receipt.id));
        if (same && same.hash !== receipt.hash) throw new Refusal(409, 'another receipt has this id');
        if (!same) add(receipt, now);
        database.exec('COMMIT');
        return same ? 'known' : 'stored';
      } catch (error) {
        try {
          database.exec('ROLLBACK');
        } catch {
          // SQLite has already rolled back by itself.
        }
        throw error;
      }
    },
    byId(id) {
      const row = one<Row>(withId.all(id));
      return (
        row && {
          seq: Number(row.seq),
          received_at: Number(row.received_at),
          outcome: row.outcome,
          receipt: JSON.parse(row.receipt) as SealedReceipt,
        }
      );
    },
  };
};
