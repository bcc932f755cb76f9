import type {AnalyticsPair} from './create-analytics.js';
import {createAnalytics} from './create-analytics.js';
import type {Analytics, ConsentStore} from './types.js';

/** Shared by every copy of the library on the page, whatever bundle it came with. */
const key = Symbol.for('askfirst');
let inNode: AnalyticsPair | undefined;

/** The page's own pair: made at first use, waiting until `<analytics-root>` (or script) configures and starts it. */
export const pagePair = (): AnalyticsPair => {
  if (typeof document === 'undefined') return (inNode ??= createAnalytics());
  const page = globalThis as {[key]?: AnalyticsPair};
  return (page[key] ??= createAnalytics());
};

/** A stand-in that finds its target when it is used, so that importing it makes nothing. */
const later = <T extends object>(target: () => T): T =>
  new Proxy({} as T, {
    get: (_, name) => Reflect.get(target(), name) as unknown,
    has: (_, name) => name in target(),
  });

/** The page's consent store: the one that `<analytics-root>` holds. */
export const consent: ConsentStore = later(() => pagePair().consent);

/** The page's analytics service: the one that `<analytics-root>` holds. */
export const analytics: Analytics = later(() => pagePair().analytics);
