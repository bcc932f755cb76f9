import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createLatePart} from '../../../src/lib/late-part.js';
import {FakeClock} from '../../helpers/fake-clock.js';

const create = (failing = 0) => {
  const clock = new FakeClock();
  const log: string[] = [];
  let left = failing;
  const late = createLatePart({
    load: async () => {
      log.push('load');
      if (left-- > 0) throw new Error('404');
      return 'part';
    },
    clock: clock.view(),
    onFailed: () => log.push('failed'),
  });
  return {late, clock, log};
};

describe('a part whose code is on its way', () => {
  it('is fetched at once, and once', async () => {
    const {late, clock, log} = create();
    assert.equal(late.now(), undefined);
    assert.equal(await late.attempt(), 'part');
    assert.equal(late.now(), 'part');
    await clock.advance(3_600_000);
    assert.deepEqual(log, ['load']);
  });

  it('is tried again, ever less often, until it comes; trouble is told once', async () => {
    const {late, clock, log} = create(3);
    assert.equal(await late.attempt(), undefined);
    await clock.advance(2000 + 4000 + 7999);
    assert.deepEqual(log, ['load', 'failed', 'load', 'load']);
    assert.equal(late.now(), undefined);
    await clock.advance(1);
    assert.equal(await late.attempt(), 'part');
    assert.deepEqual(log, ['load', 'failed', 'load', 'load', 'load']);
  });

  it('is asked for at least every five minutes, however long it takes', async () => {
    const {clock, log} = create(Infinity);
    await clock.advance(3_600_000);
    const before = log.length;
    await clock.advance(300_000);
    assert.equal(log.length, before + 1);
  });

  it('is not tried again once it is not wanted any more', async () => {
    const {late, clock, log} = create(5);
    await late.attempt();
    late.stop();
    await clock.advance(600_000);
    assert.deepEqual(log, ['load', 'failed']);
    const early = create(5);
    early.late.stop();
    await early.clock.advance(600_000);
    assert.deepEqual(early.log, ['load']);
  });
});
