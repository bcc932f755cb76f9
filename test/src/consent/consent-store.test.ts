import assert from 'node:assert/strict';
import {describe, it, mock} from 'node:test';
import type {ConsentConfig, ConsentStoreControl} from '../../../src/consent/consent-parts.js';
import {refusedBySignal} from '../../../src/consent/consent-signals.js';
import {createConsentStore} from '../../../src/consent/consent-store.js';
import type {ConsentState, Problem} from '../../../src/types.js';
import type {FakeStorage} from '../../helpers/fake-storage.js';
import {createFakeStorage} from '../../helpers/fake-storage.js';

const dayMs = 86_400_000;
const config: ConsentConfig = {
  categories: ['analytics', 'marketing'],
  policyVersion: '1.0',
  expiresDays: 182,
  gpc: 'refuse',
  dnt: 'ignore',
  storageKey: 'askfirst:consent',
};

interface Tab {
  readonly store: ConsentStoreControl;
  readonly events: EventTarget;
  readonly problems: Problem[];
}

/** One origin: a disk, and tabs that hear of each other's writes. */
const createOrigin = ({gpc = false, storage}: {gpc?: boolean; storage?: FakeStorage | null} = {}) => {
  const tabs: Tab[] = [];
  let writer: Tab | null = null;
  const clock = {now: Date.parse('2026-11-22T12:00:00Z')};
  const disk =
    storage === undefined
      ? createFakeStorage(key => {
          for (const tab of tabs)
            if (tab !== writer) tab.events.dispatchEvent(Object.assign(new Event('storage'), {key, newValue: 'not to be trusted'}));
        })
      : storage;
  const open = (rules: ConsentConfig = config, start = true): Tab => {
    const events = new EventTarget();
    const problems: Problem[] = [];
    const store = createConsentStore({
      storage: () => disk,
      now: () => clock.now,
      refused: (category, rules) => refusedBySignal(category, rules, {globalPrivacyControl: gpc}),
      journal: null,
      openMirror: () => Promise.reject(new Error('no cookie was asked for')),
      onDecision: () => {},
      receipts: () => Promise.resolve([]),
      onProblem: problem => problems.push(problem),
      events: events as unknown as Window,
    });
    const tab = {store, events, problems};
    tabs.push(tab);
    store.configure(rules);
    if (start) store.start();
    return tab;
  };
  const by = (tab: Tab, act: (store: ConsentStoreControl) => void) => {
    writer = tab;
    act(tab.store);
    writer = null;
  };
  return {open, by, disk, clock, close: () => tabs.forEach(tab => tab.store.stop())};
};

