import type {Rollups} from './fold.js';

/** Events that are counted in one step, which holds everybody else up. */
export const stepLength = 1_000;
const everyMs = 1_000;
/** Pause after a step, as a multiple of what it took: taking events in comes first. */
const pauseFactor = 4;

/** Counts what has been stored soon after it was stored, in small steps between which others get their turn. Returns what ends it. */
export const keepFolded = (rollups: Rollups, onFailure: () => void): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const step = () => {
    let more = false;
    const began = performance.now();
    try {
      more = rollups.fold(stepLength) === stepLength;
    } catch {
      onFailure();
    }
    arm(more ? pauseFactor * (performance.now() - began) : everyMs);
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
