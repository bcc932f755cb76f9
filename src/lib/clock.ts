/** Time as a part that can be handed in. */
export interface Clock {
  /** Epoch milliseconds, as the machine believes; may jump. */
  now(): number;
  /** Milliseconds that never go backwards, for durations. */
  monotonic(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: timer => clearTimeout(timer as number),
};
