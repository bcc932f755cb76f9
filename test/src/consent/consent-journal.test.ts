import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it, mock} from 'node:test';
import {createConsentStore} from '../../../src/consent/consent-store.js';
import type {ConsentConfig, ConsentMirror, ConsentStoreControl} from '../../../src/consent/consent-parts.js';
import {refusedBySignal} from '../../../src/consent/consent-signals.js';
import type {ConsentState} from '../../../src/types.js';
import {createFakeStorage} from '../../helpers/fake-storage.js';

const config: ConsentConfig = {
  categories: ['analytics', 'marketing'],
  policyVersion: '1.0',
  expiresDays: 182,
  gpc: 'refuse',
  dnt: 'ignore',
  storageKey: 'askfirst:consent',
};
const noon = Date.parse('2026-11-22T12:00:00Z');

/** A journal whose answer comes when told. */
const createJournal = () => {
  const written: string[] = [];
  let answer: (text: string | null) => void = () => {};
  let fail: (error: Error) => void = () => {};
  return {
    written,
    answer: (text: string | null) => answer(text),
    fail: () => fail(new Error('broken')),
    parts: {
      read: () =>
        new Promise<string | null>((resolve, reject) => {
          answer = resolve;
          fail = reject;
        }),
      write: (_: string, text: string) => {
        written.push(text);
        return Promise.resolve();
      },
    },
  };
};

const textOf = (choices: Record<string, boolean>, time: number, more: object = {}) =>
  JSON.stringify({essential: true, ...choices, timestamp: new Date(time).toISOString(), version: '1.0', v: 1, source: 'banner', ...more});
const grant = {analytics: true, marketing: true};
const refusal = {analytics: false, marketing: false};

