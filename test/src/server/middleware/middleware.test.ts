import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {z} from 'zod';
import {defineEvents} from '../../../../src/events/index.js';
import {withAnalytics} from '../../../../src/server/middleware/hosts/fetch.js';
import {createAnalyticsMiddleware} from '../../../../src/server/middleware/index.js';
import {createRecorded} from './harness.js';

const person = '0198f3c2-7b1a-7c3d-9e4f-1234567890ab';
const headers: Record<string, string> = {'x-posthog-distinct-id': person};
const request = {method: 'GET', url: '/chats/1', header: (name: string) => headers[name]};
const ok = {status: 200, route: '/chats/:id'};

describe('the middleware', () => {
  it('is refused what cannot work', () => {
    assert.throws(() => createAnalyticsMiddleware({provider: {name: 'posthog', apiHost: 'https://x.example'}}), {code: 'bad-api-key'});
    assert.throws(() => createAnalyticsMiddleware({provider: {name: 'posthog', apiKey: 'phx_secret', apiHost: 'https://x.example'}}), {
      code: 'personal-api-key',
    });
    assert.throws(() => createAnalyticsMiddleware({provider: {name: 'nobody'} as never}), {code: 'unknown-provider'});
  });

  it('checks events by their definitions, and drops them where that is wanted', async () => {
    const events = defineEvents({chat_completion: z.object({total_tokens: z.number()})});
    const {analytics, records, problems} = createRecorded({events, validate: 'drop'});
    const exchange = analytics.begin(request);
    exchange.run(() => {
      analytics.track('chat_completion', {total_tokens: 12});
      analytics.track({event: 'chat_completion', properties: {total_tokens: 'many'}});
      analytics.track('unheard_of', {});
      analytics.track('', {});
      analytics.track(7 as never, {});
    });
    await analytics.flush();
    assert.deepEqual(
      records.map(({event, properties}) => [event, properties['total_tokens']]),
      [['chat_completion', 12]],
    );
    assert.equal(analytics.stats().dropped['invalid'], 4);
    assert.deepEqual(problems, ['event-invalid', 'event-invalid', 'bad-event-name', 'bad-event-name']);
  });

  it('guards what the application says', async () => {
    const {analytics, records} = createRecorded({enrich: () => ({note: 'mail jane.doe@example.com', plan: 'pro'})});
    const exchange = analytics.begin(request);
    exchange.run(() => analytics.track('note_saved', {text: 'call +49 170 1234567', user_email: 'jane@example.com'}));
    exchange.end(ok);
    await analytics.flush();
    assert.doesNotMatch(JSON.stringify(records), /jane|1234567"/);
    assert.equal(records[1]!.properties['plan'], 'pro');
    assert.equal(records[1]!.properties['note'], 'mail [email]');
  });

  it('counts events outside of a request, and sends nothing', async () => {
    const {analytics, records} = createRecorded();
    analytics.track('nowhere', {});
    analytics.captureError(new Error('x'));
    await analytics.flush();
    assert.equal(records.length, 0);
    assert.equal(analytics.stats().skipped['outside'], 2);
    assert.deepEqual(analytics.visitor(), {consent: 'unknown', distinctId: undefined, sessionId: undefined, isIdentified: false});
  });

  it('tells nothing of excluded and sensitive routes, whatever happens in them, before and after their end', async () => {
    const {analytics, records} = createRecorded({
      routes: {exclude: ['/health', '/hidden/*'], sensitive: ['/(app)/patients/[id]', '/wards/*']},
    });
    const go = (url: string, route: string) => {
      const exchange = analytics.begin({...request, url});
      exchange.run(() => {
        analytics.track('door_opened', {});
        analytics.captureError(new Error('dealt with'));
      });
      exchange.end({status: 200, route});
      exchange.fail(new Error('too late'));
    };
    go('/health', '/health');
    go('/patients/7', '/(app)/patients/[id]');
    await analytics.flush();
    assert.deepEqual(records, []);
    const {skipped} = analytics.stats();
    assert.deepEqual(skipped, {excluded: 2, sensitive: 3});
    assert.doesNotMatch(analytics.metrics.prometheus(), /health/);
    // Where only the template tells, what was told before is out.
    for (const [url, route] of [
      ['/a', '/hidden/:id'],
      ['/b', '/wards/:id'],
    ] as const) {
      const exchange = analytics.begin({...request, url});
      exchange.end({status: 500, route});
      exchange.fail(new Error('too late'));
    }
    await analytics.flush();
    assert.deepEqual(records, []);
  });

  it('keeps requests apart that run at the same time', async () => {
    const {analytics, records} = createRecorded();
    await Promise.all(
      ['p_alpha', 'p_beta', 'p_gamma'].map((id, index) =>
        analytics.begin({...request, header: name => (name === 'x-posthog-distinct-id' ? id : undefined)}).run(async () => {
          await new Promise(resolve => setTimeout(resolve, 5 * (3 - index)));
          analytics.track('order_placed', {by: id.slice(2)});
        }),
      ),
    );
    await analytics.flush();
    assert.equal(records.length, 3);
    for (const {distinct_id: id, properties} of records) assert.equal(id, `p_${String(properties['by'])}`);
  });

  it('gives all events of one request the same id when nobody has named the visitor, and makes no profile of it', async () => {
    const {analytics, records} = createRecorded();
    for (let i = 0; i < 2; i++) {
      const exchange = analytics.begin({...request, header: () => undefined});
      exchange.run(() => analytics.track('page_rendered', {}));
      exchange.end(ok);
    }
    await analytics.flush();
    const idsOf = (name: string) => records.filter(({event}) => event === name).map(({distinct_id: id}) => id);
    const [[one, three], [two, four]] = [idsOf('page_rendered'), idsOf('api_request')];
    assert.ok(one && three);
    assert.equal(one, two);
    assert.equal(three, four);
    assert.notEqual(one, three);
    assert.ok(records.every(({user_id: user}) => user === null));
  });

  it('leaves out what a sample leaves out, but no failure and nothing slow, and says how large the sample was', async () => {
    const {analytics, records, forward} = createRecorded({sample: 0});
    analytics.begin(request).end(ok);
    analytics.begin(request).end({...ok, status: 503});
    const slow = analytics.begin(request);
    forward(61_000);
    slow.end(ok);
    await analytics.flush();
    assert.deepEqual(
      records.filter(({event}) => event === 'api_request').map(({properties}) => [properties['status_code'], properties['sample_rate']]),
      [
        [503, 1],
        [200, 1],
      ],
    );
    assert.equal(analytics.stats().skipped['sampled'], 1);
    assert.match(analytics.metrics.prometheus(), /duration_seconds_count\{[^}]*"2xx"\} 2/);
  });

  it('never throws into a host, whatever the application hands in', async () => {
    const thrower = () => {
      throw new Error('of the application');
    };
    const {analytics, records, problems} = createRecorded({enrich: thrower, identify: thrower, consent: () => true});
    analytics.begin(request).end(ok);
    await analytics.flush();
    assert.equal(records[0]!.properties['endpoint'], '/chats/:id');
    assert.deepEqual(problems, ['not-a-pseudonym', 'enrich-failed']);
    const broken = createRecorded({consent: thrower});
    broken.analytics.begin(request).end(ok);
    await broken.analytics.flush();
    assert.deepEqual(broken.problems, ['consent-failed']);
    const deaf = createRecorded({enrich: thrower, onProblem: thrower});
    for (let count = 0; count < 2; count++) deaf.analytics.begin(request).end(ok);
    await deaf.analytics.flush();
    assert.equal(deaf.records.length, 2);
  });

  it('tells its duration in Server-Timing only when that is wanted, and never on sensitive routes', async () => {
    const ask = async (path: string, serverTiming: boolean) => {
      const {analytics} = createRecorded({serverTiming, routes: {sensitive: ['/private/*']}});
      const answer = () => (analytics.timing('db', 4), path === '/moved' ? Response.redirect('https://shop.example/') : new Response('ok'));
      const response = await withAnalytics(analytics, answer)(new Request(`https://shop.example${path}`));
      return response.headers.get('server-timing');
    };
    assert.match((await ask('/', true))!, /^app;dur=[\d.]+, db;dur=4$/);
    assert.match((await ask('/moved', true))!, /^app;dur=/);
    assert.equal(await ask('/', false), null);
    assert.equal(await ask('/private/1', true), null);
  });

  it('keeps an edge host alive until its events are sent', async () => {
    const {analytics, records} = createRecorded();
    const waited: Promise<unknown>[] = [];
    const handler = withAnalytics(analytics, () => new Response('ok'), {waitUntil: () => work => void waited.push(work)});
    await handler(new Request('https://shop.example/'));
    assert.equal(waited.length, 1);
    await Promise.all(waited);
    assert.equal(records.length, 1);
  });

  it('counts no more routes apart than it may', () => {
    const {analytics} = createRecorded({limits: {series: 3}, consent: () => false});
    for (let i = 0; i < 10; i++) analytics.begin(request).end({status: 200, route: `/made-up/${i}`});
    const counts = [...analytics.metrics.prometheus().matchAll(/duration_seconds_count\{.*http_route="([^"]*)".*\} (\d+)/g)];
    assert.deepEqual(
      counts.map(([, route, count]) => [route, count]),
      [
        ['/made-up/0', '1'],
        ['/made-up/1', '1'],
        ['/made-up/2', '1'],
        ['(other)', '7'],
      ],
    );
  });
});
