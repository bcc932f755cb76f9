import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Misconfigured, Rejected, RetryLater, TooLarge} from '../../../src/lib/send-errors.js';
import type {AnalyticsStats} from '../../../src/types.js';
import {QueueProfile} from '../../helpers/queue-profile.js';
import {storesNothing} from '../../../src/providers/stores-nothing.js';

const sum = (sheet: Readonly<Record<string, number>>) => Object.values(sheet).reduce((a, b) => a + b, 0);
const balanced = ({tracked, delivered, waiting, dropped}: AnalyticsStats) => assert.equal(tracked, delivered + waiting + sum(dropped));
const times = (count: number, call: () => void) => Array.from({length: count}, call);

describe('the event queue', () => {
  it('delivers 1,000 records of one task once each, in order', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const uuids = Array.from({length: 1000}, () => tab.track().uuid);
    await profile.clock.advance(10_000);
    assert.deepEqual([...profile.sink.arrived.keys()], uuids);
    assert.deepEqual(profile.sink.duplicates(), []);
    assert.equal(tab.queue.stats().delivered, 1000);
    assert.equal(tab.queue.stats().waiting, 0);
    balanced(tab.queue.stats());
    assert.deepEqual(profile.disk.keys('af:q:'), []);
    assert.deepEqual(profile.disk.keys('af:try:'), []);
  });

  it('has the first record of a task on disk when enqueue returns, the others when the task ends, in few writes', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    tab.track();
    assert.equal(profile.disk.keys('af:q:').length, 1);
    const before = profile.disk.writes;
    times(49, () => tab.track());
    assert.equal(profile.disk.keys('af:q:').length, 1);
    await Promise.resolve();
    assert.equal(profile.disk.keys('af:q:').length, 2);
    assert.equal(profile.disk.writes - before, 1);
  });

  it('keeps everything while the sink answers 503, and backs off', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    profile.sink.answer = () => new RetryLater('503');
    times(100, () => tab.track());
    await profile.clock.advance(600_000);
    assert.ok(profile.sink.requests.length < 40, `${profile.sink.requests.length} requests in ten minutes`);
    assert.equal(tab.queue.stats().waiting, 100);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(600_000);
    assert.equal(profile.sink.arrived.size, 100);
    assert.deepEqual(profile.sink.duplicates(), []);
    assert.equal(tab.queue.stats().resent, 0);
  });

  it('keeps Retry-After as a floor, across tabs and a reload', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    profile.sink.answer = () => new RetryLater('429', 120_000);
    tab.track();
    await profile.clock.advance(5000);
    assert.equal(profile.sink.requests.length, 1);
    tab.shut();
    const next = profile.tab();
    next.track();
    await profile.clock.advance(110_000);
    assert.equal(profile.sink.requests.length, 1);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(30_000);
    assert.equal(profile.sink.arrived.size, 2);
  });

  it('sends nothing while offline, and everything once online', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    times(30, () => tab.track());
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.requests.length, 0);
    profile.online = true;
    tab.page.dispatchEvent(new Event('online'));
    await profile.clock.advance(1000);
    assert.equal(profile.sink.arrived.size, 30);
  });

  it('delivers after the tab was closed offline, with three tabs, once', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tabs = [profile.tab(), profile.tab(), profile.tab()];
    for (const tab of tabs) times(100, () => tab.track());
    await profile.clock.advance(1000);
    for (const tab of tabs) tab.shut();
    profile.online = true;
    const last = profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 300);
    assert.deepEqual(profile.sink.duplicates(), []);
    assert.equal(last.queue.stats().recovered.delivered, 300);
  });

  it('bisects to the record that is rejected and delivers the others', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const bad = tab.track({event: 'poison'});
    times(60, () => tab.track());
    profile.sink.answer = records => (records.some(({event}) => event === 'poison') ? new Rejected('400') : undefined);
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.arrived.size, 60);
    assert.deepEqual(profile.sink.duplicates(), []);
    assert.deepEqual({...tab.queue.stats().dropped}, {rejected: 1});
    assert.equal(tab.queue.deadLetters()[0]?.record.uuid, bad.uuid);
    balanced(tab.queue.stats());
  });

  it('halves what is too large and drops a single record that is', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(20, () => tab.track());
    tab.track({event: 'huge'});
    profile.sink.answer = records => (records.length > 4 || records.some(({event}) => event === 'huge') ? new TooLarge('413') : undefined);
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.arrived.size, 20);
    assert.deepEqual({...tab.queue.stats().dropped}, {'too-large': 1});
  });

  it('pauses on a wrong set-up, says so once and loses nothing', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(5, () => tab.track());
    profile.sink.answer = () => new Misconfigured('401');
    await profile.clock.advance(3_600_000);
    assert.ok(profile.sink.requests.length < 6);
    assert.equal(tab.problems.filter(({code}) => code === 'provider-misconfigured').length, 1);
    assert.equal(tab.queue.stats().waiting, 5);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(3_600_000);
    assert.equal(profile.sink.arrived.size, 5);
  });

  it('keeps what a partial answer asks to retry, and delivers the rest once', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const [first] = [tab.track(), tab.track(), tab.track()];
    profile.sink.answer = records =>
      records.some(({uuid}) => uuid === first.uuid) ? new Map([[first.uuid, 'retry' as const]]) : undefined;
    await profile.clock.advance(4000);
    assert.equal(profile.sink.arrived.size, 2);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 3);
    assert.deepEqual(profile.sink.duplicates(), []);
  });

  it('does not take for doubtful what a partial answer asks to retry, though the provider does not deduplicate', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({unknownOutcome: 'drop'}, {dedupes: false});
    const [first] = [tab.track(), tab.track(), tab.track()];
    profile.sink.answer = () => (profile.sink.requests.length > 1 ? undefined : new Map([[first.uuid, 'retry' as const]]));
    await profile.clock.advance(60_000);
    assert.deepEqual([profile.sink.arrived.size, profile.sink.duplicates(), tab.queue.stats().delivered], [3, [], 3]);
    assert.equal(tab.queue.stats().resent, 0);
  });

  for (const [policy, dropped] of [
    ['drop', {'unknown-outcome': 1}],
    ['resend', {}],
  ] as const)
    it(`with "${policy}", one record of unknown outcome in a batch does not decide for the others`, async () => {
      const profile = new QueueProfile();
      const tab = profile.tab({unknownOutcome: policy}, {dedupes: false});
      const [, second, third] = [tab.track(), tab.track(), tab.track()];
      profile.sink.answer = () =>
        profile.sink.requests.length > 1
          ? undefined
          : new Map([
              [second.uuid, 'unknown' as const],
              [third.uuid, 'retry' as const],
            ]);
      await profile.clock.advance(60_000);
      assert.deepEqual({...tab.queue.stats().dropped}, dropped);
      assert.equal(profile.sink.arrived.has(second.uuid), policy === 'resend');
      assert.ok(profile.sink.arrived.has(third.uuid));
      assert.equal(tab.queue.stats().resent, policy === 'resend' ? 1 : 0);
      balanced(tab.queue.stats());
    });

  it('knows the errors of an adapter that brings a copy of its own', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    tab.track();
    profile.sink.answer = () => Object.assign(new Error('429'), {kind: 'retry', delayMs: 120_000, unknown: false, network: false});
    await profile.clock.advance(100_000);
    assert.equal(profile.sink.requests.length, 1);
    profile.sink.answer = () => Object.assign(new Error('400'), {kind: 'rejected'});
    await profile.clock.advance(30_000);
    assert.deepEqual({...tab.queue.stats().dropped}, {rejected: 1});
  });

  it('drops oldest page views first when there is no room, tells it once, and reports it with the next batch', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab({limits: {records: 10}});
    for (let i = 0; i < 10; i++) {
      tab.track({type: i % 2 ? 'page' : 'track'});
      await profile.clock.advance(1);
    }
    for (let i = 0; i < 5; i++) {
      tab.track();
      await profile.clock.advance(1);
    }
    assert.deepEqual({...tab.queue.stats().dropped}, {overflow: 5});
    assert.equal(tab.problems.length, 1);
    profile.online = true;
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 10);
    assert.deepEqual(profile.sink.requests[0]?.options.dropped, {overflow: 5});
    assert.ok([...profile.sink.arrived.values()].every(([text]) => (JSON.parse(text!) as {type: string}).type === 'track'));
  });

  it('survives a million calls in one task', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const record = profile.record();
    const before = profile.disk.writes;
    for (let i = 0; i < 1e6; i++) tab.queue.enqueue(record);
    assert.ok(profile.disk.writes - before < 100, 'beyond what could ever wait, a call costs no write');
    balanced(tab.queue.stats());
    await profile.clock.settle();
    assert.equal(tab.queue.stats().tracked, 1e6);
    assert.ok(tab.queue.stats().waiting <= 1000);
  });

  it('keeps in memory what finds no room on disk, and delivers it', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    profile.disk.quota = profile.disk.size() + 2000;
    times(200, () => tab.track());
    await profile.clock.advance(100);
    assert.equal(tab.queue.stats().waiting, 200);
    profile.online = true;
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 200);
    assert.deepEqual(profile.sink.duplicates(), []);
    balanced(tab.queue.stats());
  });

  it('resends identical bytes after an unknown outcome to a provider that deduplicates, and counts it', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(3, () => tab.track());
    profile.sink.answer = () => (profile.sink.requests.length > 1 ? undefined : 'lose-reply');
    await profile.clock.advance(60_000);
    assert.equal(tab.queue.stats().resent, 3);
    assert.equal(profile.sink.requests.at(-1)?.options.resend, true);
    for (const texts of profile.sink.arrived.values()) assert.equal(new Set(texts).size, 1);
  });

  for (const [policy, dropped, arrivals] of [
    ['drop', {'unknown-outcome': 3}, 3],
    ['resend', {}, 6],
  ] as const)
    it(`with "${policy}", a provider that does not deduplicate gets a record of unknown outcome ${policy === 'drop' ? 'once' : 'again'}`, async () => {
      const profile = new QueueProfile();
      const tab = profile.tab({unknownOutcome: policy}, {dedupes: false});
      times(3, () => tab.track());
      profile.sink.answer = () => (profile.sink.requests.length > 1 ? undefined : 'lose-reply');
      await profile.clock.advance(60_000);
      assert.deepEqual({...tab.queue.stats().dropped}, dropped);
      assert.equal(profile.sink.count(), arrivals);
    });

  it('takes a tab that died with a request in flight for an unknown outcome, not before it is surely over', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(3, () => tab.track());
    profile.sink.latency = 1000;
    await profile.clock.advance(500);
    assert.equal(profile.sink.requests.length, 1);
    tab.kill();
    const next = profile.tab();
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.requests.length, 1);
    await profile.clock.advance(30_000);
    assert.equal(profile.sink.requests.length, 2);
    assert.equal(profile.sink.requests[1]?.options.resend, true);
    assert.equal(next.queue.stats().resent, 3);
    assert.deepEqual(profile.disk.keys('af:try:'), []);
  });

  it('gives up a send that never settles, and goes on', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    tab.track();
    profile.sink.answer = () => 'hang';
    await profile.clock.advance(17_000);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 1);
  });

  it('a provider that throws at once, or says nonsense, is asked again later', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, null);
    let calls = 0;
    const target = profile.sink.target(profile.clock.view());
    await tab.queue.connect('main', {
      manifest: target.manifest,
      send: (records, options) => {
        if (calls++ % 2 === 0) throw null;
        return target.send(records, options);
      },
    });
    tab.track();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 1);
  });

  it('hot swap: each record reaches exactly one provider', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const other = new QueueProfile();
    profile.sink.latency = 5000;
    times(10, () => tab.track());
    await profile.clock.advance(3100);
    times(10, () => tab.track());
    let free = false;
    const swapped = tab.queue.connect('main', other.sink.target(profile.clock.view())).then(() => (free = true));
    await profile.clock.advance(1000);
    assert.equal(free, false);
    await profile.clock.advance(20_000);
    await swapped;
    assert.equal(profile.sink.arrived.size, 10);
    assert.equal(other.sink.arrived.size, 10);
    assert.equal(tab.queue.stats().delivered, 20);
  });

  it('one provider in trouble neither blocks another nor makes it receive twice', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({
      lanes: [
        {id: 'main', accepts: () => true},
        {id: 'side', accepts: ({type}) => type === 'page'},
      ],
    });
    const side = new QueueProfile().sink;
    void tab.queue.connect('side', side.target(profile.clock.view()));
    profile.sink.answer = () => new RetryLater('503');
    tab.track();
    tab.track({type: 'page'});
    await profile.clock.advance(30_000);
    assert.equal(side.count(), 1);
    profile.sink.answer = () => undefined;
    await profile.clock.advance(600_000);
    assert.equal(side.count(), 1);
    assert.equal(profile.sink.count(), 2);
    balanced(tab.queue.stats());
  });

  it('withdrawal ends everything in every tab, at once', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const other = profile.tab();
    profile.sink.answer = () => 'hang';
    times(50, () => tab.track());
    times(50, () => other.track());
    await profile.clock.advance(3500);
    const sent = profile.sink.requests.length;
    profile.granted = false;
    tab.queue.erase();
    assert.deepEqual([...profile.disk.items.keys()], []);
    assert.ok(
      profile.sink.requests.every(({options}) => options.signal.aborted || options.signal === profile.sink.requests.at(-1)?.options.signal),
    );
    other.track();
    await profile.clock.advance(1);
    other.page.dispatchEvent(new Event('pagehide'));
    tab.page.dispatchEvent(new Event('pagehide'));
    await profile.clock.advance(600_000);
    assert.equal(profile.sink.requests.length, sent);
    assert.deepEqual([...profile.disk.items.keys()], []);
    balanced(tab.queue.stats());
    balanced(other.queue.stats());
  });

  it('a page that was frozen while another tab withdrew sends nothing when it is back', async () => {
    const profile = new QueueProfile();
    const frozen = profile.tab();
    profile.online = false;
    times(50, () => frozen.track());
    await profile.clock.advance(1000);
    frozen.page.dispatchEvent(new Event('pagehide'));
    const other = profile.tab();
    profile.granted = false;
    other.queue.erase();
    profile.online = true;
    await profile.clock.advance(1000);
    frozen.page.dispatchEvent(new Event('pageshow'));
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.requests.length, 0);
    assert.deepEqual(profile.disk.keys('af:q:'), []);
    balanced(frozen.queue.stats());
  });

  it('sends nothing of a denied period after a new grant', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    tab.track();
    profile.epoch = 2;
    profile.online = true;
    const record = tab.track();
    await profile.clock.advance(20_000);
    assert.deepEqual([...profile.sink.arrived.keys()], [record.uuid]);
    assert.deepEqual({...tab.queue.stats().dropped}, {withdrawn: 1});
  });

  it('at pagehide sends the youngest within the keepalive budget and leaves the rest for later, all once', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(600, () => tab.track());
    tab.page.dispatchEvent(new Event('pagehide'));
    const sent = profile.sink.arrived.size;
    assert.ok(sent > 20 && sent < 600);
    assert.ok(profile.sink.requests.every(({options}) => options.keepalive));
    tab.kill();
    profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 600);
    assert.equal(profile.sink.duplicates().length, sent, 'what was in flight when the page died');
  });

  it('goes on after the back-forward cache, once', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(10, () => tab.track());
    tab.page.dispatchEvent(new Event('pagehide'));
    assert.equal(profile.locks.isHeld('af:drain:main'), false);
    await profile.clock.advance(1000);
    tab.page.dispatchEvent(new Event('pageshow'));
    tab.track();
    await profile.clock.advance(20_000);
    assert.equal(profile.sink.arrived.size, 11);
    assert.deepEqual(profile.sink.duplicates(), []);
    balanced(tab.queue.stats());
  });

  for (const days of [1, -1])
    it(`a clock jump of ${days} day loses and repeats nothing`, async () => {
      const profile = new QueueProfile();
      const tab = profile.tab({}, {maxAgeMs: 30 * 60_000});
      profile.sink.answer = () => new RetryLater('503', 30_000);
      times(10, () => tab.track());
      await profile.clock.advance(4000);
      profile.clock.epoch += days * 86_400_000;
      times(10, () => tab.track());
      profile.sink.answer = () => undefined;
      await profile.clock.advance(10_000);
      assert.equal(profile.sink.arrived.size, 0);
      await profile.clock.advance(60_000);
      assert.equal(profile.sink.arrived.size, 20);
      assert.deepEqual(profile.sink.duplicates(), []);
    });

  it('drops what is too old for the provider, and counts it', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab({}, {maxAgeMs: 60_000});
    tab.track();
    await profile.clock.advance(61_000);
    profile.online = true;
    await profile.clock.advance(60_000);
    assert.deepEqual({...tab.queue.stats().dropped}, {'too-old': 1});
    assert.equal(profile.sink.requests.length, 0);
  });

  it('fences a holder of the lock that is wedged', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const zombie = profile.locks.view({}).request('af:drain:main', {ifAvailable: true}, () => new Promise(() => {}));
    zombie.catch(() => {}); // it will be told that the lock was stolen
    await profile.clock.settle();
    profile.disk.items.set('af:drain:main', `${profile.clock.view().now()} zombie00`);
    tab.track();
    await profile.clock.advance(25_000);
    assert.equal(profile.sink.count(), 0);
    await profile.clock.advance(20_000);
    assert.equal(profile.sink.count(), 1);
  });

  it('leaves what waits on disk when it is closed', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    tab.track();
    tab.track();
    await tab.queue.close();
    assert.equal(profile.disk.keys('af:q:').length, 2);
    tab.track();
    assert.equal(profile.disk.keys('af:q:').length, 2);
    balanced(tab.queue.stats());
  });

  it('works in memory where storage is denied', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({storage: null, locks: undefined, openChannel: undefined});
    times(5, () => tab.track());
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.count(), 5);
    balanced(tab.queue.stats());
  });

  it('removes a provider together with what waits for it', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    times(5, () => tab.track());
    await profile.clock.advance(10);
    const before = tab.queue.stats();
    assert.equal(before.waiting, 5);
    tab.queue.removeLane('main');
    assert.deepEqual({...tab.queue.stats().dropped}, {'provider-removed': 5});
    assert.deepEqual(profile.disk.keys('af:q:'), []);
    tab.track();
    balanced(tab.queue.stats());
  });

  it('takes a withdrawn category off the disk at once, of all tabs, and goes on with the rest', async () => {
    const profile = new QueueProfile();
    let marketing = true;
    const allowed = ({category}: {category: string}) => category !== 'marketing' || marketing;
    profile.online = false;
    const tab = profile.tab({allowed});
    const other = profile.tab({allowed});
    times(3, () => tab.track());
    times(2, () => tab.track({category: 'marketing'}));
    times(2, () => other.track({category: 'marketing'}));
    const kept = other.track();
    await profile.clock.advance(10);
    marketing = false;
    const swept = tab.queue.sweep();
    await profile.clock.advance(10);
    await swept;
    const onDisk = profile.disk.keys('af:q:').map(key => profile.disk.items.get(key));
    assert.ok(!onDisk.join().includes('marketing'), 'nothing of it is left on disk');
    profile.online = true;
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 4);
    assert.ok(profile.sink.arrived.has(kept.uuid));
    assert.equal(tab.queue.stats().dropped['withdrawn'], 2);
    balanced(tab.queue.stats());
  });

  it('cuts off a request that carries records of a withdrawn category, and sends the others again', async () => {
    const profile = new QueueProfile();
    let marketing = true;
    const signals: AbortSignal[] = [];
    const arrived: string[] = [];
    const tab = profile.tab({allowed: ({category}) => category !== 'marketing' || marketing}, null);
    void tab.queue.connect('main', {
      manifest: {...storesNothing, hosts: [], maxAgeMs: 1e9, batch: {events: 10, bytes: 1e5}, dedupes: true, canStop: true},
      async send(records, {signal}) {
        signals.push(signal);
        if (signals.length === 1) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))));
        arrived.push(...records.map(({category}) => category));
        return undefined;
      },
    });
    tab.track();
    tab.track({category: 'marketing'});
    await profile.clock.advance(5000);
    assert.deepEqual([signals.length, signals[0]!.aborted], [1, false]);
    marketing = false;
    void tab.queue.sweep();
    await profile.clock.advance(60_000);
    assert.deepEqual([signals[0]!.aborted, arrived], [true, ['analytics']]);
    assert.deepEqual({...tab.queue.stats().dropped}, {withdrawn: 1});
    balanced(tab.queue.stats());
  });

  it('flush resolves when everything was tried', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(120, () => tab.track());
    let flushed = false;
    void tab.queue.flush().then(() => (flushed = true));
    await profile.clock.advance(500);
    assert.equal(flushed, true);
    assert.equal(profile.sink.count(), 120);
  });

  it('counts what was lost before it, what is too large, and what it can not write', () => {
    const profile = new QueueProfile();
    const tab = profile.tab({limits: {eventBytes: 1000}});
    tab.queue.count('guard');
    tab.track({event: 'ä'.repeat(600)});
    tab.queue.enqueue({...profile.record(), properties: {big: 1n as unknown as number}});
    assert.deepEqual({...tab.queue.stats().dropped}, {guard: 1, 'too-large': 1, failed: 1});
    balanced(tab.queue.stats());
  });

  it('deletes and counts what is not a record', async () => {
    const profile = new QueueProfile();
    profile.disk.items.set('af:q:main:garbage', '{"half');
    profile.disk.items.set('af:q:main:00mz3q1z0-aaaaaaaa-00000-1-2-2s', '{"half\n{}');
    const tab = profile.tab();
    await profile.clock.advance(10_000);
    assert.deepEqual(profile.disk.keys('af:q:'), []);
    assert.deepEqual({...tab.queue.stats().recovered.dropped}, {corrupt: 3});
  });

  it('writes valid records though the page has put toJSON on every array', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    Object.defineProperty(Array.prototype, 'toJSON', {value: () => 'broken', configurable: true});
    const record = tab.track({properties: {list: [1, [2]], at: {deep: ['x']}}});
    delete (Array.prototype as {toJSON?: unknown}).toJSON;
    await profile.clock.advance(5000);
    assert.deepEqual(JSON.parse(profile.sink.arrived.get(record.uuid)![0]!), record);
  });

  it('leaves the account balanced without a channel, when another tab delivers', async () => {
    const profile = new QueueProfile({channel: false});
    const idle = profile.tab({}, null);
    times(10, () => idle.track());
    const busy = profile.tab();
    await profile.clock.advance(30_000);
    assert.equal(profile.sink.count(), 10);
    assert.equal(idle.queue.stats().delivered, 10);
    assert.equal(busy.queue.stats().recovered.delivered, 10);
  });

  it('books a record that another tab delivers with its owner only', async () => {
    const profile = new QueueProfile();
    const idle = profile.tab({}, null);
    times(10, () => idle.track());
    const busy = profile.tab();
    await profile.clock.advance(30_000);
    assert.equal(idle.queue.stats().delivered, 10);
    assert.equal(busy.queue.stats().recovered.delivered, 0);
  });

  it('counts as vanished what the page has cleared from storage', async () => {
    const profile = new QueueProfile({channel: false});
    profile.online = false;
    const tab = profile.tab();
    times(3, () => tab.track());
    await profile.clock.advance(10);
    profile.disk.items.clear();
    assert.deepEqual({...tab.queue.stats().dropped}, {vanished: 3});
  });

  it("leaves another tab's youngest segments to it", async () => {
    const profile = new QueueProfile();
    const owner = profile.tab({}, null);
    const other = profile.tab();
    await profile.clock.advance(1000);
    owner.track();
    other.track();
    await profile.clock.advance(4000);
    assert.equal(profile.sink.count(), 1);
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.count(), 2);
  });

  it('asks for consent again before each request', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {batch: {events: 2, bytes: 1e6}});
    times(10, () => tab.track());
    profile.sink.answer = () => ((profile.granted = false), undefined);
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.count(), 2);
    assert.deepEqual({...tab.queue.stats().dropped}, {withdrawn: 8});
    assert.deepEqual(profile.disk.keys('af:q:'), []);
  });

  it('a withdrawal that another tab hears of late does not end a newer grant', async () => {
    const profile = new QueueProfile();
    const late = profile.tab();
    const tab = profile.tab();
    await profile.clock.advance(1000);
    tab.queue.erase();
    profile.epoch++;
    const renewed = profile.tab();
    renewed.track();
    late.queue.erase();
    await profile.clock.advance(10_000);
    renewed.track();
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.count(), 2);
    balanced(renewed.queue.stats());
  });

  it('lets what is in flight end when it is closed, and books it', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {dedupes: false});
    times(3, () => tab.track());
    profile.sink.latency = 1000;
    await profile.clock.advance(500);
    let closed = false;
    void tab.queue.close().then(() => (closed = true));
    await profile.clock.advance(400);
    assert.equal(closed, false);
    await profile.clock.advance(1000);
    assert.equal(closed, true);
    assert.deepEqual(profile.disk.keys('af:q:'), []);
    assert.deepEqual(profile.disk.keys('af:try:'), []);
    assert.equal(tab.queue.stats().delivered, 3);
  });

  it('stays quiet when a part that it was given throws', async () => {
    const profile = new QueueProfile();
    let broken = false;
    const throwing = () => {
      if (broken) throw new Error('broken');
      return true;
    };
    const tab = profile.tab({
      allowed: throwing,
      lanes: [{id: 'main', accepts: throwing}],
      onProblem: () => assert.fail("not the queue's fault"),
    });
    tab.track();
    await Promise.resolve();
    broken = true;
    tab.track();
    tab.page.dispatchEvent(new Event('pagehide'));
    await profile.clock.advance(10_000);
    tab.page.dispatchEvent(new Event('pageshow'));
    broken = false;
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.count(), 1);
    assert.deepEqual({...tab.queue.stats().dropped}, {failed: 1});
  });

  it('a hundred flips of visibility in a second cost one request', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    times(5, () => tab.track());
    for (let i = 0; i < 100; i++) {
      tab.page.dispatchEvent(new Event('visibilitychange'));
      await profile.clock.advance(10);
    }
    assert.equal(profile.sink.requests.length, 1);
  });

  it('a network that is blocked is asked less and less', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    profile.sink.answer = () => new RetryLater('blocked', undefined, false, true);
    tab.track();
    await profile.clock.advance(6 * 3_600_000);
    assert.ok(profile.sink.requests.length < 60, `${profile.sink.requests.length} requests in six hours`);
    assert.equal(tab.queue.stats().waiting, 1);
  });

  it('sends plainly when the browser has refused a keepalive request, and keepalive again after that', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {batch: {events: 10, bytes: 1e6}});
    profile.sink.answer = (_, {keepalive}) =>
      keepalive && profile.sink.requests.length === 2 ? new RetryLater('refused', undefined, false, true) : undefined;
    times(40, () => tab.track());
    await profile.clock.advance(20_000);
    assert.equal(profile.sink.count(), 40);
    assert.deepEqual(
      profile.sink.requests.map(({options}) => options.keepalive),
      [true, true, false, true, true],
    );
  });

  it('does not back off for a keepalive request that was refused, and asks for no keepalive while the network is down', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    tab.track();
    let down = true;
    profile.sink.answer = () => (down ? new RetryLater('failed', undefined, false, true) : undefined);
    await profile.clock.advance(3100);
    assert.deepEqual(
      profile.sink.requests.slice(0, 2).map(({options}) => options.keepalive),
      [true, false],
    );
    await profile.clock.advance(60_000);
    assert.ok(profile.sink.requests.slice(1).every(({options}) => !options.keepalive));
    assert.ok(profile.sink.requests.length < 12);
    down = false;
    await profile.clock.advance(600_000);
    tab.track();
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.requests.at(-1)?.options.keepalive, true);
    assert.equal(profile.sink.count(), 2);
  });

  it('a page that comes back after its last requests were refused sends at once', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    await profile.clock.advance(100);
    times(3, () => tab.track());
    profile.sink.answer = () => new RetryLater('refused', undefined, false, true);
    tab.page.dispatchEvent(new Event('pagehide'));
    await profile.clock.advance(100);
    assert.equal(profile.sink.requests.length, 1);
    profile.sink.answer = () => undefined;
    tab.page.dispatchEvent(new Event('pageshow'));
    await profile.clock.advance(500);
    assert.equal(profile.sink.count(), 3);
  });

  it('tries again what it has taken over, though it has nothing of its own', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, null);
    times(10, () => tab.track());
    await profile.clock.settle();
    tab.kill();
    await profile.clock.advance(10_000);
    profile.sink.answer = () => (profile.sink.requests.length > 3 ? undefined : new RetryLater('503'));
    profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.count(), 10);
  });

  it('at pagehide sends what is in memory only, however old', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab({storage: null, locks: undefined, openChannel: undefined});
    times(5, () => tab.track());
    await profile.clock.advance(20_000);
    profile.online = true;
    tab.page.dispatchEvent(new Event('pagehide'));
    assert.equal(profile.sink.count(), 5);
    assert.ok(profile.sink.requests.every(({options}) => options.keepalive));
  });
});
