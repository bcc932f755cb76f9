/** Events that are counted in one step, which holds everybody else up. */
export const stepLength = 500;
const everyMs = 1_000;
/** Pause after a step, as a multiple of what it took: taking events in comes first. */
const pauseFactor = 4;

/**
 * Counts what has been stored soon after it was stored, in small steps between which others get their turn.
 * @param fold Counts at most so many events, where the writer is: the two never wait for each other's locks.
 * @returns What ends it; resolves when no step is on its way any more.
 */
export const keepFolded = (fold: (limit: number) => Promise<number>, onFailure: () => void): (() => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> | undefined;

  const step = async () => {
    let more = false;
    const began = performance.now();
    try {
      more = (await fold(stepLength)) === stepLength;
    } catch {
      onFailure();
    }
    arm(more ? pauseFactor * (performance.now() - began) : everyMs);
  };
  const arm = (delay: number) => {
    if (stopped) return;
    timer = setTimeout(() => (running = step()), delay);
    timer.unref();
  };
  arm(everyMs);

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
};
