import {AsyncLocalStorage} from 'node:async_hooks';
import type {Clock} from '../../lib/clock.js';

/** What is done about requests once their responses are out, in a task of its own, that of several requests together. */
export interface Afterwards {
  /** @param asks The work asks the application, which may rely on the request's own asynchronous context. */
  later(work: () => void, asks: boolean): void;
  /** Does all of it now. */
  settle(): void;
  /** Resolves when all that waits now has been done, in its own time, whatever becomes of the requests before. */
  settled(): Promise<void>;
}

/** Of requests in quick succession, most then find nothing of it in their way. */
const delayMs = 10;
/** With so many, it is done at once: edge hosts forget the timers of a request that is over, and nothing may pile up for that. */
const most = 100;

export const createAfterwards = (clock: Clock, outside: <T>(work: () => T) => T): Afterwards => {
  let waiting: (() => void)[] = [];
  const settle = () => {
    const works = waiting;
    waiting = [];
    for (const work of works) work();
  };
  const wait = (work: () => void) => {
    const count = waiting.push(work);
    if (count === 1) outside(() => clock.setTimeout(settle, delayMs));
    else if (count >= most) settle();
  };
  return {
    later(work, asks) {
      const within = asks ? AsyncLocalStorage.snapshot() : undefined;
      wait(within ? () => within(work) : work);
    },
    settle,
    settled: () => new Promise<void>(resolve => clock.setTimeout(resolve, delayMs)).then(settle),
  };
};
