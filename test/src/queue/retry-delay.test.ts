import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createQueueStorage} from '../../../src/queue/queue-storage.js';
import {createRetryDelay} from '../../../src/queue/retry-delay.js';
import {FakeClock} from '../../helpers/fake-clock.js';
import {FakeDisk} from '../../helpers/fake-disk.js';

const minute = 60_000;
const create = (random = 1) => {
  const clock = new FakeClock();
  const disk = new FakeDisk();
  const page = () => createRetryDelay({storage: createQueueStorage(disk.view()), key: 'retry', clock: clock.view(), random: () => random});
  return {clock, disk, page, delay: page()};
};

describe('the retry delay', () => {
  it('doubles up to five minutes, with full jitter', () => {
    const {delay} = create();
    const waits = Array.from({length: 12}, () => (delay.failed(undefined, false), delay.left()));
    assert.deepEqual(waits.slice(0, 4), [1000, 2000, 4000, 8000]);
    assert.equal(waits.at(-1), 5 * minute);
    const calm = create(0).delay;
    calm.failed(undefined, false);
    assert.equal(calm.left(), 0);
  });

  it('grows to half an hour where the network itself fails again and again', () => {
    const {delay} = create();
    for (let i = 0; i < 15; i++) delay.failed(undefined, true);
    assert.equal(delay.left(), 30 * minute);
  });

  for (const [floor, expected] of [
    [5000, 5000],
    [999_999_999_000, 60 * minute],
    [-1, 0],
    [NaN, 0],
  ] as const)
    it(`takes a wish of ${floor} ms for ${expected} ms`, () => {
      const {delay} = create(0);
      delay.failed(floor, false);
      assert.equal(delay.left(), expected);
    });

  it('pauses for five minutes, then longer, up to thirty', () => {
    const {delay} = create();
    const waits = Array.from({length: 5}, () => (delay.paused(), delay.left() / minute));
    assert.deepEqual(waits, [5, 10, 20, 30, 30]);
  });

  it('is shared by the pages of a profile, and ends for all of them', async () => {
    const {clock, delay, page} = create(0);
    delay.failed(10_000, false);
    await clock.advance(4000);
    const other = page();
    assert.equal(other.left(), 6000);
    other.reset();
    assert.equal(delay.left(), 0);
  });

  it('neither ends nor lasts for ever when the clock jumps', () => {
    const {clock, delay, page} = create(0);
    delay.failed(10_000, false);
    clock.epoch += 86_400_000;
    assert.equal(delay.left(), 10_000);
    clock.epoch -= 2 * 86_400_000;
    assert.equal(delay.left(), 10_000);
    assert.equal(page().left(), 10_000, 'for the next page no longer than was asked for');
  });

  for (const text of ['', 'x', 'NaN NaN', '1', '-1 -1', '{}', '1 9e99', '1 9e99 9e99'])
    it(`takes "${text}" in storage for no more than an hour`, () => {
      const {disk, page} = create();
      disk.items.set('retry', text);
      const left = page().left();
      assert.ok(left >= 0 && left <= 60 * minute);
    });
});
