import {AnalyticsBrowser} from '@segment/analytics-next';
import {contend, name, properties} from '../page.js';

/** Its standard delivery, with settings of its own instead of those from the network. */
void contend(async () => {
  const [segment] = await AnalyticsBrowser.load({
    writeKey: 'key',
    cdnSettings: {integrations: {'Segment.io': {apiKey: 'key', apiHost: `${location.host}/v1`, protocol: 'http'}}},
  });
  return {track: serial => void segment.track(name, properties(serial))};
});
