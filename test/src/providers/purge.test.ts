import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Declared} from '../../../src/providers/purge.js';
import {createPurge} from '../../../src/providers/purge.js';
import type {Place, StoredPlace} from '../../../src/providers/stored-places.js';
import type {PurgeReport} from '../../../src/purge-types.js';
import {FakeClock} from '../../helpers/fake-clock.js';

const vendor = (more: Partial<Declared>): Declared => ({
  name: 'vendor',
  cookies: [],
  localStorage: [],
  sessionStorage: [],
  indexedDB: [],
  canStop: true,
  ...more,
});

const placeOf = (place: Place, held: Set<string>, remove = (name: string): void => void held.delete(name)): StoredPlace => ({
  place,
  names: () => [...held],
  remove,
});

/** Runs the purge to its end on a clock of its own; `meanwhile` is called with each millisecond that passes. */
const purge = async (places: readonly StoredPlace[], declared: readonly Declared[], meanwhile = (_ms: number) => {}) => {
  const report = await run(places, declared, meanwhile, () => false);
  assert.ok(report, 'the purge ends within 4 s');
  return report;
};

const run = async (
  places: readonly StoredPlace[],
  declared: readonly Declared[],
  meanwhile: (ms: number) => void,
  granted: () => boolean,
): Promise<PurgeReport | undefined> => {
  const clock = new FakeClock();
  clock.turns = 20;
  let report: PurgeReport | undefined;
  let over = false;
  void createPurge(places, clock.view(), () => false)(declared, () => [], granted).then(told => {
    report = told;
    over = true;
  });
  for (let ms = 0; ms < 4000 && !over; ms += 50) {
    meanwhile(ms);
    await clock.advance(50);
  }
  assert.ok(over, 'the purge ends within 4 s');
  return report;
};

describe('the purge', () => {
  it('removes what is declared, by name and by pattern, and nothing else', async () => {
    const local = new Set(['vendor_id', 'vendor_queue_1', 'vendor', 'host']);
    const report = await purge([placeOf('localStorage', local)], [vendor({localStorage: ['vendor_id', 'vendor_queue_*']})]);
    assert.deepEqual([...local], ['vendor', 'host']);
    assert.deepEqual(report.removed, [
      {place: 'localStorage', name: 'vendor_id'},
      {place: 'localStorage', name: 'vendor_queue_1'},
    ]);
    assert.deepEqual([report.remaining, report.notStopped], [[], []]);
  });

  it('takes away what comes back once, and does not call it remaining', async () => {
    const local = new Set(['vendor_id']);
    const report = await purge([placeOf('localStorage', local)], [vendor({localStorage: ['vendor_*']})], ms => {
      if (ms === 300) local.add('vendor_id');
    });
    assert.equal(local.size, 0);
    assert.deepEqual([report.remaining, report.notStopped], [[], []]);
  });

  it('names a provider that goes on storing', async () => {
    const local = new Set(['vendor_id']);
    const report = await purge([placeOf('localStorage', local)], [vendor({localStorage: ['vendor_*']})], ms => {
      if (ms % 200 === 0) local.add('vendor_id');
    });
    assert.deepEqual(report.remaining, [{place: 'localStorage', name: 'vendor_id', reason: 'rewritten'}]);
    assert.deepEqual(report.notStopped, ['vendor']);
    assert.deepEqual(report.removed, []);
  });

  it('says what cannot be removed, and what is out of reach', async () => {
    const held = new Set(['_v']);
    const declared = vendor({cookies: ['_v'], canStop: false, unreachable: {httpOnly: ['_vs'], thirdParty: ['vendor.example']}});
    const report = await purge([placeOf('cookies', held, () => {})], [declared]);
    assert.deepEqual(report.remaining, [{place: 'cookies', name: '_v', reason: 'kept'}]);
    assert.deepEqual(report.unreachable, {httpOnly: ['_vs'], thirdParty: ['vendor.example']});
    assert.deepEqual(report.notStopped, ['vendor']);
  });

  it('ends in time when a database does not answer', async () => {
    const local = new Set(['vendor_id']);
    const hanging: StoredPlace = {place: 'indexedDB', names: () => new Promise(() => {}), remove: () => new Promise(() => {})};
    await purge([hanging, placeOf('localStorage', local)], [vendor({localStorage: ['vendor_*'], indexedDB: ['v']})]);
    assert.equal(local.size, 0);
  });

  it('lets a provider be that the visitor has agreed to again', async () => {
    const local = new Set(['vendor_id']);
    let granted = false;
    const report = await run(
      [placeOf('localStorage', local)],
      [vendor({localStorage: ['vendor_*']})],
      ms => {
        if (ms !== 300) return;
        granted = true;
        local.add('vendor_id');
      },
      () => granted,
    );
    assert.equal(report, undefined);
    assert.deepEqual([...local], ['vendor_id']);
  });
});
