import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {IDBDatabase as FDBDatabase, IDBFactory, IDBKeyRange} from 'fake-indexeddb';
import fc from 'fast-check';
import {RetryLater} from '../../../src/lib/send-errors.js';
import type {EventRecord} from '../../../src/types.js';
import {QueueProfile} from '../../helpers/queue-profile.js';
import type {FakeTab} from '../../helpers/queue-profile.js';

Object.assign(globalThis, {IDBKeyRange});

const createProfile = () => {
  const profile = new QueueProfile({indexedDB: new IDBFactory()});
  profile.clock.turns = 12;
  return profile;
};
const times = (count: number, call: () => void) => Array.from({length: count}, call);
/** What a killed browser does to localStorage: it is again as it was when it was last written to the disk. */
const rollBack = (profile: QueueProfile, to: ReadonlyMap<string, string>) => {
  profile.disk.items.clear();
  for (const [key, value] of to) profile.disk.items.set(key, value);
};

describe('with durability high, a killed browser', () => {
  it('loses nothing, though localStorage has forgotten all of it', async () => {
    const profile = createProfile();
    profile.online = false;
    const tab = profile.tab();
    times(200, () => tab.track());
    await profile.clock.advance(2000);
    tab.kill();
    rollBack(profile, new Map());
    profile.online = true;
    const next = profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 200);
    assert.deepEqual(profile.sink.duplicates(), []);
    assert.equal(next.queue.stats().recovered.delivered, 200);
  });

  it('sends nothing again that had been delivered, though localStorage has it again', async () => {
    const profile = createProfile();
    const tab = profile.tab();
    times(100, () => tab.track());
    const before = new Map(profile.disk.items);
    await profile.clock.advance(20_000);
    assert.equal(profile.sink.count(), 100);
    tab.kill();
    rollBack(profile, before);
    profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.count(), 100);
    assert.deepEqual(profile.disk.keys('af:q:'), []);
  });

  it('sends only what was left of a segment, though localStorage has all of it again', async () => {
    const profile = createProfile();
    const tab = profile.tab({}, {batch: {events: 3, bytes: 100_000}});
    times(10, () => tab.track());
    await Promise.resolve();
    const before = new Map(profile.disk.items);
    profile.sink.answer = () => (profile.sink.requests.length > 2 ? new RetryLater('503') : undefined);
    await profile.clock.advance(5000);
    assert.ok(profile.sink.count() > 0 && profile.sink.count() < 10);
    tab.kill();
    rollBack(profile, before);
    profile.sink.answer = () => undefined;
    profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 10);
    assert.deepEqual(profile.sink.duplicates(), []);
  });

  for (const [when, slowMs, closes] of [
    ['before the page closed', 0, true],
    ['in time', 10_000, true],
    ['until later', 10_000, false],
  ] as const)
    it(`sends nothing again though the mirror did not hear of it ${when}`, async () => {
      const profile = createProfile();
      const tab = profile.tab();
      profile.online = false;
      times(30, () => tab.track());
      await profile.clock.advance(2000);
      // From here on no transaction of this tab ends.
      const transaction = Object.getOwnPropertyDescriptor(FDBDatabase.prototype, 'transaction')!;
      const stuck = {objectStore: () => ({put: () => ({}), get: () => ({}), transaction: {}})};
      Object.defineProperty(FDBDatabase.prototype, 'transaction', {...transaction, value: () => stuck});
      profile.online = true;
      tab.page.dispatchEvent(new Event('online'));
      await profile.clock.advance(1000);
      assert.equal(profile.sink.count(), 30);
      await profile.clock.advance(slowMs);
      if (closes) tab.shut();
      Object.defineProperty(FDBDatabase.prototype, 'transaction', transaction);
      const next = closes ? profile.tab() : tab;
      next.track();
      await profile.clock.advance(60_000);
      assert.equal(profile.sink.count(), 31);
      assert.deepEqual(profile.disk.keys('af:q:'), []);
      assert.deepEqual(next.queue.stats().recovered, {delivered: 0, dropped: {}});
    });

  it('loses nothing that found no room in localStorage', async () => {
    const profile = createProfile();
    profile.online = false;
    const tab = profile.tab();
    profile.disk.quota = profile.disk.size() + 10;
    times(30, () => tab.track());
    await profile.clock.advance(1000);
    assert.deepEqual(profile.disk.keys('af:q:'), []);
    tab.kill();
    profile.disk.quota = Infinity;
    profile.online = true;
    profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 30);
    assert.deepEqual(profile.sink.duplicates(), []);
  });

  it('whatever had happened before', async () => {
    const step = fc.oneof(
      fc.record({kind: fc.constant('track' as const), tab: fc.nat(2), count: fc.integer({min: 1, max: 30})}),
      fc.record({kind: fc.constant('pass' as const), ms: fc.oneof(fc.nat(40), fc.nat(9000))}),
      fc.record({kind: fc.constant('answer' as const), ok: fc.boolean(), latency: fc.constantFrom(5, 2000)}),
      fc.record({kind: fc.constantFrom('open' as const, 'commit' as const, 'kill' as const, 'full' as const, 'room' as const)}),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, {maxLength: 20}), async script => {
        const profile = createProfile();
        let onDisk = new Map<string, string>();
        let tabs: FakeTab[] = [profile.tab({}, {batch: {events: 20, bytes: 100_000}})];
        const inFlight = new Set<string>();
        const tracked: EventRecord[] = [];
        const kill = () => {
          const now = profile.clock.view().monotonic();
          for (const {at, uuids} of profile.sink.requests) if (at + profile.sink.latency >= now) uuids.forEach(uuid => inFlight.add(uuid));
          for (const tab of tabs) tab.kill();
          rollBack(profile, onDisk);
          tabs = [profile.tab()];
        };
        for (const each of script) {
          if (each.kind === 'track') times(each.count, () => tracked.push(tabs[each.tab % tabs.length]!.track()));
          else if (each.kind === 'pass') await profile.clock.advance(each.ms);
          else if (each.kind === 'answer') {
            profile.sink.answer = () => (each.ok ? undefined : new RetryLater('503'));
            profile.sink.latency = Math.max(profile.sink.latency, each.latency);
          } else if (each.kind === 'open' && tabs.length < 3) tabs.push(profile.tab());
          else if (each.kind === 'commit') onDisk = new Map(profile.disk.items);
          else if (each.kind === 'full') profile.disk.quota = profile.disk.size() + 400;
          else if (each.kind === 'room') profile.disk.quota = Infinity;
          await profile.clock.settle();
          if (each.kind === 'kill') kill();
        }
        profile.disk.quota = Infinity;
        profile.sink.answer = () => undefined;
        kill();
        await profile.clock.advance(3_600_000);
        for (const record of tracked) {
          const [text] = profile.sink.arrived.get(record.uuid) ?? [];
          assert.ok(text, `${record.uuid} was lost`);
          assert.deepEqual(JSON.parse(text), record);
        }
        for (const uuid of profile.sink.duplicates()) assert.ok(inFlight.has(uuid), `${uuid} was sent twice for no reason`);
        assert.deepEqual(profile.disk.keys('af:q:'), []);
      }),
      {numRuns: Number(process.env['FC_RUNS'] ?? 40)},
    );
  });

  it('leaves nothing behind once the visitor has withdrawn', async () => {
    const profile = createProfile();
    const tab = profile.tab();
    profile.online = false;
    times(20, () => tab.track());
    await profile.clock.advance(100);
    tab.queue.erase();
    await profile.clock.advance(5000);
    assert.deepEqual(await profile.options.indexedDB!.databases(), []);
    assert.deepEqual([...profile.disk.items.keys()], []);
  });
});

