import {newTracker, trackSelfDescribingEvent} from '@snowplow/browser-tracker';
import {contend, name, properties} from '../page.js';

/** Its default queue in localStorage. By default it keeps 1,000 events; 5,000 are to wait here. */
void contend(() => {
  newTracker('bench', location.origin, {
    appId: 'bench',
    stateStorageStrategy: 'localStorage',
    eventMethod: 'post',
    maxLocalStorageQueueSize: 50_000,
    contexts: {webPage: false},
  });
  const schema = `iglu:com.example/${name}/jsonschema/1-0-0`;
  return {
    track: serial => trackSelfDescribingEvent({event: {schema, data: properties(serial)}}),
    waiting: () => (JSON.parse(localStorage.getItem('snowplowOutQueue_bench') ?? '[]') as unknown[]).length,
  };
});
