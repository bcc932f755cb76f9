import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {RetryLater} from '../../../src/lib/send-errors.js';
import {QueueProfile} from '../../helpers/queue-profile.js';
import type {FakeTab} from '../../helpers/queue-profile.js';

/** Each in a task of its own. */
const trackApart = async (profile: QueueProfile, tab: FakeTab, count: number, changes = {}) => {
  const uuids: string[] = [];
  for (let i = 0; i < count; i++) {
    uuids.push(tab.track(changes).uuid);
    await profile.clock.advance(1);
  }
  return uuids;
};
const times = (count: number, call: () => void) => Array.from({length: count}, call);

describe('records go in batches', () => {
  it('by time: a few after three seconds', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab();
    await profile.clock.advance(10_000);
    times(3, () => tab.track());
    await profile.clock.advance(2900);
    assert.equal(profile.sink.requests.length, 0);
    await profile.clock.advance(200);
    assert.deepEqual(
      profile.sink.requests.map(({uuids}) => uuids.length),
      [3],
    );
  });

  it('by count: twenty at once, and none larger than the provider takes', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {batch: {events: 7, bytes: 1e6}});
    await profile.clock.advance(10_000);
    times(20, () => tab.track());
    await profile.clock.advance(200);
    assert.deepEqual(
      profile.sink.requests.map(({uuids}) => uuids.length),
      [7, 7, 6],
    );
  });

  for (const [what, bytes, most] of [
    ['the provider takes', 2000, 2000],
    ['outlives its page', 1e9, 28 * 1024],
  ] as const)
    it(`by bytes: none larger than ${what}, but a single record, however large`, async () => {
      const profile = new QueueProfile();
      const tab = profile.tab({}, {batch: {events: 50, bytes}});
      times(60, () => tab.track({properties: {text: 'x'.repeat(500)}}));
      tab.track({properties: {text: 'ä'.repeat(15_000)}});
      await profile.clock.advance(60_000);
      assert.equal(profile.sink.count(), 61);
      const sizes = profile.sink.requests.map(({texts}) => texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0));
      for (const [at, size] of sizes.entries()) assert.ok(size <= most || profile.sink.requests[at]!.texts.length === 1, `${size} bytes`);
      assert.ok(sizes.length < 61);
    });
});

describe('the order of a visitor’s records', () => {
  it('is kept through tasks, an outage, and batches that fail half-way', async () => {
    const profile = new QueueProfile();
    const tab = profile.tab({}, {batch: {events: 10, bytes: 1e6}});
    profile.sink.answer = () => (profile.sink.requests.length % 3 ? undefined : new RetryLater('503'));
    const uuids = await trackApart(profile, tab, 60);
    await profile.clock.advance(3_600_000);
    assert.deepEqual([...profile.sink.arrived.keys()], uuids);
  });

  it('is kept from page to page', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const uuids: string[] = [];
    for (let page = 0; page < 3; page++) {
      const tab = profile.tab();
      uuids.push(...(await trackApart(profile, tab, 30)));
      tab.shut();
      await profile.clock.advance(60_000);
    }
    profile.online = true;
    profile.tab();
    await profile.clock.advance(60_000);
    assert.deepEqual([...profile.sink.arrived.keys()], uuids);
  });

  it('does not depend on what they are: only for want of room do page views go first', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    const uuids = [...(await trackApart(profile, tab, 5)), ...(await trackApart(profile, tab, 5, {type: 'page'}))];
    uuids.push(...(await trackApart(profile, tab, 5)));
    profile.online = true;
    await profile.clock.advance(60_000);
    assert.deepEqual([...profile.sink.arrived.keys()], uuids);
  });
});

describe('what waits', () => {
  it('takes no more than 1 MiB of storage, whatever the records are like', async () => {
    const profile = new QueueProfile();
    profile.online = false;
    const tab = profile.tab();
    for (let task = 0; task < 60; task++) {
      times(task % 5 ? 1 : 40, () => tab.track({properties: {text: `${task} `.repeat(3000)}}));
      await profile.clock.advance(1);
    }
    assert.ok(profile.disk.size() < 2 ** 20 + 2 ** 15, `${profile.disk.size()} characters`);
    const {tracked, waiting, dropped} = tab.queue.stats();
    assert.equal(tracked, waiting + dropped['overflow']!);
    assert.ok(waiting > 50);
  });
});