describe('the consent store', () => {
  it('reads "no decision" as no', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    assert.equal(store.hasConsent('essential'), true);
    assert.equal(store.hasConsent('analytics'), false);
    assert.equal(store.hasConsent('never_heard_of'), false);
    assert.equal(store.hasConsent('__proto__'), false);
    assert.equal(store.hasConsent('constructor'), false);
    assert.equal(store.hasDecided(), false);
    assert.deepEqual(store.get().decisions, {analytics: 'unknown', marketing: 'unknown'});
    assert.equal(origin.disk!.length, 0, 'nothing is stored before a decision');
    origin.close();
  });

  it('grants, refuses, changes one category, and forgets', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    store.acceptAll('banner');
    assert.deepEqual([store.get().analytics, store.get().marketing, store.hasDecided(), store.get().source], [true, true, true, 'banner']);
    store.setCategory('marketing', false, 'settings');
    assert.deepEqual(store.get().decisions, {analytics: 'granted', marketing: 'denied'});
    store.withdrawAll();
    assert.deepEqual(store.get().decisions, {analytics: 'denied', marketing: 'denied'});
    store.reset();
    assert.equal(store.hasDecided(), false);
    assert.equal(origin.disk!.getItem('askfirst:consent'), null);
    origin.close();
  });

  it('leaves what is undecided so at a gate, and keeps every answer that was given', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    const stored = () => JSON.parse(origin.disk!.getItem('askfirst:consent')!) as Record<string, unknown>;
    store.setCategory('marketing', true, 'gate');
    assert.deepEqual(store.get().decisions, {analytics: 'unknown', marketing: 'granted'});
    assert.deepEqual([store.hasDecided(), store.get().fresh], [false, ['analytics']], 'the banner still asks');
    assert.equal('analytics' in stored(), false);
    const {store: later} = origin.open();
    assert.deepEqual([later.get().decisions, later.get().source], [{analytics: 'unknown', marketing: 'granted'}, 'gate']);
    store.setCategory('marketing', false, 'gate');
    assert.deepEqual(store.get().decisions, {analytics: 'unknown', marketing: 'denied'}, 'a no at a gate is one, too');
    store.setCategories({analytics: true}, 'banner');
    store.setCategory('marketing', true, 'gate');
    assert.deepEqual(store.get().decisions, {analytics: 'granted', marketing: 'granted'});
    store.reset();
    store.setCategories({analytics: true}, 'gate');
    assert.deepEqual(store.get().decisions, {analytics: 'granted', marketing: 'denied'}, 'several at once are one decision on all');
    origin.close();
  });

  it('takes only the boolean true for a grant from script', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    store.setCategory('analytics', 'true' as unknown as boolean);
    assert.equal(store.hasConsent('analytics'), false);
    store.setCategories({analytics: 1 as unknown as boolean, ['__proto__' as string]: true});
    assert.equal(store.hasConsent('analytics'), false);
    origin.close();
  });

  it('stores what the plain format says, and finds it again', () => {
    const origin = createOrigin();
    origin.open().store.setCategory('analytics', true, 'settings');
    const stored = JSON.parse(origin.disk!.getItem('askfirst:consent')!) as Record<string, unknown>;
    assert.deepEqual(
      [stored['essential'], stored['analytics'], stored['marketing'], stored['timestamp'], stored['version']],
      [true, true, false, '2026-11-22T12:00:00.000Z', '1.0'],
    );
    const {store} = origin.open();
    assert.equal(store.hasConsent('analytics'), true);
    assert.equal(store.hasDecided(), true);
    assert.equal(store.get().source, 'settings');
    origin.close();
  });

  it('is a store for Svelte and for React', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    const seen: ConsentState[] = [];
    const stop = store.subscribe(state => seen.push(state));
    assert.equal(seen.length, 1, 'calls at once');
    assert.equal(store.get(), store.get(), 'stable snapshot');
    store.acceptAll();
    store.acceptAll();
    assert.equal(store.get(), seen.at(-1));
    assert.ok(Object.isFrozen(store.get()));
    const calls = seen.length;
    stop();
    store.withdrawAll();
    assert.equal(seen.length, calls, 'stopped');
    origin.close();
  });

  it('keeps one subscriber’s fault from the others', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    const reported: unknown[] = [];
    const before = globalThis.reportError as unknown;
    (globalThis as {reportError: unknown}).reportError = (error: unknown) => reported.push(error);
    let told = 0;
    store.subscribe(() => {
      throw new Error('mine');
    });
    store.subscribe(() => told++);
    store.acceptAll();
    assert.equal(told, 2);
    assert.equal(reported.length, 2);
    (globalThis as {reportError: unknown}).reportError = before;
    origin.close();
  });

  it('carries out at start what was chosen before it', () => {
    const origin = createOrigin();
    const {store} = origin.open(config, false);
    store.acceptAll();
    assert.equal(store.hasConsent('analytics'), false);
    assert.equal(origin.disk!.length, 0);
    store.start();
    assert.equal(store.hasConsent('analytics'), true);
    origin.close();
  });

  it('asks again when the policy changes, for a new category only about that one', () => {
    const origin = createOrigin();
    origin.open().store.acceptAll();
    assert.equal(origin.open({...config, policyVersion: '2.0'}).store.hasDecided(), false);
    const {store} = origin.open({...config, categories: ['analytics', 'marketing', 'video']});
    assert.equal(store.hasDecided(), false);
    assert.equal(store.hasConsent('analytics'), true);
    assert.equal(store.get().decisions['video'], 'unknown');
    origin.close();
  });

  it('does not overwrite a record from the future until the visitor decides', () => {
    const origin = createOrigin();
    const future = '{"v":999,"analytics":true,"timestamp":"2026-11-20T14:32:00.000Z","version":"1.0"}';
    origin.disk!.setItem('askfirst:consent', future);
    const {store} = origin.open();
    assert.equal(store.hasConsent('analytics'), false);
    assert.equal(origin.disk!.getItem('askfirst:consent'), future);
    store.acceptEssentialOnly();
    assert.notEqual(origin.disk!.getItem('askfirst:consent'), future);
    origin.close();
  });

  it('ends a grant at its expiry while the page is open, and tells by what', () => {
    mock.timers.enable({apis: ['setTimeout']});
    const origin = createOrigin();
    const {store} = origin.open({...config, expiresDays: 1});
    store.acceptAll();
    origin.clock.now += dayMs - 1;
    assert.equal(store.hasConsent('analytics'), true);
    origin.clock.now += 1;
    assert.equal(store.hasConsent('analytics'), false, 'the gate looks at the clock itself');
    mock.timers.tick(3_600_000);
    assert.deepEqual([store.get().decided, store.get().source], [false, 'expiry']);
    origin.close();
    mock.timers.reset();
  });

  it('does not become eternal when the clock jumps back', () => {
    const origin = createOrigin();
    origin.open().store.acceptAll();
    origin.clock.now -= 2 * 365 * dayMs;
    assert.equal(origin.open().store.hasConsent('analytics'), false);
    origin.close();
  });

  describe('in several tabs', () => {
    it('follows a grant and a withdrawal', () => {
      const origin = createOrigin();
      const [one, two] = [origin.open(), origin.open()];
      origin.by(one, store => store.acceptAll('banner'));
      assert.deepEqual([two.store.hasConsent('analytics'), two.store.get().source], [true, 'other-tab']);
      origin.by(two, store => store.withdrawAll());
      assert.equal(one.store.hasConsent('analytics'), false);
      origin.by(two, store => store.acceptAll());
      assert.equal(one.store.hasConsent('analytics'), true, 'a decision that knows of ours follows it, however soon');
      origin.by(one, store => store.reset());
      assert.equal(two.store.hasDecided(), false);
      origin.close();
    });

    it('does not trust an event’s payload', () => {
      const origin = createOrigin();
      const {store, events} = origin.open();
      store.acceptEssentialOnly();
      events.dispatchEvent(Object.assign(new Event('storage'), {key: 'askfirst:consent', newValue: '{"analytics":true}'}));
      assert.equal(store.hasConsent('analytics'), false);
      origin.close();
    });

    it('reads again when the page is shown again (back/forward cache)', () => {
      const origin = createOrigin();
      const {store, events} = origin.open();
      store.acceptAll();
      const denial = JSON.parse(origin.disk!.getItem('askfirst:consent')!) as Record<string, unknown>;
      origin.clock.now += 60_000;
      origin.disk!.setItem(
        'askfirst:consent',
        JSON.stringify({...denial, analytics: false, timestamp: new Date(origin.clock.now).toISOString()}),
      );
      events.dispatchEvent(new Event('pageshow'));
      assert.equal(store.hasConsent('analytics'), false);
      origin.close();
    });

    it('a denial put on disk by hand counts, even with the old date', () => {
      const origin = createOrigin();
      const {store, events} = origin.open();
      store.acceptAll();
      origin.disk!.setItem('askfirst:consent', origin.disk!.getItem('askfirst:consent')!.replace('"analytics":true', '"analytics":false'));
      events.dispatchEvent(Object.assign(new Event('storage'), {key: null}));
      assert.equal(store.hasConsent('analytics'), false);
      origin.close();
    });
  });

  describe('when storage fails', () => {
    it('works in memory without storage', () => {
      const origin = createOrigin({storage: null});
      const {store, events, problems} = origin.open();
      store.acceptAll();
      assert.equal(store.hasConsent('analytics'), true);
      events.dispatchEvent(new Event('pageshow'));
      assert.equal(store.hasConsent('analytics'), true, 'an empty disk does not speak against a decision that could not be written');
      store.withdrawAll();
      assert.equal(store.hasConsent('analytics'), false);
      assert.equal(problems[0]?.code, 'consent-not-saved');
      origin.close();
    });

    it('a withdrawal on a full disk takes the old grant away', () => {
      const origin = createOrigin();
      const {store, events, problems} = origin.open();
      store.acceptAll();
      origin.disk!.quota = 10;
      store.withdrawAll();
      assert.equal(store.hasConsent('analytics'), false);
      assert.equal(origin.disk!.getItem('askfirst:consent'), null);
      assert.equal(problems[0]?.code, 'consent-not-saved');
      events.dispatchEvent(new Event('focus'));
      assert.equal(store.hasConsent('analytics'), false);
      assert.equal(store.hasDecided(), true);
      origin.close();
    });

    it('survives storage that is revoked under it', () => {
      const origin = createOrigin();
      const {store, events} = origin.open();
      store.acceptAll();
      origin.disk!.broken = new DOMException('denied', 'SecurityError');
      store.withdrawAll();
      events.dispatchEvent(new Event('pageshow'));
      assert.equal(store.hasConsent('analytics'), false);
      origin.disk!.broken = null;
      origin.close();
    });
  });

  describe('with Global Privacy Control', () => {
    it('refuses without a banner and without forging a record', () => {
      const origin = createOrigin({gpc: true});
      const {store} = origin.open();
      assert.deepEqual([store.hasDecided(), store.hasConsent('analytics'), store.get().source], [true, false, 'gpc']);
      assert.equal(origin.disk!.length, 0);
      origin.close();
    });

    it('yields to a later explicit choice', () => {
      const origin = createOrigin({gpc: true});
      const {store} = origin.open();
      store.acceptAll('settings');
      assert.equal(store.hasConsent('marketing'), true);
      assert.equal(origin.open().store.hasConsent('marketing'), true);
      origin.close();
    });

    it('refuses marketing only, or nothing, where the owner says so', () => {
      const origin = createOrigin({gpc: true});
      const some = origin.open({...config, gpc: 'marketing'}).store.get();
      assert.deepEqual([some.decided, some.decisions], [false, {analytics: 'unknown', marketing: 'denied'}]);
      assert.equal(origin.open({...config, gpc: 'ignore'}).store.get().decisions['marketing'], 'unknown');
      origin.close();
    });
  });

  it('keeps the beginning of a grant while it lasts, and renews it with a new one', () => {
    const origin = createOrigin();
    const {store} = origin.open();
    store.setCategory('analytics', true);
    const first = store.epoch('analytics');
    origin.clock.now += 1000;
    store.acceptAll();
    assert.equal(store.epoch('analytics'), first);
    store.withdrawAll();
    assert.equal(store.epoch('analytics'), 0);
    store.acceptAll();
    assert.ok(store.epoch('analytics') > first, 'even within the same millisecond');
    origin.close();
  });
});
