import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAnalyticsMiddleware, type ProviderChoice} from '../../../../src/server/middleware/index.js';
import {openCaptureServer} from './capture-server.js';

const request = {method: 'GET', url: '/chats/1', header: () => undefined};

/** So many requests within one turn of the event loop, faster than anything can be sent. */
const run = (provider: ProviderChoice, count: number) => {
  const problems: string[] = [];
  const analytics = createAnalyticsMiddleware({provider, consent: () => true, onProblem: ({code}) => problems.push(code)});
  for (let i = 0; i < count; i++) analytics.begin(request).end({status: 200, route: '/chats/:id'});
  return {analytics, problems};
};

describe('the middleware under load', () => {
  it('hands everything to a provider that does nothing, without a queue', async () => {
    const {analytics, problems} = run('noop', 5000);
    assert.deepEqual(analytics.stats(), {tracked: 5000, delivered: 5000, waiting: 0, dropped: {}, skipped: {}});
    assert.deepEqual(problems, []);
    await analytics.flush();
    await analytics.shutdown();
  });

  it('sends what is many together, each event once, under an id of its own', async () => {
    const sink = await openCaptureServer();
    try {
      const {analytics, problems} = run({name: 'posthog', apiKey: 'phc_demo', apiHost: sink.url}, 900);
      await analytics.shutdown();
      assert.deepEqual(problems, []);
      const ids = sink.events().map(({uuid}) => uuid);
      assert.equal(new Set(ids).size, 900);
      assert.ok(sink.requests.length < 9, `${sink.requests.length} batches`);
    } finally {
      await sink.close();
    }
  });

  it('lets no event say for us what it is', async () => {
    const sink = await openCaptureServer();
    try {
      const {analytics} = run({name: 'posthog', apiKey: 'phc_demo', apiHost: sink.url}, 0);
      analytics.begin(request).run(() => {
        analytics.track('chat_opened', {
          $lib: 'web',
          $is_server: false,
          $geoip_disable: false,
          $process_person_profile: true,
          topic: 'tea',
        });
      });
      await analytics.shutdown();
      const [event] = sink.events();
      const {topic, $lib, $is_server, $geoip_disable, $process_person_profile} = event!.properties;
      assert.deepEqual([topic, $lib, $is_server, $geoip_disable, $process_person_profile], ['tea', 'askfirst-server', true, true, false]);
    } finally {
      await sink.close();
    }
  });
});
