import assert from 'node:assert/strict';
import {afterEach, describe, it} from 'node:test';
import {createTraceLog} from '../../components/analytics-inspector/trace-log.js';
import {createCapture} from '../../src/capture.js';
import type {AnalyticsConfig} from '../../src/config.js';
import {createEnrich} from '../../src/enrichment/enrich.js';
import {createSessionKeeper} from '../../src/enrichment/session.js';
import {createUserKeeper} from '../../src/enrichment/user.js';
import {RetryLater} from '../../src/lib/send-errors.js';
import type {Told, Trace} from '../../src/lib/trace.js';
import {tracer} from '../../src/lib/trace.js';
import {isPseudonym} from '../../src/privacy/is-pseudonym.js';
import {createPiiGuard} from '../../src/privacy/pii-guard.js';
import {createFakeStorage} from '../helpers/fake-storage.js';
import type {FakeTab} from '../helpers/queue-profile.js';
import {QueueProfile} from '../helpers/queue-profile.js';

const page = globalThis as {[key: symbol]: unknown};
const key = Symbol.for('askfirst.trace');

/** What a page's calls go through, on a queue and a sink that are under our hands. */
const captureOn = (profile: QueueProfile, tab: FakeTab, config: AnalyticsConfig<unknown> = {}) => {
  const {now} = profile.clock.view();
  const user = createUserKeeper(createFakeStorage(), 'u', now, isPseudonym);
  const session = createSessionKeeper(createFakeStorage(), 's');
  const app = {app_version: '1.5.0', contact: 'support of jane@example.com'};
  const enrich = createEnrich({
    enrichers: [() => app],
    session: session.at,
    user: user.current,
    epoch: () => profile.epoch,
    guard: createPiiGuard({onMask: part => tracer()?.('masked', part)}),
  });
  const accept = createCapture({
    isPseudonym,
    onReset: () => {},
    config: () => config,
    enrich,
    queue: tab.queue,
    user,
    session,
    granted: () => true,
    epoch: () => profile.epoch,
    onProblem: () => {},
  });
  return (method: 'track' | 'identify' | 'reset', ...args: unknown[]) =>
    accept({method, args, time: now(), page: {url: 'https://site.example/', title: '', referrer: ''}});
};

describe('the trace', () => {
  afterEach(() => {
    page[key] = undefined;
  });

  const listen = () => {
    const steps: Told[] = [];
    page[key] = ((...told) => steps.push(told)) satisfies Trace;
    return steps;
  };

  it('is nothing without a listener, and follows one that comes and goes', () => {
    assert.equal(tracer(), undefined);
    const steps = listen();
    tracer()!('dropped', 'flood');
    page[key] = undefined;
    assert.equal(tracer(), undefined);
    assert.deepEqual(steps, [['dropped', 'flood']]);
  });

  it('tells of an event from the call to the acknowledgement, never of an unguarded value', async () => {
    const profile = new QueueProfile();
    const call = captureOn(profile, profile.tab());
    const steps = listen();
    call('track', 'message_sent', {preview: 'to jane@example.com', length: 3});
    await profile.clock.advance(10_000);
    assert.deepEqual(
      steps.map(([step]) => step),
      ['tracked', 'masked', 'masked', 'queued', 'sent', 'left'],
    );
    const [, , , queued, sent, left] = steps as [Told, Told, Told, Told & {0: 'queued'}, Told & {0: 'sent'}, Told & {0: 'left'}];
    assert.deepEqual(queued[2], ['preview', 'length']);
    assert.deepEqual(sent, ['sent', 'main', [queued[1]]]);
    assert.deepEqual(left, ['left', 'main', [queued[1]], 'delivered']);
    assert.match(queued[1], /"preview":"to \[email\]"/);
    assert.doesNotMatch(JSON.stringify(steps), /jane/);
    assert.equal([...profile.sink.arrived.keys()][0], (JSON.parse(queued[1]) as {uuid: string}).uuid);
  });

  it('leaves what is stored, sent and counted as it is, whatever the listener does', async () => {
    const run = async (listener?: (...told: unknown[]) => void) => {
      const profile = new QueueProfile();
      const tab = profile.tab();
      page[key] = listener;
      const fail = profile.sink.answer;
      profile.sink.answer = () => new RetryLater('503');
      for (let i = 0; i < 30; i++) tab.track({properties: {i}});
      await profile.clock.advance(5000);
      profile.sink.answer = fail;
      await profile.clock.advance(60_000);
      page[key] = undefined;
      return [[...profile.sink.arrived], tab.queue.stats()];
    };
    const untouched = await run();
    const vandal = (...told: unknown[]) => {
      for (const part of told) if (Array.isArray(part)) part.length = 0;
      throw new Error('a tool in trouble');
    };
    assert.deepEqual(await run(vandal), untouched);
  });

  it('tells why an event was lost, and which', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({limits: {records: 3, eventBytes: 600}}, null);
    const steps = listen();
    const long = tab.track({properties: {text: 'x'.repeat(700)}});
    assert.deepEqual(steps.at(-1), ['dropped', 'too-large']);
    assert.equal((JSON.parse((steps.at(-2) as Told & {0: 'queued'})[1]) as {uuid: string}).uuid, long.uuid);
    const first = tab.track();
    for (let i = 0; i < 3; i++) {
      await profile.clock.advance(10);
      tab.track();
    }
    await profile.clock.advance(10);
    const lost = steps.filter((told): told is Told & {0: 'left'} => told[0] === 'left');
    assert.ok(lost.length > 0);
    assert.equal(lost[0]![3], 'overflow');
    assert.equal((JSON.parse(lost[0]![2][0]!) as {uuid: string}).uuid, first.uuid);
  });
});

