/** How a provider says what became of a batch. Anything else that it throws counts as `RetryLater`. */

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
}

/** Never: this batch holds something that the provider will not take. Delivery bisects to find it. */
export class Rejected extends Error {}

/** The batch is too large: delivery halves it; a single record this large is dropped. */
export class TooLarge extends Error {}

/** The set-up is wrong (key, host, path): delivery pauses, says so once, and keeps the records. */
export class Misconfigured extends Error {}
