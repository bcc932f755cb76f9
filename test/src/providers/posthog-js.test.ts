import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {gunzipSync} from 'node:zlib';
import {RetryLater, Rejected} from '../../../src/lib/send-errors.js';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';
import {aboutProvider} from '../../../src/providers/about-provider.js';
import {createPostHogExtras} from '../../../src/providers/posthog-extras.js';
import {guardSnapshot} from '../../../src/providers/posthog-js/guard-snapshot.js';
import {isSampled} from '../../../src/providers/posthog-js/is-sampled.js';
import {noteListeners} from '../../../src/providers/posthog-js/note-listeners.js';
import {ownEvent} from '../../../src/providers/posthog-js/own-event.js';
import {createReplayMasks} from '../../../src/providers/posthog-js/replay-masks.js';
import {createSnapshotSender} from '../../../src/providers/posthog-js/snapshot-sender.js';
import type {PostOptions} from '../../../src/provider-types.js';
import {uuidv7} from '../../../src/lib/uuid.js';
import {FakeClock} from '../../helpers/fake-clock.js';
import {until} from '../../helpers/until.js';
import {createHost} from './host.js';

const guard = createPiiGuard();

describe('what posthog-js captures', () => {
  const click = {
    $event_type: 'click',
    $elements: [{tag_name: 'a'}],
    $elements_chain: 'a:text="x"',
    $device_id: 'd',
    token: 'phc_demo',
    distinct_id: 'd',
  };

  it('is sent as far as a feature says it, and nothing that posthog-js knows besides', () => {
    assert.deepEqual(ownEvent(['autocapture'], {event: '$autocapture', properties: click}), {
      $event_type: 'click',
      $elements: [{tag_name: 'a'}],
    });
    assert.deepEqual(
      ownEvent(['surveys'], {event: 'survey sent', properties: {$survey_id: 's', $browser: 'b'}, $set: {'$survey_responded/s': true}}),
      {$survey_id: 's', $set: {'$survey_responded/s': true}},
    );
  });

  it('is not sent unless a feature that is named captures it', () => {
    for (const event of ['$pageview', '$pageleave', '$identify', '$exception', '$web_vitals', '$$heatmap', 'survey sent', '$snapshot'])
      assert.equal(ownEvent(['autocapture', 'replay'], {event, properties: click}), undefined, event);
  });
});

describe('a recording', () => {
  const identity = {distinctId: 'u_1', anonymousId: 'a_1', userId: 'u_1', sessionId: 's_1'};
  const parts = {guard, now: () => 0};

  it('masks text and inputs wholly, attributes that are text too, and guards all others but those of looks', () => {
    const {maskTextFn, maskInputFn, maskAttributeFn} = createReplayMasks(guard, false);
    assert.deepEqual([maskTextFn('Jane Doe'), maskInputFn('4111')], ['**** ***', '****']);
    for (const [name, value, masked] of [
      ['aria-label', 'Jane Doe', '**** ***'],
      ['content', 'Jane', '****'],
      ['href', '/a?mail=jane@example.com', '/a?mail=[email]'],
      ['data-user', 'jane@example.com', '[email]'],
      ['class', 'p-4 col-2 icon@2x', 'p-4 col-2 icon@2x'],
      ['id', 'order-17', 'order-17'],
      ['id', 'jane@example.com', '[email]'],
      ['style', 'background: url(/face?of=jane@example.com)', 'background: url(/face?of=[email])'],
      ['src', 'data:image/png;base64,AAAA', 'data:image/png;base64,AAAA'],
    ] as const)
      assert.equal(maskAttributeFn(name, value), masked, name);
    const readable = createReplayMasks(guard, true);
    assert.equal(readable.maskTextFn('Write to jane@example.com'), 'Write to [email]');
    assert.equal(readable.maskInputFn('Jane'), '****');
    assert.equal(createReplayMasks(() => undefined, true).maskTextFn('Jane'), '', 'what the guard could not look at is nothing');
  });

  it('is about whom our events are about, its addresses are guarded, and how posthog-js is set up is not in it', () => {
    const data = [
      {type: 4, data: {href: 'https://a.example/?mail=jane@example.com', width: 1, height: 1}},
      {type: 5, data: {tag: '$posthog_config', payload: {}}},
      {type: 5, data: {tag: '$pageview', payload: {href: '/jane@example.com'}}},
      {type: 6, data: {plugin: 'console', payload: 'Jane'}},
      {type: 3, data: {source: 1}},
    ];
    const text = guardSnapshot(
      {$snapshot_data: data, distinct_id: 'theirs', $session_id: 'theirs', $device_id: 'd'},
      identity,
      parts,
      'phc_demo',
    )!;
    const {properties, ...event} = JSON.parse(text) as {properties: Record<string, unknown> & {$snapshot_data: {type: number}[]}};
    assert.deepEqual(event, {event: '$snapshot', distinct_id: 'u_1', timestamp: '1970-01-01T00:00:00.000Z'});
    assert.deepEqual([properties['distinct_id'], properties['$session_id'], properties['$device_id']], ['u_1', 's_1', undefined]);
    assert.deepEqual(
      properties.$snapshot_data.map(({type}) => type),
      [4, 5, 3],
    );
    assert.doesNotMatch(text, /jane|theirs/);
    assert.equal(guardSnapshot({$snapshot_data: data.slice(1, 2)}, identity, parts, 'phc_demo'), undefined);
    assert.equal(guardSnapshot({$snapshot_data: data.slice(0, 1)}, identity, {...parts, guard: () => undefined}, 'phc_demo'), undefined);
  });

  it('is made of the part of all sessions that the owner asks for, and of a session wholly or not at all', () => {
    const sessions = Array.from({length: 2000}, (_, index) => uuidv7(index));
    const share = (rate?: unknown) => sessions.filter(id => isSampled(id, rate)).length / sessions.length;
    assert.deepEqual([share(), share(1), share(0), share('1'), share(null)], [1, 1, 0, 0, 0]);
    assert.ok(Math.abs(share(0.25) - 0.25) < 0.06);
    assert.equal(isSampled(sessions[0]!, 0.25), isSampled(sessions[0]!, 0.25));
  });
});

