/** `askfirst/receipts`: checks consent receipts offline, in Node and in pages. */
export {canonicalJson} from '../lib/receipts/canonical-json.js';
export {textsHash} from '../lib/receipts/receipt.js';
export type {Receipt, ReceiptCategory, ReceiptShown, SealedReceipt} from '../lib/receipts/receipt.js';
export {verifyReceipt, verifyReceipts} from '../lib/receipts/verify-receipts.js';
export type {ReceiptsVerdict} from '../lib/receipts/verify-receipts.js';
