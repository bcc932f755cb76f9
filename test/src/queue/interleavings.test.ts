import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {RetryLater} from '../../../src/lib/send-errors.js';
import type {EventRecord, Properties} from '../../../src/types.js';
import {QueueProfile} from '../../helpers/queue-profile.js';
import type {FakeTab} from '../../helpers/queue-profile.js';

/** One thing that happens to a profile; `tab` counts modulo the tabs that are open. */
type Step =
  | {readonly kind: 'track'; readonly tab: number; readonly count: number; readonly page: boolean; readonly shared: number}
  | {readonly kind: 'pass'; readonly ms: number}
  | {readonly kind: 'jump'; readonly ms: number}
  | {readonly kind: 'open' | 'erase' | 'regrant' | 'online' | 'offline' | 'quota' | 'room'}
  | {readonly kind: 'kill' | 'shut' | 'freeze' | 'thaw' | 'flush' | 'close'; readonly tab: number}
  | {readonly kind: 'sink'; readonly answer: 'ok' | '503' | 'lost' | 'hang' | 'partial'; readonly latency: number};

const sharings: readonly Properties[] = [{browser: 'Firefox', page_path: '/chat'}, {chat_id: 'shadowed', os: 'Linux\n\t{'}, {}];
const tab = fc.nat(3);
const plain = <Kind extends string>(...kinds: Kind[]) => fc.constantFrom(...kinds).map(kind => ({kind}));
const life: fc.Arbitrary<Step>[] = [
  fc.record({
    kind: fc.constant('track' as const),
    tab,
    count: fc.integer({min: 1, max: 60}),
    page: fc.boolean(),
    shared: fc.constantFrom(0, 1, 2, 30),
  }),
  fc.record({kind: fc.constant('pass' as const), ms: fc.oneof(fc.nat(50), fc.nat(6000), fc.nat(40_000))}),
  fc.record({
    kind: fc.constantFrom('kill' as const, 'shut' as const, 'freeze' as const, 'thaw' as const, 'flush' as const, 'close' as const),
    tab,
  }),
  plain('open', 'online', 'offline'),
];
const trouble = fc.record({
  kind: fc.constant('sink' as const),
  answer: fc.constantFrom('ok' as const, '503' as const, 'lost' as const, 'hang' as const, 'partial' as const),
  latency: fc.constantFrom(0, 20, 3000, 14_000),
});
const steps = (...more: fc.Arbitrary<Step>[]) =>
  fc.array(fc.oneof({weight: 3, arbitrary: life[0]!}, {weight: 3, arbitrary: life[1]!}, ...life.slice(2), ...more), {maxLength: 40});

/** Plays the steps, then gives everything time to arrive. */
const play = async (profile: QueueProfile, script: readonly Step[], dedupes = true) => {
  const tabs: FakeTab[] = [];
  const frozen = new Set<FakeTab>();
  const closed = new Set<FakeTab>();
  const tracked: EventRecord[] = [];
  const open = () => tabs.push(profile.tab({unknownOutcome: 'drop'}, {dedupes}));
  const end = (gone: FakeTab) => tabs.splice(tabs.indexOf(gone), 1);
  open();
  for (const step of script) {
    const at = 'tab' in step && tabs.length ? tabs[step.tab % tabs.length] : undefined;
    await Promise.resolve(); // one step, one task: what a task has tracked is on disk when it ends
    const running = at && !frozen.has(at) ? at : undefined;
    if (step.kind === 'track' && running && !closed.has(running))
      for (let i = 0; i < step.count; i++) {
        // So many records have something in common, then others have something else, or nothing.
        profile.shared = step.shared ? sharings[Math.floor(i / step.shared) % sharings.length]! : {};
        tracked.push(running.track(step.page ? {type: 'page'} : {}));
      }
    else if (step.kind === 'pass') await profile.clock.advance(step.ms);
    else if (step.kind === 'jump') profile.clock.epoch += step.ms;
    else if (step.kind === 'open' && tabs.length < 4) open();
    else if (step.kind === 'online' || step.kind === 'offline') profile.online = step.kind === 'online';
    else if (step.kind === 'quota') profile.disk.quota = profile.disk.size() + 500;
    else if (step.kind === 'room') profile.disk.quota = Infinity;
    else if (step.kind === 'sink') {
      profile.sink.latency = step.latency;
      profile.sink.answer = records =>
        ({
          ok: undefined,
          '503': new RetryLater('503'),
          lost: 'lose-reply' as const,
          hang: 'hang' as const,
          partial: new Map(records.filter((_, at) => at % 2).map(({uuid}) => [uuid, 'retry' as const])),
        })[step.answer];
    } else if (step.kind === 'flush') void running?.queue.flush();
    else if (step.kind === 'close' && running) {
      closed.add(running);
      void running.queue.close();
    } else if (step.kind === 'kill' && at) {
      at.kill();
      end(at);
    } else if (step.kind === 'shut' && running) {
      running.shut();
      end(running);
    } else if (step.kind === 'freeze' && running) {
      running.page.dispatchEvent(new Event('pagehide'));
      frozen.add(running);
    } else if (step.kind === 'thaw' && at && frozen.delete(at)) at.page.dispatchEvent(new Event('pageshow'));
    else if (step.kind === 'erase') {
      profile.granted = false;
      for (const each of tabs) each.queue.erase();
      tabs.length = 0;
    } else if (step.kind === 'regrant' && !profile.granted) {
      profile.granted = true;
      profile.epoch++;
    }
  }
  profile.sink.answer = () => undefined;
  profile.sink.latency = 20;
  profile.disk.quota = Infinity;
  profile.online = true;
  for (const each of frozen) if (each.alive()) each.page.dispatchEvent(new Event('pageshow'));
  const last = profile.tab({unknownOutcome: 'drop'}, {dedupes});
  await profile.clock.advance(2 * 3_600_000);
  return {tabs: [...tabs, last], tracked, last};
};