describe('the journal', () => {
  let disk = createFakeStorage();
  let journal = createJournal();
  let store: ConsentStoreControl;
  let told: ConsentState[] = [];
  let mirror: ConsentMirror | undefined;

  const open = (rules: ConsentConfig = config) => {
    store = createConsentStore({
      storage: () => disk,
      journal: journal.parts,
      openMirror: () => (mirror ? Promise.resolve(mirror) : Promise.reject(new Error('no chunk'))),
      now: Date.now,
      refused: (category, signals) => refusedBySignal(category, signals, {}),
      onProblem: () => {},
      events: new EventTarget() as unknown as Window,
      onDecision: () => {},
      receipts: () => Promise.resolve([]),
    });
    store.configure(rules);
    store.start();
    store.subscribe(state => told.push(state));
  };
  const ticks = async () => {
    for (let tick = 0; tick < 10; tick++) await Promise.resolve();
  };
  const onDisk = () => JSON.parse(disk.getItem('askfirst:consent')!) as Record<string, unknown> | null;

  beforeEach(() => {
    mock.timers.enable({apis: ['Date', 'setTimeout'], now: noon});
    disk = createFakeStorage();
    journal = createJournal();
    told = [];
    mirror = undefined;
  });
  afterEach(() => {
    store.stop();
    mock.timers.reset();
  });

  it('keeps a stored grant shut until it has agreed, and asks nobody meanwhile', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 5000));
    open();
    assert.deepEqual([store.hasConsent('analytics'), store.get().settled, store.hasDecided()], [false, false, false]);
    journal.answer(textOf(grant, noon - 5000));
    await ticks();
    assert.deepEqual([store.hasConsent('analytics'), store.get().settled, store.hasDecided()], [true, true, true]);
    assert.deepEqual(
      told.map(({analytics}) => analytics),
      [false, true],
    );
    assert.deepEqual(store.epoch('analytics'), noon - 5000);
  });

  it('lets a stored refusal count at once', () => {
    disk.setItem('askfirst:consent', textOf(refusal, noon - 5000));
    open();
    assert.deepEqual([store.hasDecided(), store.get().decisions], [true, {analytics: 'denied', marketing: 'denied'}]);
  });

  it('wins over an older grant that a killed browser has brought back, without a gate having been open', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    open();
    journal.answer(textOf(refusal, noon - 5000));
    await ticks();
    assert.ok(told.every(({analytics}) => !analytics));
    assert.deepEqual([store.hasDecided(), onDisk()?.['analytics']], [true, false]);
  });

  it('brings back a grant that localStorage has lost, with the moment it began', async () => {
    open();
    journal.answer(textOf(grant, noon - 5000, {since: {analytics: noon - 90_000, marketing: noon - 5000}}));
    await ticks();
    assert.deepEqual([store.hasConsent('analytics'), store.epoch('analytics'), onDisk()?.['analytics']], [true, noon - 90_000, true]);
  });

  it('remembers that a decision was taken back', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    open();
    journal.answer(textOf(grant, noon - 60_000));
    await ticks();
    store.reset();
    const tombstone = journal.written.at(-1)!;
    store.stop();
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    mock.timers.tick(5000);
    open();
    journal.answer(tombstone);
    await ticks();
    assert.deepEqual([store.hasConsent('analytics'), store.hasDecided(), store.get().timestamp], [false, false, null]);
    assert.equal(disk.getItem('askfirst:consent'), null);
    store.acceptAll('banner');
    assert.equal(store.hasConsent('analytics'), true);
    assert.ok(JSON.parse(journal.written.at(-1)!).timestamp > JSON.parse(tombstone).timestamp);
  });

  it('loses to a newer decision, and is told of it', async () => {
    disk.setItem('askfirst:consent', textOf(refusal, noon - 5000));
    open();
    journal.answer(textOf(grant, noon - 60_000));
    await ticks();
    assert.equal(store.hasConsent('analytics'), false);
    assert.equal((JSON.parse(journal.written.at(-1)!) as {analytics: boolean}).analytics, false);
  });

  it('grants of the same moment only what both grant', async () => {
    disk.setItem('askfirst:consent', textOf({analytics: true, marketing: true}, noon - 5000));
    open();
    journal.answer(textOf({analytics: true, marketing: false}, noon - 5000));
    await ticks();
    assert.deepEqual([store.hasConsent('analytics'), store.hasConsent('marketing')], [true, false]);
  });

  for (const [what, happen] of [
    ['is broken', () => journal.fail()],
    ['never answers', () => mock.timers.tick(1000)],
  ] as const)
    it(`does not hold the gates for ever when it ${what}, and is not overwritten on a guess`, async () => {
      disk.setItem('askfirst:consent', textOf(grant, noon - 5000));
      open();
      mock.timers.tick(999);
      assert.equal(store.hasConsent('analytics'), false);
      happen();
      await ticks();
      assert.equal(store.hasConsent('analytics'), true);
      assert.deepEqual(journal.written, []);
    });

  it('still counts when it answers late', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    open();
    mock.timers.tick(1000);
    assert.equal(store.hasConsent('analytics'), true);
    journal.answer(textOf(refusal, noon - 5000));
    await ticks();
    assert.deepEqual([store.hasConsent('analytics'), onDisk()?.['analytics']], [false, false]);
  });

  it('does not undo, with a late answer, what the visitor has said meanwhile', async () => {
    open();
    mock.timers.tick(1000);
    store.acceptEssentialOnly('banner');
    journal.answer(textOf(grant, noon + 5000));
    await ticks();
    assert.deepEqual([store.hasConsent('analytics'), onDisk()?.['analytics']], [false, false]);
  });

  it('comes before what script has asked for meanwhile, and nobody is told of the state between', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    open();
    store.setCategory('marketing', false);
    store.setCategory('marketing', true);
    journal.answer(textOf(refusal, noon - 5000));
    await ticks();
    assert.deepEqual([store.get().analytics, store.get().marketing, store.get().source], [false, true, 'api']);
    assert.equal(told.length, 2);
  });

  it('gets every decision, and what another tab has decided', async () => {
    open();
    journal.answer(null);
    await ticks();
    assert.deepEqual(journal.written, [], 'nothing before a decision');
    store.acceptAll('banner');
    assert.equal(journal.written.at(-1), disk.getItem('askfirst:consent'));
  });

  it('is not asked again, and no gate shuts, when only other settings change', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 5000));
    open();
    journal.answer(textOf(grant, noon - 5000));
    await ticks();
    store.configure({...config, expiresDays: 100});
    assert.equal(store.hasConsent('analytics'), true);
  });

  it('waits for the cookie too, and takes the newest of the three', async () => {
    const writes: unknown[] = [];
    mirror = {
      read: () => ({choices: refusal, time: noon - 1000, source: null, since: {}, replaces: null}),
      write: (_, record) => writes.push(record?.choices),
    };
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    open({...config, cookieName: 'c'});
    journal.answer(textOf(grant, noon - 60_000));
    await ticks();
    assert.ok(told.every(({analytics}) => !analytics));
    assert.deepEqual([store.get().decided, store.get().source, onDisk()?.['analytics']], [true, 'cookie', false]);
    store.setCategory('analytics', true, 'settings');
    assert.deepEqual(writes.at(-1), {analytics: true, marketing: false});
    store.reset();
    assert.equal(writes.at(-1), undefined);
  });

  it('is enough when the part for the cookie cannot be loaded', async () => {
    disk.setItem('askfirst:consent', textOf(grant, noon - 60_000));
    open({...config, cookieName: 'c'});
    journal.answer(textOf(grant, noon - 60_000));
    await ticks();
    assert.equal(store.hasConsent('analytics'), true);
  });
});