describe('the log of the inspector', () => {
  afterEach(() => {
    page[key] = undefined;
  });

  const start = (config?: AnalyticsConfig<unknown>) => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const log = createTraceLog(profile.clock.view().now, () => {});
    page[key] = log.hear;
    return {profile, tab, log, call: captureOn(profile, tab, config), stages: () => log.entries().map(({stage, why}) => [stage, why])};
  };

  it('shows what was said by the page, added and masked, and follows the event to its end', async () => {
    const {profile, log, call} = start();
    profile.sink.answer = () => new RetryLater('503');
    call('track', 'message_sent', {preview: 'to jane@example.com', app_version: 'mine'});
    const entry = () => log.entries()[0]!;
    assert.deepEqual([entry().stage, entry().name, entry().kind], ['waiting', 'message_sent', 'track']);
    const by = (name: string) => entry().properties.find(property => property.name === name)!;
    assert.deepEqual([by('preview').added, by('preview').masked, by('preview').value], [false, ['email'], 'to [email]']);
    assert.deepEqual([by('app_version').added, by('app_version').value], [false, 'mine'], 'the page comes first');
    assert.deepEqual([by('is_identified').added, by('is_identified').masked], [true, []]);
    assert.deepEqual(
      entry().masked.map(part => part.path),
      ['properties.preview', 'contact'],
    );
    await profile.clock.advance(4000);
    const {attempts} = entry();
    assert.deepEqual([entry().stage, entry().why, attempts > 0], ['retrying', 'retry', true]);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(60_000);
    assert.deepEqual([entry().stage, entry().why, entry().attempts > attempts], ['acknowledged', undefined, true]);
    assert.deepEqual(Object.keys(entry().ways), ['main']);
    assert.equal(log.entries().length, 1);
  });

  it('knows what the guard masked once for a whole page also in the events after the first', () => {
    const {log, call} = start();
    call('track', 'one');
    call('track', 'two');
    for (const {properties} of log.entries()) assert.deepEqual(properties.find(({name}) => name === 'contact')!.masked, ['email']);
  });

  it('says of every call what became of it', () => {
    const {log, call, stages, profile} = start();
    call('reset');
    call('track', 42);
    call('identify', 'jane@example.com');
    assert.deepEqual(stages(), [
      ['read', undefined],
      ['dropped', 'invalid'],
      ['read', undefined],
    ]);
    call('track', 'good');
    call('track', {}, 1);
    assert.deepEqual(stages().slice(-2), [
      ['waiting', undefined],
      ['dropped', 'invalid'],
    ]);
    profile.granted = false;
    call('track', 'late');
    assert.deepEqual(stages().at(-1), ['dropped', 'withdrawn']);
    log.withdraw();
    assert.ok(stages().every(([stage]) => stage !== 'waiting'));
    log.clear();
    assert.deepEqual(log.entries(), []);
  });

  it('lists what it hears of only when it is sent, and closes the books on what another tab has sent', async () => {
    const {profile, tab, log} = start();
    page[key] = undefined;
    tab.track();
    page[key] = log.hear;
    await profile.clock.advance(10_000);
    const [late] = log.entries();
    assert.deepEqual([late!.name, late!.stage, late!.properties[0]!.added], ['message_sent', 'acknowledged', undefined]);
    profile.sink.answer = () => new RetryLater('503');
    tab.track();
    log.settle();
    assert.equal(log.entries()[1]!.stage, 'waiting', 'it may only just have come');
    await profile.clock.advance(2500);
    log.settle();
    assert.equal(log.entries()[1]!.stage, 'elsewhere');
  });

  it('keeps 500 rows, whatever comes', () => {
    const {log, stages} = start();
    for (let i = 0; i < 600; i++) log.tell({code: 'x', message: String(i)});
    assert.equal(log.entries().length, 500);
    assert.deepEqual(stages().at(-1), ['problem', '599']);
    log.hear('left', 'main', ['{"uuid":', 'null'], 'delivered');
    assert.equal(log.entries().length, 500);
  });
});
