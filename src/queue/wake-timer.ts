import type {Clock} from '../lib/clock.js';

/** One timer: of all the times that were asked for, it rings at the earliest. */
export interface WakeTimer {
  in(ms: number): void;
  /** For good. */
  stop(): void;
}

export const createWakeTimer = (clock: Clock, ring: () => void): WakeTimer => {
  let due = Infinity;
  let timer: unknown;
  return {
    in(ms) {
      const at = clock.monotonic() + ms;
      if (at >= due) return;
      clock.clearTimeout(timer);
      due = at;
      timer = clock.setTimeout(() => {
        due = Infinity;
        ring();
      }, ms);
    },
    stop() {
      clock.clearTimeout(timer);
      due = -Infinity;
    },
  };
};
