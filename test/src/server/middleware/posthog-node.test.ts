import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, it} from 'node:test';
import {PostHog} from 'posthog-node';
import {createAnalyticsMiddleware, posthogNode, type MiddlewareOptions} from '../../../../src/server/middleware/index.js';
import {until} from '../../../helpers/until.js';
import {openCaptureServer} from './capture-server.js';

const person = '0198f3c2-7b1a-7c3d-9e4f-1234567890ab';
const session = '0198f3c2-7b1a-7c3d-9e4f-1234567890ac';
const headers: Record<string, string> = {'x-posthog-distinct-id': person, 'x-posthog-session-id': session};
const request = {method: 'GET', url: '/chats/1', header: (name: string) => headers[name]};

describe('the middleware on a stock posthog-node', () => {
  let sink: Awaited<ReturnType<typeof openCaptureServer>>;
  before(async () => {
    sink = await openCaptureServer();
  });
  beforeEach(() => {
    sink.requests.length = 0;
    sink.answer(200);
  });
  after(() => sink.close());

  const open = (options: MiddlewareOptions = {}) => {
    const client = new PostHog('phc_demo', {host: sink.url, flushInterval: 10, fetchRetryCount: 0, disableCompression: true});
    const analytics = createAnalyticsMiddleware({
      provider: posthogNode(client),
      consent: () => true,
      limits: {batchMs: 5},
      onProblem: () => {},
      ...options,
    });
    return {client, analytics};
  };

  it('sends events and exceptions as PostHog knows them, linked to the page, and makes no profile', async () => {
    const {analytics} = open();
    const exchange = analytics.begin(request);
    exchange.fail(new TypeError('kaputt'));
    exchange.end({status: 500, route: '/chats/:id'});
    await analytics.shutdown();
    const events = sink.events();
    assert.deepEqual(
      events.map(({event}) => event),
      ['api_request', 'api_error', '$exception'],
    );
    for (const {distinct_id: id, properties} of events) {
      assert.equal(id, person);
      assert.equal(properties['$session_id'], session);
      assert.equal(properties['$process_person_profile'], false);
      assert.equal(properties['$geoip_disable'], true);
      assert.equal(properties['$ip'], undefined);
    }
    const [entry] = events[2]!.properties['$exception_list'] as [{type: string; stacktrace: {frames: unknown[]}}];
    assert.equal(entry.type, 'TypeError');
    assert.ok(entry.stacktrace.frames.length > 0);
    assert.equal(new Set(events.map(({uuid}) => uuid)).size, 3);
  });

  it('takes nothing of the context of a request that happens to be at work', async () => {
    const {client, analytics} = open();
    client.withContext({distinctId: 'somebody-else', properties: {$ip: '203.0.113.7', $current_url: '/x?mail=jane@example.com'}}, () =>
      analytics.begin(request).end({status: 200, route: '/chats/:id'}),
    );
    await analytics.shutdown();
    assert.equal(sink.events()[0]!.distinct_id, person);
    assert.doesNotMatch(sink.everything(), /203\.0\.113\.7|jane/);
  });

  it('keeps what cannot be delivered in its own bounded queue, and rejects nothing unheard', async () => {
    const unhandled: unknown[] = [];
    const hear = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', hear);
    sink.answer(503);
    const {analytics} = open({limits: {batchMs: 1, waiting: 200}});
    for (let i = 0; i < 1000; i++) {
      analytics.begin(request).end({status: 200, route: '/chats/:id'});
      if (i % 250 === 0) await new Promise(resolve => setTimeout(resolve, 20));
    }
    await analytics.flush();
    const {tracked, waiting, delivered, dropped} = analytics.stats();
    assert.ok(waiting <= 200);
    assert.equal(tracked, 1000);
    assert.equal(tracked, waiting + delivered + Object.values(dropped).reduce((sum, count) => sum + count, 0));
    assert.equal(delivered, 0, 'the client drops what a server refuses: nothing of it counts as delivered');
    sink.answer(200);
    await until('the provider is asked again', async () => (await analytics.flush(), analytics.stats().waiting === 0));
    assert.ok(sink.events().length >= 200);
    await analytics.shutdown();
    process.off('unhandledRejection', hear);
    assert.deepEqual(unhandled, []);
  });

  it('evaluates flags for the visitor with consent, and for nobody without', async () => {
    const asked: unknown[] = [];
    const reads: unknown[] = [];
    const flags = {
      isEnabled: (_key: string, options?: object) => (reads.push(options), true),
      getFlag: (_key: string, options?: object) => (reads.push(options), 'b'),
      getFlagPayload: () => ({x: 1}),
      keys: ['beta'],
    };
    const client = {evaluateFlags: (id: string, options?: object) => (asked.push([id, options]), Promise.resolve(flags))};
    let consent = true;
    const {analytics} = open({flags: client, consent: () => consent});
    const evaluate = () => analytics.begin(request).run(() => analytics.flags({personProperties: {plan: 'pro'}}));
    const known = await evaluate();
    assert.equal(known.known, true);
    assert.equal(known.isEnabled('beta'), true);
    assert.equal(known.getFlag('beta'), 'b');
    consent = false;
    const unknown = await evaluate();
    assert.equal(unknown.known, false);
    unknown.isEnabled('beta');
    assert.deepEqual(asked, [
      [person, {personProperties: {plan: 'pro'}, disableGeoip: true}],
      ['askfirst-nobody', {onlyEvaluateLocally: true, disableGeoip: true}],
    ]);
    assert.deepEqual(reads, [{defaultValue: false}, {}, {sendFeatureFlagEvents: false, defaultValue: false}]);
    await analytics.shutdown();
  });

  it('has flags at their defaults when they cannot be had, and asks PostHog nothing without consent', async () => {
    const {analytics} = open({consent: () => undefined});
    const flags = await analytics.begin(request).run(() => analytics.flags());
    assert.equal(flags.isEnabled('beta'), false);
    assert.equal(flags.isEnabled('beta', true), true);
    assert.equal(flags.getFlag('beta'), undefined);
    const broken = open({flags: {evaluateFlags: () => Promise.reject(new Error('down'))}}).analytics;
    assert.equal((await broken.begin(request).run(() => broken.flags())).isEnabled('beta', true), true);
    await analytics.shutdown();
    assert.equal(sink.requests.length, 0);
  });
});
