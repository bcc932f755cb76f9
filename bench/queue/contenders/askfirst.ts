import type {createAnalytics as CreateAnalytics} from '../../../src/create-analytics.js';
import {contend, name, properties} from '../page.js';

/** The script-tag build, as a page gets it. Only the bounds are raised: 5,000 events are to wait. */
void contend(async () => {
  const built = '/askfirst.js';
  const {createAnalytics} = (await import(built)) as {createAnalytics: typeof CreateAnalytics};
  const {consent, analytics, onReady} = createAnalytics({
    provider: 'posthog',
    apiKey: 'phc_demo',
    apiHost: location.origin,
    pageViews: 'manual',
    limits: {records: 50_000, bytes: 2 ** 26},
  });
  const ready = new Promise<void>(resolve => onReady(resolve));
  consent.acceptAll();
  await ready;
  return {track: serial => analytics.track(name, properties(serial)), waiting: () => analytics.stats().waiting};
});