const sum = (sheet: Readonly<Record<string, number>>) => Object.values(sheet).reduce((a, b) => a + b, 0);
const assertBalanced = (tabs: readonly FakeTab[]) => {
  for (const {queue} of tabs) {
    const {tracked, delivered, waiting, dropped} = queue.stats();
    assert.equal(tracked, delivered + waiting + sum(dropped));
    assert.ok(waiting >= 0 && delivered >= 0);
  }
};
/** Byte for byte what was tracked, however it was stored. */
const assertWhole = (profile: QueueProfile, tracked: readonly EventRecord[]) => {
  for (const record of tracked) for (const text of profile.sink.arrived.get(record.uuid) ?? []) assert.deepEqual(JSON.parse(text), record);
};
const assertNothingLeft = (profile: QueueProfile) => {
  assert.deepEqual(profile.disk.keys('af:q:'), []);
  assert.deepEqual(profile.disk.keys('af:try:'), []);
};
/** Sent twice only where a page died, or waited in vain, with the request under way; and then with the same bytes. */
const assertOnce = (profile: QueueProfile) => {
  for (const [uuid, texts] of profile.sink.arrived) {
    if (texts.length > 1)
      assert.ok(
        profile.sink.requests
          .filter(({uuids}) => uuids.includes(uuid))
          .slice(1)
          .some(({options}) => options.resend),
        `${uuid} was sent twice for no reason`,
      );
    assert.equal(new Set(texts).size, 1);
  }
};

const runs = Number(process.env['FC_RUNS'] ?? 150);

for (const options of [{}, {locks: false}, {channel: false}])
  describe(`whatever happens to the tabs of a profile ${JSON.stringify(options)}`, () => {
    it('everything arrives, once unless its outcome was unknown, and every account balances', async () => {
      await fc.assert(
        fc.asyncProperty(steps(trouble), async script => {
          const profile = new QueueProfile(options);
          const {tabs, tracked} = await play(profile, script);
          for (const {uuid} of tracked) assert.ok(profile.sink.arrived.has(uuid), `${uuid} was lost`);
          if (options.locks !== false) assertOnce(profile);
          assertWhole(profile, tracked);
          assertBalanced(tabs);
          assertNothingLeft(profile);
        }),
        {numRuns: runs},
      );
    });
  });

describe('whatever happens to the tabs of a profile', () => {
  it('a provider that does not deduplicate gets nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(steps(trouble), async script => {
        const profile = new QueueProfile();
        const {tabs, tracked} = await play(profile, script, false);
        assert.deepEqual(profile.sink.duplicates(), []);
        assertWhole(profile, tracked);
        assertBalanced(tabs);
        assertNothingLeft(profile);
      }),
      {numRuns: runs},
    );
  });

  it('a disk that is full and a clock that jumps lose nothing of a tab that lives', async () => {
    const jump = fc.record({kind: fc.constant('jump' as const), ms: fc.constantFrom(86_400_000, -86_400_000, 3_600_000, -60_000)});
    const calm = steps(trouble, plain('quota', 'room'), jump).map(script =>
      script.filter(({kind}) => !['kill', 'shut', 'close'].includes(kind)),
    );
    await fc.assert(
      fc.asyncProperty(calm, async script => {
        const profile = new QueueProfile();
        const {tabs, tracked} = await play(profile, script);
        for (const {uuid} of tracked) assert.ok(profile.sink.arrived.has(uuid), `${uuid} was lost`);
        assertBalanced(tabs);
      }),
      {numRuns: runs},
    );
  });

  it('nothing of a grant that has ended is sent', async () => {
    await fc.assert(
      fc.asyncProperty(steps(trouble, plain('erase', 'regrant')), async script => {
        const profile = new QueueProfile();
        const {tabs, tracked} = await play(profile, script);
        const epochs = new Map(tracked.map(({uuid, epoch}) => [uuid, epoch]));
        let newest = 0;
        for (const {uuids} of profile.sink.requests)
          for (const uuid of uuids) {
            assert.ok(epochs.get(uuid)! >= newest, 'a record of an older grant was sent');
            newest = epochs.get(uuid)!;
          }
        for (const {uuid, epoch} of tracked)
          if (profile.granted && epoch === profile.epoch) assert.ok(profile.sink.arrived.has(uuid), `${uuid} was lost, though granted`);
        assertBalanced(tabs);
        assertNothingLeft(profile);
      }),
      {numRuns: runs},
    );
  });
});
