import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {IDBFactory, IDBKeyRange} from 'fake-indexeddb';
import {createMirror} from '../../../src/queue/mirror.js';
import {QueueProfile} from '../../helpers/queue-profile.js';

Object.assign(globalThis, {IDBKeyRange});

const times = (count: number, call: () => void) => Array.from({length: count}, call);
const createProfile = () => {
  const indexedDB = new IDBFactory();
  const profile = new QueueProfile({indexedDB});
  profile.clock.turns = 12;
  return {profile, indexedDB};
};

describe('until the half that sends has come', () => {
  it('records wait on disk, and go once each, in order, when it has', async () => {
    const {profile} = createProfile();
    const tab = profile.tab({}, {}, false);
    const uuids = Array.from({length: 120}, () => tab.track().uuid);
    await profile.clock.advance(60_000);
    assert.deepEqual([tab.queue.stats().waiting, profile.sink.requests.length, profile.disk.keys('af:q:').length > 0], [120, 0, true]);
    assert.equal(tab.arrive(), true);
    await profile.clock.advance(10_000);
    assert.deepEqual([...profile.sink.arrived.keys()], uuids);
    assert.deepEqual(profile.sink.duplicates(), []);
    assert.deepEqual([tab.queue.stats().delivered, tab.queue.stats().waiting, profile.disk.keys('af:q:')], [120, 0, []]);
  });

  it('the bounds are kept, and what they cost is counted, and told to the provider later', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({limits: {records: 10}}, {}, false);
    for (let i = 0; i < 15; i++) {
      tab.track();
      await profile.clock.advance(1);
    }
    assert.deepEqual([tab.queue.stats().waiting, {...tab.queue.stats().dropped}], [10, {overflow: 5}]);
    assert.deepEqual(
      tab.problems.map(({code}) => code),
      ['dropped-overflow'],
    );
    tab.arrive();
    await profile.clock.advance(10_000);
    assert.equal(profile.sink.count(), 10);
    assert.deepEqual(profile.sink.requests[0]?.options.dropped, {overflow: 5});
  });

  it('a tab that closes leaves everything to the next one, also if it never comes', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {}, false);
    times(70, () => tab.track());
    await Promise.resolve();
    tab.shut();
    const next = profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 70);
    assert.equal(next.queue.stats().recovered.delivered, 70);
  });

  it('withdrawal leaves nothing, not even the database of an earlier page', async () => {
    const {profile, indexedDB} = createProfile();
    const before = profile.tab();
    before.track();
    await profile.clock.advance(1000);
    before.shut();
    assert.equal((await indexedDB.databases()).length, 1);
    const tab = profile.tab({}, {}, false);
    times(5, () => tab.track());
    profile.granted = false;
    tab.queue.erase();
    assert.deepEqual([...profile.disk.items.keys()], []);
    const sent = profile.sink.requests.length;
    await profile.clock.settle();
    assert.deepEqual(await indexedDB.databases(), []);
    assert.equal(tab.arrive(), false, 'it does nothing when it comes after that');
    tab.track();
    await profile.clock.advance(60_000);
    assert.deepEqual([[...profile.disk.items.keys()], await indexedDB.databases(), profile.sink.requests.length], [[], [], sent]);
    const {tracked, waiting, dropped} = tab.queue.stats();
    assert.deepEqual([tracked, waiting, {...dropped}], [6, 0, {withdrawn: 6}]);
  });

  it('withdrawal right after it has come leaves nothing either', async () => {
    const {profile, indexedDB} = createProfile();
    const tab = profile.tab({}, {}, false);
    times(5, () => tab.track());
    assert.equal(tab.arrive(), true);
    profile.granted = false;
    tab.queue.erase();
    await profile.clock.advance(60_000);
    assert.deepEqual([[...profile.disk.items.keys()], await indexedDB.databases(), profile.sink.requests.length], [[], [], 0]);
  });

  it('a queue that was closed keeps what it has, and lets nothing begin', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {}, false);
    times(5, () => tab.track());
    await tab.queue.close();
    assert.equal(tab.arrive(), false);
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.requests.length, 0);
    const next = profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(next.queue.stats().recovered.delivered, 5);
  });

  it('nothing is mirrored, but all that waits as soon as it has', async () => {
    const {profile} = createProfile();
    profile.online = false;
    const tab = profile.tab({}, {}, false);
    times(80, () => tab.track());
    await profile.clock.advance(1000);
    tab.arrive();
    await profile.clock.advance(1000);
    tab.kill();
    // A killed browser may forget all of localStorage.
    profile.disk.items.clear();
    profile.online = true;
    profile.tab();
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.arrived.size, 80);
    assert.deepEqual(profile.sink.duplicates(), []);
  });

  it('another tab may send what waits here; each account still balances', async () => {
    const {profile} = createProfile();
    const late = profile.tab({}, {}, false);
    times(30, () => late.track());
    await profile.clock.advance(1000);
    const busy = profile.tab();
    await profile.clock.advance(30_000);
    assert.equal(profile.sink.count(), 30);
    late.arrive();
    await profile.clock.advance(30_000);
    assert.equal(profile.sink.count(), 30);
    assert.deepEqual([late.queue.stats().delivered, late.queue.stats().waiting], [30, 0]);
    assert.equal(busy.queue.stats().tracked, 0);
  });

  it('a lane that is added later is served as well', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    const side = new QueueProfile().sink;
    tab.queue.addLane({id: 'side', accepts: ({type}) => type === 'page'});
    void tab.queue.connect('side', side.target(profile.clock.view()));
    tab.track({type: 'page'});
    await profile.clock.advance(10_000);
    assert.deepEqual([profile.sink.count(), side.count()], [1, 1]);
  });
});

describe('the mirror', () => {
  it('takes no text for what has left, and none that is longer than what is left', async () => {
    const {profile, indexedDB} = createProfile();
    const mirror = createMirror(indexedDB, 'af', profile.clock.view());
    await mirror.write([
      ['a', 42],
      ['b', 'short'],
      ['c', 'long enough'],
    ]);
    await mirror.write([
      ['a', 'late'],
      ['b', 'a longer one'],
      ['c', 'shorter'],
      ['d', 'new'],
    ]);
    assert.deepEqual(
      [...(await mirror.read('', ''))],
      [
        ['a', 42],
        ['b', 'short'],
        ['c', 'shorter'],
        ['d', 'new'],
      ],
    );
    mirror.close();
  });
});
