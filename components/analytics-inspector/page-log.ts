import type {Trace} from '../../src/lib/trace.js';
import {pagePair} from '../../src/page-pair.js';
import {createTraceLog, type TraceLog} from './trace-log.js';
import {watchRefused} from './watch-refused.js';

/** Named here again, as in `src/lib/trace.ts`: sharing it would cost every page a request. */
const key = Symbol.for('askfirst.trace');
const page = globalThis as {[key]?: Trace | undefined};

const followers = new Set<() => void>();
const log: TraceLog = createTraceLog(Date.now, () => followers.forEach(follower => follower()));
let unfollow: (() => void) | undefined;

const listen = (): (() => void) => {
  const pair = pagePair();
  const before = page[key];
  // A listener of the developer's own goes on hearing.
  const hear: Trace = (...told) => {
    log.hear(...told);
    before?.(...told);
  };
  page[key] = hear;
  const stops = [
    pair.onProblem(log.tell),
    pair.consent.subscribe(state => {
      if (state.settled && !state.analytics) log.withdraw();
      followers.forEach(follower => follower());
    }),
    watchRefused(pair, log.refuse),
    () => {
      if (page[key] === hear) page[key] = before;
    },
  ];
  return () => stops.forEach(stop => stop());
};

/** The log of this page, which all inspectors on it share. It listens for as long as one of them follows it. */
export const followPage = (onChange: () => void): Pick<TraceLog, 'entries' | 'clear' | 'settle'> & {stop(): void} => {
  followers.add(onChange);
  unfollow ??= listen();
  return {
    ...log,
    stop() {
      followers.delete(onChange);
      if (followers.size) return;
      unfollow?.();
      unfollow = undefined;
    },
  };
};
