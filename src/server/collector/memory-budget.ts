import {Refusal} from './refusal.js';

/** What one request holds of the budget. */
export interface MemoryLease {
  /** Reserves bytes; throws a 503 `Refusal` when all requests together would hold too many. */
  take(bytes: number): void;
  /** Returns bytes early. */
  give(bytes: number): void;
  /** Returns everything. */
  end(): void;
}

/** Bounds the memory of all requests together, so that a flood meets a 503 and not a growing process. */
export const createMemoryBudget = (maxBytes: number): {lease(): MemoryLease; held(): number} => {
  let held = 0;
  return {
    held: () => held,
    lease() {
      let mine = 0;
      const give = (bytes: number) => {
        const back = Math.min(bytes, mine);
        mine -= back;
        held -= back;
      };
      return {
        take(bytes) {
          if (held + bytes > maxBytes) throw new Refusal(503, 'transient error, please retry: too much is being received', 1);
          held += bytes;
          mine += bytes;
        },
        give,
        end: () => give(mine),
      };
    },
  };
};
