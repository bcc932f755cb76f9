import type {AnalyticsProvider} from '../provider-types.js';
import {storesNothing} from './stores-nothing.js';

/** Takes every event and does nothing with it: the default, until a provider is named. */
export const createNoop = (): AnalyticsProvider => ({
  name: 'noop',
  manifest: {
    ...storesNothing,
    hosts: [],
    maxAgeMs: 7 * 24 * 3_600_000,
    batch: {events: 1000, bytes: 1024 * 1024},
    dedupes: true,
    canStop: true,
  },
  init() {},
  track() {},
  identify() {},
  page() {},
  reset() {},
  shutdown() {},
});
