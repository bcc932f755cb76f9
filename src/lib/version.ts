/** The version of this package, as providers and receipts are told it. */
export const version = '0.1.0';