describe('an IndexedDB that fails', () => {
  it('is lost under way: what leaves the queue leaves nothing behind', async () => {
    const profile = createProfile();
    let database: IDBDatabase | undefined;
    const factory = profile.options.indexedDB!;
    const opening = factory.open.bind(factory);
    factory.open = name => {
      const request = opening(name);
      request.addEventListener('success', () => (database = request.result));
      return request;
    };
    const tab = profile.tab();
    tab.track();
    await profile.clock.advance(10_000);
    database!.close();
    database!.onclose!(new Event('close'));
    times(30, () => tab.track());
    await profile.clock.advance(20_000);
    assert.equal(profile.sink.count(), 31);
    assert.deepEqual(profile.disk.keys('af:q:'), []);
  });

  const broken: Record<string, () => IDBFactory> = {
    'never answers': () => ({open: () => ({}), deleteDatabase: () => ({})}) as unknown as IDBFactory,
    throws: () =>
      ({
        open() {
          throw new DOMException('denied', 'SecurityError');
        },
        deleteDatabase() {
          throw new DOMException('denied', 'SecurityError');
        },
      }) as unknown as IDBFactory,
  };
  for (const [how, create] of Object.entries(broken))
    it(`${how} does not keep the queue from its work`, async () => {
      const profile = new QueueProfile({indexedDB: create()});
      const tab = profile.tab();
      times(10, () => tab.track());
      await profile.clock.advance(10_000);
      assert.equal(profile.sink.count(), 10);
      tab.track();
      tab.queue.erase();
      assert.deepEqual([...profile.disk.items.keys()], []);
    });
});

describe('with durability high, a browser that lists a segment but does not give it out', () => {
  for (const [whose, closes] of [
    ['its own', false],
    ['a closed tab\u2019s', true],
  ] as const)
    it(`gets ${whose} from the mirror, in the same page`, async () => {
      const profile = createProfile();
      const tabs = [profile.tab(), profile.tab()] as const;
      for (const tab of tabs) tab.track();
      await profile.clock.advance(30_000);
      profile.online = false;
      times(30, () => tabs[0].track());
      await profile.clock.advance(1000);
      for (const key of profile.disk.keys('af:q:')) profile.disk.blind.add(key);
      (closes ? tabs[0] : tabs[1]).kill();
      profile.online = true;
      for (const tab of tabs) tab.page.dispatchEvent(new Event('online'));
      await profile.clock.advance(60_000);
      assert.equal(profile.sink.arrived.size, 32);
      assert.deepEqual(profile.sink.duplicates(), []);
    });
});
