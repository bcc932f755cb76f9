import type {Receipt} from '../../../lib/receipts/receipt.js';

/** What a decision came to; `withdrawn`: nothing is granted any more, and something was before. */
export type ReceiptOutcome = 'accepted' | 'partly' | 'refused' | 'withdrawn' | 'reset';

/** Reads it off a receipt and the one before, where that is known. */
export const outcomeOf = ({categories, reset}: Receipt, before: Receipt | undefined): ReceiptOutcome => {
  if (reset) return 'reset';
  const granted = categories.filter(category => category.granted).length;
  if (granted > 0) return granted === categories.length ? 'accepted' : 'partly';
  return before?.categories.some(category => category.granted) ? 'withdrawn' : 'refused';
};
