import {canonicalJson} from '../../src/lib/receipts/canonical-json.js';
import type {ConsentStore} from '../../src/types.js';

/** How long (ms) the browser has to begin with the file. */
const patience = 60_000;

/** Gives the visitor the receipts of their decisions, oldest first, as the file that `verifyReceipts` takes. */
export const downloadReceipt = async (store: Pick<ConsentStore, 'receipts'>): Promise<void> => {
  const text = canonicalJson(await store.receipts());
  const href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
  Object.assign(document.createElement('a'), {href, download: 'consent-receipt.json'}).click();
  setTimeout(() => URL.revokeObjectURL(href), patience);
};
