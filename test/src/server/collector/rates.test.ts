import assert from 'node:assert/strict';
import {Agent, request} from 'node:http';
import test from 'node:test';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {createTokenBuckets} from '../../../../src/server/collector/token-buckets.js';
import {anEvent, startCollector} from './harness.js';

test('lets a burst through, then as much as flows in, each key by itself', () => {
  let now = 0;
  const buckets = createTokenBuckets<string>({perSecond: 10, burst: 20, now: () => now});
  assert.equal(buckets.take('a', 20), 0);
  assert.equal(buckets.take('a', 5), 1);
  assert.equal(buckets.take('b', 20), 0);
  now = 400;
  assert.equal(buckets.take('a', 5), 1, 'what is refused costs nothing');
  now = 500;
  assert.equal(buckets.take('a', 5), 0);
  now = 100;
  assert.equal(buckets.take('a', 1), 1, 'a clock that goes back gives nothing');
  now = 1e9;
  assert.equal(buckets.take('a', 1_000), 0, 'what no bucket could hold passes a full one');
  assert.equal(buckets.take('a', 20), 2);
});

test('forgets the keys that were not used for longest, so that made-up ones cost no memory', () => {
  const buckets = createTokenBuckets<number>({perSecond: 1, burst: 1, now: () => 0, most: 3});
  for (const key of [1, 2, 3, 1, 4]) buckets.take(key, 1);
  assert.deepEqual(
    [1, 3, 4].map(key => buckets.take(key, 1)),
    [1, 1, 1],
  );
  assert.equal(buckets.take(2, 1), 0);
});

test('answers 429 with Retry-After to a project that sends too much, and to no other', async t => {
  let now = Date.now();
  const {post, events} = await startCollector(t, {now: () => now, rates: {eventsPerSecond: 100}});
  const batch = (count: number, api_key = 'phc_demo') => ({api_key, batch: Array.from({length: count}, () => anEvent({api_key}))});
  assert.equal((await post('/batch/', batch(9_990))).status, 200);
  const refused = await post('/batch/', batch(60));
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
  assert.match(await refused.text(), /too many events/);
  const v1 = await post('/i/v1/analytics/events', {batch: batch(60).batch}, {Authorization: 'Bearer phc_demo'});
  assert.deepEqual([v1.status, ((await v1.json()) as {error: string}).error], [429, 'rate_limited']);
  assert.equal((await post('/batch/', batch(60, 'phc_other'))).status, 200);
  now += 1_000;
  assert.equal((await post('/batch/', batch(60))).status, 200);
  assert.equal(events().length, 9_990 + 120);
});

test('answers 429 over a connection that asks too often, and goes on serving others', async t => {
  const {url} = await startCollector(t, {rates: {requestsPerSecond: 2}});
  const ask = (agent: Agent): Promise<[number, string | undefined]> =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}/healthz`, {agent}, response => {
        response.resume().on('end', () => resolve([response.statusCode ?? 0, response.headers['retry-after']]));
      });
      sent.on('error', reject).end();
    });
  const [one, other] = [1, 2].map(() => new Agent({keepAlive: true, maxSockets: 1})) as [Agent, Agent];
  t.after(() => [one, other].forEach(agent => agent.destroy()));
  const answers = [];
  for (let i = 0; i < 40; i++) answers.push(await ask(one));
  assert.equal(answers[0]![0], 200);
  assert.deepEqual(answers.at(-1), [429, '1']);
  assert.equal((await ask(other))[0], 200);
});

test('does not keep a connection alive that is gone', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const buckets = createTokenBuckets<object>({perSecond: 1, burst: 1, now: () => 0});
  const use = () => {
    const connection = {};
    assert.deepEqual([buckets.take(connection, 1), buckets.take(connection, 1)], [0, 1]);
    return new WeakRef(connection);
  };
  const gone = use();
  // A WeakRef holds on until the turn that made it is over.
  for (let turn = 0; turn < 100 && gone.deref(); turn++) {
    await new Promise(resolve => setImmediate(resolve));
    collectGarbage();
  }
  assert.equal(gone.deref(), undefined);
});
