import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createQueueStorage} from '../../../src/queue/queue-storage.js';
import {createTabElection} from '../../../src/queue/tab-election.js';
import type {Owns} from '../../../src/queue/tab-election.js';
import {FakeClock} from '../../helpers/fake-clock.js';
import {FakeDisk} from '../../helpers/fake-disk.js';
import {FakeLocks} from '../../helpers/fake-locks.js';

const create = (withLocks: boolean) => {
  const clock = new FakeClock();
  const disk = new FakeDisk();
  const locks = new FakeLocks();
  const tab = (id: string) =>
    createTabElection({
      name: 'drain',
      tab: id,
      storage: createQueueStorage(disk.view()),
      locks: withLocks ? locks.view({}) : undefined,
      clock: clock.view(),
      random: () => 0.5,
      staleMs: 30_000,
    });
  return {clock, disk, locks, tab};
};
/** Work that goes on until told to end. */
const work = () => {
  let end = () => {};
  let owns: Owns | undefined;
  const over = new Promise<void>(resolve => (end = resolve));
  return {run: (given: Owns) => ((owns = given), over), end: () => end(), owns: () => owns?.()};
};

for (const withLocks of [true, false])
  describe(`the election ${withLocks ? 'by Web Locks' : 'without Web Locks'}`, () => {
    it('lets one tab work at a time, and the next when it is done', async () => {
      const {clock, tab} = create(withLocks);
      const [a, b] = [work(), work()];
      const [first, second] = [tab('aaaaaaaa'), tab('bbbbbbbb')];
      const ran = first.run(a.run);
      await clock.advance(1000);
      assert.equal(a.owns(), true);
      assert.equal(await second.run(b.run), false);
      a.end();
      assert.equal(await ran, true);
      void second.run(b.run);
      await clock.advance(1000);
      assert.equal(b.owns(), true);
    });

    it('lets one of two that begin at once work', async () => {
      const {clock, tab} = create(withLocks);
      const [a, b] = [work(), work()];
      void tab('aaaaaaaa').run(a.run);
      void tab('bbbbbbbb').run(b.run);
      await clock.advance(1000);
      assert.deepEqual([a.owns(), b.owns()].filter(Boolean), [true]);
    });

    it('replaces a holder that is wedged, which then finds its claim taken', async () => {
      const {clock, tab} = create(withLocks);
      const [a, b] = [work(), work()];
      void tab('aaaaaaaa').run(a.run);
      await clock.advance(31_000);
      void tab('bbbbbbbb').run(b.run);
      await clock.advance(1000);
      assert.equal(b.owns(), true);
      assert.equal(a.owns(), false);
    });

    it('lets others in as soon as the page goes away, while its work is still under way', async () => {
      const {clock, tab} = create(withLocks);
      const [a, b] = [work(), work()];
      const first = tab('aaaaaaaa');
      void first.run(a.run);
      await clock.advance(1000);
      first.release();
      await clock.advance(1000);
      void tab('bbbbbbbb').run(b.run);
      await clock.advance(1000);
      assert.equal(b.owns(), true);
      assert.equal(a.owns(), false);
    });

    it('is free again when the work fails', async () => {
      const {clock, tab} = create(withLocks);
      const [first, second, b] = [tab('aaaaaaaa'), tab('bbbbbbbb'), work()];
      const failed = first.run(() => Promise.reject(new Error('broken'))).catch(() => false);
      await clock.advance(1000);
      assert.equal(await failed, false);
      void second.run(b.run);
      await clock.advance(1000);
      assert.equal(b.owns(), true);
    });
  });

describe('where Web Locks are denied', () => {
  it('falls back to claims in storage', async () => {
    const clock = new FakeClock();
    const denied = {request: () => Promise.reject(new DOMException('denied', 'SecurityError'))} as unknown as LockManager;
    const a = work();
    const election = createTabElection({
      name: 'drain',
      tab: 'aaaaaaaa',
      storage: createQueueStorage(new FakeDisk().view()),
      locks: denied,
      clock: clock.view(),
      random: () => 0,
      staleMs: 30_000,
    });
    void election.run(a.run);
    await clock.advance(1000);
    assert.equal(a.owns(), true);
  });
});
