import {randomInt} from 'node:crypto';
import {systemClock} from '../../../../src/lib/clock.js';
import {createAnalyticsMiddleware} from '../../../../src/server/middleware/create-middleware.js';
import type {AnalyticsProvider, EventRecord, MiddlewareOptions} from '../../../../src/server/middleware/index.js';

/** Keeps what it is sent. */
export const createRecorder = () => {
  const records: EventRecord[] = [];
  const provider: AnalyticsProvider = {
    name: 'recorder',
    manifest: {
      hosts: [],
      cookies: [],
      localStorage: [],
      sessionStorage: [],
      indexedDB: [],
      maxAgeMs: 86_400_000,
      batch: {events: 50, bytes: 1e6},
      dedupes: true,
      canStop: true,
    },
    init() {},
    track() {},
    identify() {},
    page() {},
    reset() {},
    send(batch) {
      records.push(...batch);
      return Promise.resolve(undefined);
    },
    shutdown() {},
  };
  return {records, provider};
};

/** A middleware that records, with a clock that can be put forward. */
export const createRecorded = (options: MiddlewareOptions = {}) => {
  const {records, provider} = createRecorder();
  const problems: string[] = [];
  let ahead = 0;
  const analytics = createAnalyticsMiddleware(
    {provider, consent: () => true, onProblem: ({code}) => problems.push(code), slowMs: 60_000, ...options},
    {clock: {...systemClock, monotonic: () => performance.now() + ahead}},
  );
  return {analytics, records, problems, forward: (ms: number) => void (ahead += ms)};
};

/** An id as the widget makes them. */
export const pseudonym = () => `0198f3c2-7b1a-7c3d-9e4f-${String(randomInt(1e11, 9e11))}`.padEnd(36, '0');