describe('a category that is new', () => {
  const open = (stored: object | null, rules: Partial<ConsentConfig> = {}, gpc = false) => {
    const disk = createFakeStorage();
    if (stored) disk.setItem('askfirst:consent', JSON.stringify(stored));
    const store = createConsentStore({
      storage: () => disk,
      journal: null,
      openMirror: () => Promise.reject(new Error('no cookie')),
      now: () => noon,
      refused: (category, signals) => refusedBySignal(category, signals, {globalPrivacyControl: gpc}),
      onProblem: () => {},
      events: null,
      onDecision: () => {},
      receipts: () => Promise.resolve([]),
    });
    store.configure({...config, categories: ['analytics', 'marketing', 'maps'], ...rules});
    store.start();
    return store;
  };
  const before = {essential: true, analytics: true, marketing: false, timestamp: new Date(noon - 5000).toISOString(), version: '1.0'};

  it('is asked for alone, while the rest is kept and in force', () => {
    const store = open(before);
    assert.deepEqual([store.get().fresh, store.hasDecided(), store.hasConsent('analytics')], [['maps'], false, true]);
    assert.deepEqual(open(null).get().fresh, []);
    assert.deepEqual(open({...before, maps: false}).get().fresh, []);
  });

  it('alone is granted by a banner that shows only it', () => {
    const store = open(before);
    store.acceptAll('banner');
    assert.deepEqual(store.get().decisions, {analytics: 'granted', marketing: 'denied', maps: 'granted'});
    assert.deepEqual([store.get().fresh, store.hasDecided()], [[], true]);
    const elsewhere = open(before);
    elsewhere.acceptAll('settings');
    assert.deepEqual(elsewhere.get().decisions, {analytics: 'granted', marketing: 'granted', maps: 'granted'});
  });

  it('is denied with everything else by "essential only", which is what the words say', () => {
    const store = open(before);
    store.acceptEssentialOnly('banner');
    assert.deepEqual(store.get().decisions, {analytics: 'denied', marketing: 'denied', maps: 'denied'});
  });

  it('is not asked for where the browser has refused already', () => {
    const store = open(before, {}, true);
    assert.deepEqual(
      [store.get().fresh, store.hasDecided(), store.get().decisions['maps'], store.hasConsent('analytics')],
      [[], true, 'denied', true],
    );
  });
});

describe('signals of the browser', () => {
  for (const [gpc, dnt, signals, analytics, marketing] of [
    ['refuse', 'ignore', {globalPrivacyControl: true}, true, true],
    ['marketing', 'ignore', {globalPrivacyControl: true}, false, true],
    ['ignore', 'ignore', {globalPrivacyControl: true, doNotTrack: '1'}, false, false],
    ['ignore', 'refuse', {doNotTrack: '1'}, true, true],
    ['ignore', 'marketing', {doNotTrack: '1'}, false, true],
    ['refuse', 'refuse', {globalPrivacyControl: 'true', doNotTrack: '0'}, false, false],
    ['refuse', 'refuse', {globalPrivacyControl: 1, doNotTrack: 'unspecified'}, false, false],
    ['refuse', 'refuse', undefined, false, false],
  ] as const)
    it(`gpc="${gpc}" dnt="${dnt}" with ${JSON.stringify(signals)}`, () => {
      assert.equal(refusedBySignal('analytics', {gpc, dnt}, signals), analytics);
      assert.equal(refusedBySignal('marketing', {gpc, dnt}, signals), marketing);
    });
});
