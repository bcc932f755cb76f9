import {canonicalJson} from '../../../lib/receipts/canonical-json.js';
import {isSealedReceipt, verifyReceipt} from '../../../lib/receipts/verify-receipts.js';
import type {Database} from '../database.js';
import {runningHash} from './receipt-log.js';

/** What is wrong with the receipts, one sentence each; none: all is well. */
export interface ReceiptLogReport {
  readonly receipts: number;
  readonly problems: readonly string[];
}

interface Row {
  readonly seq: number;
  readonly id: string;
  readonly hash: string;
  readonly previous: string | null;
  readonly received_at: number;
  readonly receipt: string;
  readonly running: string;
}

const pageLength = 1_000;
const mostProblems = 20;

const problemsOf = async (row: Row, seq: number, before: string): Promise<string | undefined> => {
  if (Number(row.seq) !== seq) return `receipts ${seq} to ${Number(row.seq) - 1} are missing`;
  if (row.running !== runningHash(before, {hash: row.hash, received_at: Number(row.received_at)}))
    return `receipt ${seq} does not follow from those before it: it or one of them was changed or removed`;
  let receipt: unknown;
  try {
    receipt = JSON.parse(row.receipt);
    if (!isSealedReceipt(receipt) || canonicalJson(receipt) !== row.receipt) return `receipt ${seq} is not of the format of receipts`;
  } catch {
    return `receipt ${seq} is not JSON`;
  }
  const same = receipt.hash === row.hash && receipt.id === row.id && receipt.previous === row.previous;
  return same && (await verifyReceipt(receipt)) ? undefined : `receipt ${seq} was changed: its hash is another one`;
};

/**
 * Checks each receipt against its own hash, and all of them against the server's running hash: a row that was changed, removed, or put
 * in between shows. It cannot show that the whole table was made up anew by somebody who can write to the file.
 */
export const checkReceiptLog = async (database: Database): Promise<ReceiptLogReport> => {
  const [head] = database.prepare('SELECT first, before, last, running FROM receipt_head').all() as {
    first: number;
    before: string;
    last: number;
    running: string;
  }[];
  if (!head) return {receipts: 0, problems: ['the head of the chain of receipts is missing']};
  const page = database.prepare('SELECT * FROM receipts WHERE seq > ? ORDER BY seq LIMIT ?');
  const problems: string[] = [];
  let receipts = 0;
  let seq = Number(head.first) - 1;
  let running = head.before;
  for (let rows = page.all(seq, pageLength) as Row[]; rows.length > 0; rows = page.all(seq, pageLength) as Row[]) {
    for (const row of rows) {
      const problem = await problemsOf(row, seq + 1, running);
      if (problem !== undefined && problems.length < mostProblems) problems.push(problem);
      receipts++;
      seq = Number(row.seq);
      running = row.running;
    }
  }
  if (seq !== Number(head.last) || running !== head.running) problems.push(`receipts after ${seq} are missing`);
  return {receipts, problems};
};
