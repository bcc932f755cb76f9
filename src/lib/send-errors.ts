/**
 * How a provider says what became of a batch. Anything else that it throws counts as `RetryLater`.
 * Each is known by its `kind`, as an adapter may bring a copy of its own of these classes.
 */

/** Not now. `unknown` is true when the request may have arrived all the same (it was cut off, not refused). */
export class RetryLater extends Error {
  constructor(
    message: string,
    /** The provider's own wish (ms), a floor under our backoff; undefined leaves it to us. */
    readonly delayMs?: number,
    readonly unknown = false,
    /** No server has answered (offline, blocked, refused): after a few of these in a row delivery asks less often. */
    readonly network = false,
  ) {
    super(message);
  }

  get kind() {
    return 'retry' as const;
  }
}

/** Never: this batch holds something that the provider will not take. Delivery bisects to find it. */
export class Rejected extends Error {
  get kind() {
    return 'rejected' as const;
  }
}

/** The batch is too large: delivery halves it; a single record this large is dropped. */
export class TooLarge extends Error {
  get kind() {
    return 'too-large' as const;
  }
}

/** The set-up is wrong (key, host, path): delivery pauses, says so once, and keeps the records. */
export class Misconfigured extends Error {
  get kind() {
    return 'misconfigured' as const;
  }
}

export type SendError = RetryLater | Rejected | TooLarge | Misconfigured;

const kinds: readonly unknown[] = ['retry', 'rejected', 'too-large', 'misconfigured'];

/** Whether it is one of the above, of whichever copy of this module. */
export const isSendError = (error: unknown): error is SendError =>
  error instanceof Error && kinds.includes((error as Partial<SendError>).kind);
