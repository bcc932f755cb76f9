import {readItem, removeItem, writeItem} from '../lib/storage.js';
import type {Category, ConsentSource, ConsentState, ConsentStore, Problem} from '../types.js';
import type {ConsentRecord, ConsentRules} from './consent-record.js';
import {expiresIn, formatConsentRecord, isExpired, parseConsentRecord, reconcile} from './consent-record.js';
import type {Standing} from './consent-state.js';
import {consentState, decisionOn, sameState} from './consent-state.js';
import type {GpcPolicy} from './consent-signals.js';
import {refusedBySignal} from './consent-signals.js';

export interface ConsentConfig extends ConsentRules {
  readonly gpc: GpcPolicy;
  /** The localStorage key of the decision. */
  readonly storageKey: string;
}

export interface ConsentStoreParts {
  readonly storage: () => Storage | null;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly gpcSignal: () => boolean;
  readonly onProblem: (problem: Problem) => void;
  /** The window, for news from other tabs; null where there is none. */
  readonly events: Pick<Window, 'addEventListener' | 'removeEventListener'> | null;
}

/** The store with the handles that only its owner holds. */
export interface ConsentStoreControl extends ConsentStore {
  /** Takes the owner's rules; may be called again at run time. */
  configure(config: ConsentConfig): void;
  /** Reads the stored decision and follows other tabs from now on. Choices made earlier are carried out now. */
  start(): void;
  stop(): void;
  /** When the category's present grant began (epoch ms); 0 without a grant. */
  epoch(category: Category): number;
}

/** Timers longer than 24.8 days fire at once in every engine, and sleeping machines are late anyway. */
const longestTimer = 3_600_000;

/** Holds the decision: in memory first, on disk where that is possible, and the same in every tab. Unknown reads as no. */
export const createConsentStore = ({storage, now, gpcSignal, onProblem, events}: ConsentStoreParts): ConsentStoreControl => {
  let config: ConsentConfig = {categories: [], policyVersion: '', expiresDays: 0, gpc: 'refuse', storageKey: ''};
  let record: ConsentRecord | null = null;
  /** Our decision could not be written, so an empty disk does not speak against it. */
  let unsaved = false;
  let started = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const early: (() => void)[] = [];
  const listeners = new Set<(state: ConsentState) => void>();

  const standing = (): Standing => ({
    record,
    rules: config,
    now: now(),
    refused: category => started && refusedBySignal(category, config.gpc, gpcSignal()),
  });
  const granted = (category: Category) => decisionOn(category, standing()) === 'granted';
  const snapshot = (source: ConsentSource | null) => consentState(standing(), started, source);

  let state = snapshot(null);

  const adopt = (next: ConsentRecord | null, source: ConsentSource | null) => {
    record = next;
    const before = state;
    state = snapshot(source);
    clearTimeout(timer);
    // Not in Node, where a timer would keep the process alive.
    if (record && started && events) {
      timer = setTimeout(read, Math.min(longestTimer, Math.max(0, expiresIn(record.time, config, now()))));
    }
    if (sameState(before, state)) {
      state = before;
      return;
    }
    for (const listener of [...listeners]) tell(listener);
  };

  const tell = (listener: (state: ConsentState) => void) => {
    try {
      listener(state);
    } catch (error) {
      // One subscriber's fault must not keep a withdrawal from the others; the page still sees it.
      globalThis.reportError?.(error);
    }
  };

  const save = (next: ConsentRecord) => {
    const text = formatConsentRecord(next, config.policyVersion);
    const write = () => writeItem(storage(), config.storageKey, text);
    // A full disk must not bring an old grant back: removing frees space and can never widen consent.
    unsaved = !write() && (removeItem(storage(), config.storageKey), !write());
    if (unsaved) onProblem({code: 'consent-not-saved', message: 'storage is full or blocked: the decision holds on this page only'});
  };

  const stored = () => parseConsentRecord(readItem(storage(), config.storageKey), config, now());

  /** Reads the disk again, whatever told us to: an event's payload is never trusted. */
  const read = () => {
    const expired = record && isExpired(record.time, config, now());
    const found = stored();
    if (expired && !found) return adopt(null, 'expiry');
    if (!found) return unsaved ? undefined : adopt(null, 'other-tab');
    if (!record) return adopt(found, 'other-tab');
    if (equal(found, record)) return;
    const agreed = reconcile(record, found);
    if (!equal(agreed, found)) save(agreed);
    adopt(agreed, equal(agreed, record) ? state.source : 'other-tab');
  };

  const load = () => {
    if (record && unsaved) return adopt(record, state.source);
    const found = stored();
    adopt(found, found?.source ?? null);
  };

  const change = (choose: (category: Category) => boolean, source: ConsentSource) => {
    if (!started) return void early.push(() => change(choose, source));
    const time = Math.max(now(), (record?.time ?? 0) + 1);
    const choices: Record<string, boolean> = {};
    const since: Record<string, number> = {};
    for (const category of config.categories) {
      choices[category] = choose(category);
      if (choices[category]) since[category] = record?.since[category] ?? time;
    }
    const next: ConsentRecord = {choices, time, source, since, replaces: record?.time ?? null};
    // The gate first, then the disk, then everyone else: a withdrawal is stored before the erasing begins.
    record = next;
    save(next);
    adopt(next, source);
  };

  const reset = (source: ConsentSource = 'api') => {
    if (!started) return void early.push(() => reset(source));
    unsaved = false;
    removeItem(storage(), config.storageKey);
    adopt(null, source);
  };

  // Only a storage event has a key; it is null when everything has been cleared.
  const onNews = (event: Event) => {
    if (((event as StorageEvent).key ?? config.storageKey) === config.storageKey) read();
  };
  const news = ['storage', 'visibilitychange', 'pageshow', 'focus'] as const;

  return {
    hasConsent: category => category === 'essential' || granted(category),
    hasDecided: () => state.decided,
    get: () => state,
    acceptAll: (source = 'api') => change(() => true, source),
    acceptEssentialOnly: (source = 'api') => change(() => false, source),
    withdrawAll: (source = 'api') => change(() => false, source),
    setCategory: (category, choice, source = 'api') => change(c => (c === category ? choice === true : granted(c)), source),
    setCategories: (choices, source = 'api') => change(c => (Object.hasOwn(choices, c) ? choices[c] === true : granted(c)), source),
    reset,
    subscribe(listener) {
      listeners.add(listener);
      tell(listener);
      return () => listeners.delete(listener);
    },
    epoch: category => record?.since[category] ?? 0,

    configure(next) {
      const moved = next.storageKey !== config.storageKey || next.policyVersion !== config.policyVersion;
      config = next;
      if (moved) unsaved = false;
      if (started) load();
      else state = snapshot(null);
    },
    start() {
      if (started) return;
      started = true;
      for (const name of news) events?.addEventListener(name, onNews);
      load();
      for (const act of early.splice(0)) act();
    },
    stop() {
      started = false;
      clearTimeout(timer);
      for (const name of news) events?.removeEventListener(name, onNews);
    },
  };
};

const equal = (a: ConsentRecord, b: ConsentRecord): boolean => JSON.stringify(a) === JSON.stringify(b);
