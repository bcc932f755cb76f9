import type {AnalyticsProvider} from '../provider-types.js';
import {storesNothing} from './stores-nothing.js';

/** Says every event on the console, and sends nothing: for development. */
export const createConsole = (): AnalyticsProvider => {
  let running = false;
  const say = (...what: unknown[]) => {
    if (running) console.info('askfirst:', ...what);
  };
  return {
    name: 'console',
    manifest: {
      ...storesNothing,
      hosts: [],
      maxAgeMs: 7 * 24 * 3_600_000,
      batch: {events: 100, bytes: 1024 * 1024},
      dedupes: true,
      canStop: true,
    },
    init() {
      running = true;
    },
    track: (event, properties) => say('track', event, properties),
    identify: (userId, traits) => say('identify', userId, traits),
    page: (name, properties) => say('page', name, properties),
    reset: () => say('reset'),
    shutdown() {
      running = false;
    },
  };
};