describe('sending a recording', () => {
  const createHarness = (answers: (Error | undefined)[], leaving = false) => {
    const clock = new FakeClock();
    const posted: {url: string; text: string; options: PostOptions}[] = [];
    const warnings: string[] = [];
    const sender = createSnapshotSender({
      host: {
        async post(url, body, options) {
          posted.push({url, text: typeof body === 'string' ? body : gunzipSync(body).toString(), options});
          const answer = answers.shift();
          if (answer) throw answer;
          return '';
        },
        warn: code => void warnings.push(code),
      },
      clock: clock.view(),
      url: 'https://a.example/s/',
      leaving: () => leaving,
    });
    const texts = () => posted.map(({text}) => text);
    /** Zipping is real work, done elsewhere. */
    const sent = (count: number) => until(`${count} requests`, async () => (await clock.advance(1000), posted.length >= count));
    return {sender, clock, posted, warnings, texts, sent};
  };

  it('goes part by part, zipped, and again where that was refused for now', async () => {
    const {sender, posted, warnings, texts, sent} = createHarness([new RetryLater('busy')]);
    sender.send('one');
    sender.send('two');
    await sent(3);
    assert.equal(posted[0]!.url, 'https://a.example/s/?compression=gzip-js');
    assert.deepEqual([texts(), warnings], [['one', 'one', 'two'], []]);
  });

  it('gives up after four times, or when it was refused for good, and goes on with the next', async () => {
    const {sender, warnings, texts, sent} = createHarness([...Array.from({length: 4}, () => new RetryLater('busy')), new Rejected('no')]);
    for (const text of ['one', 'two', 'three']) sender.send(text);
    await sent(6);
    assert.deepEqual(texts(), ['one', 'one', 'one', 'one', 'two', 'three']);
    assert.deepEqual(warnings, ['replay-lost', 'replay-lost']);
  });

  it('goes at once, as it is, while the page is being closed', () => {
    const {sender, posted} = createHarness([], true);
    sender.send('one');
    assert.deepEqual(
      posted.map(({url, text, options}) => [url, text, options.keepalive]),
      [['https://a.example/s/', 'one', true]],
    );
  });

  it('keeps at most 4 MB waiting', async () => {
    const {sender, sent, texts, warnings} = createHarness([]);
    sender.send('x'.repeat(3_000_000));
    sender.send('y'.repeat(3_000_000));
    assert.deepEqual(warnings, ['replay-lost']);
    await sent(1);
    assert.equal(texts().length, 1);
  });

  it('is cut off when it is stopped: nothing is sent any more, not even what waits for its next attempt', async () => {
    const {sender, clock, posted, warnings, sent} = createHarness([new RetryLater('busy', 60_000)]);
    sender.send('one');
    sender.send('two');
    await sent(1);
    sender.stop();
    await clock.advance(120_000);
    sender.send('three');
    await new Promise(resolve => setTimeout(resolve, 50));
    assert.deepEqual([posted.length, posted[0]!.options.signal.aborted, warnings], [1, true, []]);
  });
});

it('listeners that are added meanwhile can all be taken away, and the target is as it was', () => {
  const target = new EventTarget();
  let heard = 0;
  const forget = noteListeners([target], () => {
    target.addEventListener('one', () => heard++);
    target.addEventListener('one', () => heard++, {once: true});
  });
  assert.equal(Object.hasOwn(target, 'addEventListener'), false);
  target.addEventListener('one', () => (heard += 10));
  target.dispatchEvent(new Event('one'));
  forget();
  target.dispatchEvent(new Event('one'));
  assert.equal(heard, 22);
  assert.throws(() => noteListeners([target], () => assert.fail('failed')));
  assert.equal(Object.hasOwn(target, 'addEventListener'), false);
});

it('what surveys keep is told to the visitor as the manifest declares it, and only where there are surveys', async () => {
  const told = (...features: string[]) => aboutProvider('posthog', {features}).stores.map(({place, name}) => `${place} ${name}`);
  assert.deepEqual(told('replay', 'autocapture', 'heatmaps', 'flags'), []);
  const host = createHost('http://site.example');
  const extras = createPostHogExtras(['surveys'], {endpoint: 'http://127.0.0.1:9', apiKey: 'phc_demo', host, options: {}});
  await extras.shutdown();
  assert.equal(extras.stores!.localStorage!.length, 4);
  assert.deepEqual(
    told('surveys'),
    extras.stores!.localStorage!.map(name => `localStorage ${name}`),
  );
});
