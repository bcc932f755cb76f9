/** What ties a consent receipt to a person. */
export interface ReceiptLinks {
  /** Cuts the receipts of this person off from the id; returns how many there were. */
  unlink(id: string): number;
}
