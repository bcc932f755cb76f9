import type {Clock} from '../lib/clock.js';
import type {QueueStorage} from './queue-storage.js';

const second = 1000;
const minute = 60 * second;
const longest = 60 * minute;

export interface RetryDelay {
  /** How long (ms) nothing may be sent yet; 0 when it may. */
  left(): number;
  /** Not now. Full jitter up to 5 min, or 30 min once the network itself has failed three times in a row; `floorMs` is the provider's wish. */
  failed(floorMs: number | undefined, network: boolean): void;
  /** The set-up is wrong: 5 min, then longer, up to 30 min. */
  paused(): void;
  reset(): void;
}

export interface RetryDelayParts {
  readonly storage: QueueStorage;
  readonly key: string;
  readonly clock: Clock;
  readonly random: () => number;
}

/** When a lane may try again, shared by all tabs and page loads. A clock that jumps can neither end the wait nor make it eternal. */
export const createRetryDelay = ({storage, key, clock, random}: RetryDelayParts): RetryDelay => {
  let seen: string | null = null;
  let failures = 0;
  let deadline = 0;

  /** Wall time counts only for what another page has written; from then on the monotonic clock does. */
  const read = () => {
    const text = storage.get(key);
    if (text === seen) return;
    seen = text;
    const [count, until, ms] = (text ?? '').split(' ').map(Number);
    failures = count || 0;
    deadline = text ? clock.monotonic() + Math.min(longest, ms || 0, (until || 0) - clock.now()) : 0;
  };

  const wait = (ms: number) => {
    deadline = clock.monotonic() + ms;
    seen = `${++failures} ${Math.ceil(clock.now() + ms)} ${Math.ceil(ms)}`;
    storage.set(key, seen);
  };

  return {
    left() {
      read();
      return Math.max(0, deadline - clock.monotonic());
    },
    failed(floorMs = 0, network) {
      read();
      const cap = Math.min(network && failures > 2 ? 30 * minute : 5 * minute, second * 2 ** failures);
      wait(Math.max(Math.min(longest, floorMs || 0), random() * cap));
    },
    paused() {
      read();
      wait(Math.min(30 * minute, 5 * minute * 2 ** failures));
    },
    reset() {
      read();
      if (seen) storage.remove(key);
      seen = null;
      failures = deadline = 0;
    },
  };
};
