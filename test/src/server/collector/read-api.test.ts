import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import type {EventView} from '../../../../src/server/collector/event-view.js';
import {anEvent, startCollector} from './harness.js';

interface Message {
  id?: string;
  event?: string;
  data: Record<string, unknown>;
}

/** Watches the live stream like a browser's EventSource; `next` waits for a message. */
const watch = async (t: TestContext, url: string, headers: Record<string, string> = {}) => {
  const controller = new AbortController();
  t.after(() => controller.abort());
  const response = await fetch(`${url}/api/live`, {headers, signal: controller.signal});
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = '';
  const next = async (): Promise<Message> => {
    for (;;) {
      const end = buffer.indexOf('\n\n');
      if (end < 0) {
        const {value, done} = await reader.read();
        if (done) throw new Error('the stream ended');
        buffer += value;
        continue;
      }
      const lines = buffer.slice(0, end).split('\n');
      buffer = buffer.slice(end + 2);
      const fields = Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if (fields['data']) return {...fields, data: JSON.parse(fields['data']) as Record<string, unknown>};
    }
  };
  return {response, next, stop: () => controller.abort()};
};

test('pages through the events in the order of their ids', async t => {
  const {post, url} = await startCollector(t);
  for (let i = 0; i < 5; i++) await post('/e/', anEvent({event: `e${i}`, properties: {$browser: 'Firefox', nested: {a: [1]}}}));
  const page = async (query: string) => (await (await fetch(`${url}/api/events${query}`)).json()) as {events: EventView[]; next: number};
  const first = await page('?limit=3');
  assert.deepEqual(
    first.events.map(({event}) => event),
    ['e0', 'e1', 'e2'],
  );
  const second = await page(`?after=${first.next}&limit=3`);
  assert.deepEqual(
    second.events.map(({event}) => event),
    ['e3', 'e4'],
  );
  assert.deepEqual(await page(`?after=${second.next}`), {events: [], next: second.next, more: false});
  const [event] = first.events;
  assert.equal(event?.browser, 'Firefox');
  assert.deepEqual(event?.properties['nested'], {a: [1]});
  assert.equal(new Date(event!.time).toISOString(), event?.time);
  for (const query of ['?after=x', '?after=-1', '?limit=1e3', "?after=1'--"])
    assert.equal((await fetch(`${url}/api/events${query}`)).status, 400, query);
});

test('streams what is stored and what is refused, and resumes after the last id that was seen', async t => {
  const {post, url} = await startCollector(t);
  await post('/e/', anEvent({event: 'before'}));
  const live = await watch(t, url);
  assert.match(live.response.headers.get('content-type') ?? '', /^text\/event-stream/);
  await post('/e/', anEvent({event: 'one\r\n\r\nid: 99'}));
  const one = await live.next();
  assert.deepEqual([one.id, one.event, one.data['event']], ['2', 'stored', 'one\r\n\r\nid: 99']);
  await post('/e/', '{');
  const rejected = await live.next();
  assert.deepEqual(
    [rejected.event, rejected.data['status'], rejected.data['reason']],
    ['rejected', 400, 'failed to decode request: invalid JSON'],
  );
  live.stop();
  for (const name of ['two', 'three']) await post('/e/', anEvent({event: name}));
  const resumed = await watch(t, url, {'Last-Event-ID': one.id!});
  assert.equal((await resumed.next()).data['event'], 'two');
  assert.equal((await resumed.next()).data['event'], 'three');
});

test('catches a watcher up over many pages', async t => {
  const {post, url} = await startCollector(t);
  await post(
    '/batch/',
    Array.from({length: 1_234}, (_, i) => anEvent({event: `e${i}`, properties: {pad: 'x'.repeat(500)}})),
  );
  const live = await watch(t, url, {'Last-Event-ID': '0'});
  for (let i = 0; i < 1_234; i++) assert.equal((await live.next()).data['event'], `e${i}`);
});

test('lists the latest refusals with their reasons, and nothing of what was sent', async t => {
  const {post, url, lines} = await startCollector(t);
  await post('/e/', anEvent({event: ''}));
  await post('/e/', [anEvent({event: 'unguardable'}), anEvent()]);
  await post('/nowhere/alice@example.org?q=alice', 'alice');
  await post('/e/', '{"distinct_id":"alice');
  await post('/e/', anEvent({distinct_id: 'alice@example.org'}));
  const {recent, counts} = (await (await fetch(`${url}/api/rejected`)).json()) as {
    recent: {route: string; reason: string; status: number; events: number}[];
    counts: Record<string, number>;
  };
  assert.deepEqual(
    recent.map(({route, status, reason, events}) => [route, status, reason, events]),
    [
      ['/e', 400, 'the distinct_id is not a pseudonym', 0],
      ['/e', 400, 'failed to decode request: invalid JSON', 0],
      ['(unmatched)', 404, 'no such path', 0],
      ['/e', 200, 'the privacy guard failed on the event', 1],
      ['/e', 400, 'event submitted with an empty event name', 0],
    ],
  );
  assert.equal(counts['no such path'], 1);
  assert.ok(!JSON.stringify(lines).includes('alice'));
});

test('lets 50 watch and no more, and ends their streams when it stops', async t => {
  const {url, collector, post} = await startCollector(t);
  const watchers = await Promise.all(Array.from({length: 50}, () => watch(t, url)));
  const refused = await fetch(`${url}/api/live`);
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '30']);
  await post('/e/', '{');
  assert.equal((await watchers[0]!.next()).data['reason'], 'failed to decode request: invalid JSON');
  const ended = assert.rejects(watchers[0]!.next(), /the stream ended/);
  await collector.stop();
  await ended;
});

test('what the owner asks wrongly is no event that was lost, and is not listed as one', async t => {
  const {url, post, lines} = await startCollector(t, {readToken: 'read-secret'});
  const read = {headers: {Authorization: 'Bearer read-secret'}};
  assert.equal((await fetch(`${url}/api/counts?from=yesterday`, read)).status, 400);
  assert.equal((await fetch(`${url}/api/receipts/none`, read)).status, 404);
  assert.equal((await fetch(`${url}/api/counts`)).status, 401);
  await post('/e/', '{');
  const {recent} = (await (await fetch(`${url}/api/rejected`, read)).json()) as {recent: {status: number; route: string}[]};
  assert.deepEqual(
    recent.map(({status, route}) => [status, route]),
    [
      [400, '/e'],
      [401, '/api/counts'],
    ],
  );
  assert.equal(lines.filter(line => line.includes('"refused"')).length, 4);
});
