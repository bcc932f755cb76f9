import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {QueueProfile} from '../../helpers/queue-profile.js';
import type {FakeTab} from '../../helpers/queue-profile.js';

/** A localStorage that writes down what is asked of it. */
const watched = (storage: Storage, asked: string[]): Storage =>
  new Proxy(storage, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name);
      if (typeof found === 'function') return (...given: unknown[]) => (asked.push(String(name)), Reflect.apply(found, target, given));
      asked.push(String(name));
      return found;
    },
    ownKeys: target => (asked.push('keys'), Reflect.ownKeys(target)),
  });

/** A tab off the network, and all that one event asks of storage: when `enqueue` has returned, and at the end of its task. */
const openTab = (records = 20_000) => {
  const profile = new QueueProfile();
  profile.online = false;
  const asked: string[] = [];
  const storage = watched(profile.disk.view(), asked);
  const tab = profile.tab({storage, limits: {records, bytes: 2 ** 26}});
  const cost = async () => {
    asked.length = 0;
    tab.track();
    const atOnce = [...asked];
    await endTask();
    return {atOnce, task: [...asked]};
  };
  return {profile, tab, cost};
};

const endTask = () => new Promise(setImmediate);

const fill = async (tab: FakeTab, count: number) => {
  for (let tracked = 0; tracked < count; tracked++) {
    tab.track();
    await Promise.resolve();
  }
  await endTask();
};

describe('the cost of an event, in storage operations', () => {
  for (const waiting of [0, 100, 5000])
    it(`is one write and no read with ${waiting} waiting`, async () => {
      const {profile, tab, cost} = openTab();
      await fill(tab, waiting);
      assert.equal(profile.disk.keys('af:q:').length, waiting);
      assert.deepEqual(await cost(), {atOnce: ['setItem'], task: ['setItem']});
      assert.equal(profile.disk.keys('af:q:').length, waiting + 1);
    });

  it('is one write and one removal when there is no room', async () => {
    const {tab, cost} = openTab(100);
    await fill(tab, 120);
    const {atOnce} = await cost();
    assert.deepEqual(atOnce, ['setItem', 'removeItem']);
    assert.equal(tab.queue.stats().waiting, 100);
  });

  it('is some twenty writes for 1,000 in one task', async () => {
    const {profile, tab} = openTab();
    const before = profile.disk.writes;
    for (let tracked = 0; tracked < 1000; tracked++) tab.track();
    await endTask();
    assert.ok(profile.disk.writes - before <= 21, `${profile.disk.writes - before} writes`);
    assert.equal(tab.queue.stats().waiting, 1000);
  });
});
