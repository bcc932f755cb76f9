import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {text} from 'node:stream/consumers';
import {describe, it, type TestContext} from 'node:test';
import {PostHog} from 'posthog-node';
import {createAnalyticsMiddleware, posthogNode} from '../../../../src/server/middleware/index.js';
import {listen} from './hosts/application.js';

const person = '0198f3c2-7b1a-7c3d-9e4f-1234567890ab';
const session = '0198f3c2-7b1a-7c3d-9e4f-1234567890ac';
const definitions = {
  flags: [{id: 1, name: 'beta', key: 'beta', active: true, version: 3, filters: {groups: [{properties: [], rollout_percentage: 100}]}}],
  group_type_mapping: {},
  cohorts: {},
};
const evaluated = {
  flags: {beta: {key: 'beta', enabled: true, reason: {code: 'condition_match'}, metadata: {id: 1, version: 3, payload: '{"cups":2}'}}},
  errorsWhileComputingFlags: false,
  requestId: 'r1',
};

/** PostHog's own address, with what the client has asked of it, and a middleware on a stock client. */
const start = async (
  t: TestContext,
  {consent, local, identify, sensitive = []}: {consent: boolean; local: boolean; identify?: string; sensitive?: string[]},
) => {
  const asked: {readonly url: string; readonly body: string}[] = [];
  const posthog = await listen(
    createServer(async (request, response) => {
      const url = request.url!;
      asked.push({url, body: await text(request)});
      const answer = url.startsWith('/flags/definitions') ? definitions : url.startsWith('/flags') ? evaluated : {status: 1};
      response.writeHead(200, {'content-type': 'application/json'}).end(JSON.stringify(answer));
    }),
  );
  t.after(() => posthog.close());
  const client = new PostHog('phc_demo', {
    host: `http://127.0.0.1:${posthog.port}`,
    flushInterval: 10,
    disableCompression: true,
    ...(local && {secretKey: 'phs_demo'}),
  });
  if (local) assert.equal(await client.waitForLocalEvaluationReady(10_000), true);
  asked.length = 0;
  const analytics = createAnalyticsMiddleware({
    provider: posthogNode(client),
    consent: () => consent,
    routes: {sensitive},
    ...(identify && {identify: () => identify}),
  });
  const headers: Record<string, string> = {'x-posthog-distinct-id': person, 'x-posthog-session-id': session};
  // Somebody else's context, as posthog-node's own middleware opens it.
  const flags = await client.withContext({distinctId: 'jane', properties: {$ip: '203.0.113.7', $current_url: '/chats?mail=jane'}}, () =>
    analytics
      .begin({method: 'GET', url: '/chats/1', header: name => headers[name]})
      .run(() => analytics.flags({personProperties: {plan: 'pro'}})),
  );
  const told = async () => {
    await analytics.shutdown();
    return asked
      .filter(({url}) => url.startsWith('/batch'))
      .flatMap(
        ({body}) => (JSON.parse(body) as {batch: {event: string; distinct_id: string; properties: Record<string, unknown>}[]}).batch,
      );
  };
  return {flags, asked, told};
};

describe('feature flags of a stock posthog-node', () => {
  for (const local of [false, true])
    describe(local ? 'evaluated on this machine' : 'evaluated by PostHog', () => {
      it("are the visitor's with consent, and what is told of them makes no profile and knows the session", async t => {
        const {flags, asked, told} = await start(t, {consent: true, local});
        assert.deepEqual([flags.known, flags.keys, flags.isEnabled('beta'), flags.getFlag('beta')], [true, ['beta'], true, true]);
        assert.deepEqual([flags.isEnabled('unheard-of', true), flags.getFlag('unheard-of')], [true, undefined]);
        const requests = asked.filter(({url}) => url.startsWith('/flags/?'));
        assert.equal(requests.length, local ? 0 : 1);
        for (const {body} of requests) {
          const {distinct_id: id, person_properties: properties} = JSON.parse(body) as Record<string, unknown>;
          assert.deepEqual([id, properties], [person, {plan: 'pro'}]);
        }
        const events = await told();
        assert.ok(events.some(({properties}) => properties['$feature_flag'] === 'beta'));
        for (const {event, distinct_id: id, properties} of events) {
          assert.deepEqual([event, id, properties['$session_id']], ['$feature_flag_called', person, session]);
          assert.deepEqual(
            [properties['$process_person_profile'], properties['$geoip_disable'], properties['source']],
            [false, true, 'backend'],
          );
        }
        assert.doesNotMatch(JSON.stringify(asked), /jane|203\.0/);
      });

      it('are for nobody without consent, and PostHog hears nothing at all', async t => {
        const {flags, asked, told} = await start(t, {consent: false, local});
        assert.deepEqual([flags.known, flags.isEnabled('beta'), flags.getFlag('beta')], [false, local, local || undefined]);
        assert.deepEqual(await told(), []);
        assert.deepEqual(asked, []);
      });
    });

  it("are the visitor's on a sensitive route, too, but no event is made of it", async t => {
    const {flags, told} = await start(t, {consent: true, local: false, sensitive: ['/chats/:id']});
    assert.deepEqual([flags.known, flags.isEnabled('beta'), flags.getFlag('beta')], [true, true, true]);
    assert.deepEqual(await told(), []);
  });

  it('are those of a person whom the application names', async t => {
    const {flags, told} = await start(t, {consent: true, local: false, identify: 'p_1c9e'});
    assert.deepEqual([flags.isEnabled('beta'), flags.getFlagPayload('beta')], [true, {cups: 2}]);
    const [event] = await told();
    assert.deepEqual([event!.distinct_id, event!.properties['$process_person_profile']], ['p_1c9e', undefined]);
  });
});
