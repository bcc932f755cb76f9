import {RudderAnalytics} from '@rudderstack/analytics-js/bundled';
import {contend, name, properties} from '../page.js';

/** Its XHR queue, which persists each event. By default it keeps 100 of them; 5,000 are to wait here. */
void contend(async () => {
  const rudder = new RudderAnalytics();
  const source = {
    source: {
      id: 'source',
      name: 'bench',
      writeKey: 'key',
      enabled: true,
      workspaceId: 'workspace',
      config: {statsCollection: {errors: {enabled: false}, metrics: {enabled: false}}},
      destinations: [],
      dataplanes: {},
    },
  };
  const ready = new Promise<void>(resolve => rudder.ready(resolve));
  rudder.load('key', location.origin, {
    getSourceConfig: () => source as never,
    queueOptions: {maxItems: 50_000},
    lockIntegrationsVersion: true,
    lockPluginsVersion: true,
    logLevel: 'NONE',
  });
  await ready;
  const size = (key: string) =>
    /\.(queue|inProgress)$/.test(key) ? Object.keys(JSON.parse(localStorage.getItem(key)!) as object).length : 0;
  return {
    track: serial => rudder.track(name, properties(serial)),
    waiting: () => Object.keys(localStorage).reduce((sum, key) => sum + size(key), 0),
  };
});
