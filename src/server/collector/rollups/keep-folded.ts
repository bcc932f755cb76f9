import type {Rollups} from './fold.js';

/** Events that are counted in one step, which holds everybody else up. */
export const stepLength = 1_000;
const everyMs = 1_000;

/** Counts what has been stored soon after it was stored, in small steps between which others get their turn. Returns what ends it. */
export const keepFolded = (rollups: Rollups, onFailure: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const step = () => {
    let more = false;
    try {
      more = rollups.fold(stepLength) === stepLength;
    } catch {
      onFailure();
    }
    arm(more ? 1 : everyMs);
  };
  const arm = (delay: number) => {
    if (stopped) return;
    timer = setTimeout(step, delay);
    timer.unref();
  };
  arm(everyMs);

  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
