/** A request that is not accepted. The reason is a fixed sentence: it never repeats what was sent. */
export class Refusal extends Error {
  constructor(
    /** HTTP status, 4xx or 503. */
    readonly status: number,
    /** Told to the client, the log and the list of rejected requests. */
    readonly reason: string,
    /** Seconds after which it may work. */
    readonly retryAfter?: number,
  ) {
    super(reason);
    this.name = 'Refusal';
  }
}
