import type {Clock} from './clock.js';

export interface LatePartParts<Part> {
  /** Fetches and makes it; undefined: not wanted any more. */
  readonly load: () => Promise<Part | undefined>;
  readonly clock: Clock;
  /** Told of the first failure of a row. */
  readonly onFailed: () => void;
}

/** A part whose code is still on its way. */
export interface LatePart<Part> {
  /** The part, if it is there. */
  now(): Part | undefined;
  /** Resolves when the present attempt to fetch it is over: with the part, or undefined. Never rejects. */
  attempt(): Promise<Part | undefined>;
  /** Does not try again. */
  stop(): void;
}

const firstRetryMs = 2000;
const longestRetryMs = 300_000;

/** Begins at once, and tries until it succeeds, ever less often. */
export const createLatePart = <Part>({load, clock, onFailed}: LatePartParts<Part>): LatePart<Part> => {
  let part: Part | undefined;
  let timer: unknown;
  let stopped = false;

  const fetch = async (failures: number): Promise<Part | undefined> => {
    try {
      part = await load();
    } catch {
      if (stopped) return undefined;
      if (!failures) onFailed();
      timer = clock.setTimeout(() => (attempt = fetch(failures + 1)), Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
    }
    return part;
  };
  let attempt = fetch(0);

  return {
    now: () => part,
    attempt: () => attempt,
    stop() {
      stopped = true;
      clock.clearTimeout(timer);
    },
  };
};
