/** Where a match stands: the text around it, and what the words before it (or else its key) call it. */
export interface Place {
  readonly before: string;
  readonly after: string;
  readonly kind: () => string;
}

/** Notes one masked part and answers with its placeholder: `email` gives `[email]`. */
export type Mask = (kind: string) => string;
