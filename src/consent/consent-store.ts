import type {Category, ConsentSource, ConsentState} from '../types.js';
import {createConsentCopies} from './consent-copies.js';
import type {ConsentConfig, ConsentStoreControl, ConsentStoreParts} from './consent-parts.js';
import type {ConsentRecord} from './consent-record.js';
import {decisionIn, equal, expiresIn, formatConsentRecord, isExpired, newest, nextRecord, reconcile} from './consent-record.js';
import type {Standing} from './consent-state.js';
import {consentState, decisionOn, sameState} from './consent-state.js';

/** Timers longer than 24.8 days fire at once in every engine, and sleeping machines are late anyway. */
const longestTimer = 3_600_000;
/** How long (ms) a journal that does not answer keeps the gates shut and the banner waiting. */
const patience = 1000;

/** Holds the decision: in memory first, on disk where that is possible, and the same in every tab. Unknown reads as no. */
export const createConsentStore = (parts: ConsentStoreParts): ConsentStoreControl => {
  const {now, onProblem, events, cookieEvents} = parts;
  const copies = createConsentCopies(parts);
  let config: ConsentConfig = {categories: [], policyVersion: '', expiresDays: 0, gpc: 'refuse', dnt: 'ignore', storageKey: ''};
  let record: ConsentRecord | null = null;
  /** Our decision could not be written, so an empty disk does not speak against it. */
  let unsaved = false;
  /** The time of the newest decision that we have heard of, one taken back included. */
  let latest = 0;
  let started = false;
  let settled = false;
  /** Which question to the journal counts. */
  let question = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let deadline: typeof timer;
  const early: (() => void)[] = [];
  const listeners = new Set<(state: ConsentState) => void>();

  const standing = (): Standing => ({
    record,
    rules: config,
    now: now(),
    refused: category => started && parts.refused(category, config),
    settled,
  });
  const granted = (category: Category) => decisionOn(category, standing()) === 'granted';
  let state = consentState(standing(), null);

  const arm = () => {
    clearTimeout(timer);
    // Not in Node, where a timer would keep the process alive.
    if (record && started && events) timer = setTimeout(read, Math.min(longestTimer, expiresIn(record.time, config, now())));
  };

  const adopt = (next: ConsentRecord | null, source: ConsentSource | null) => {
    record = decisionIn(next);
    latest = Math.max(latest, next?.time ?? 0);
    // What was chosen before anything was known is carried out before anyone is told; each choice ends here again.
    if (settled && early.length) return early.shift()!();
    const before = state;
    state = consentState(standing(), source);
    arm();
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
    unsaved = !copies.save(config, next);
    if (unsaved) onProblem({code: 'consent-not-saved', message: 'it holds on this page only'});
  };

  /** Reads the disk again, whatever told us to: an event's payload is never trusted. */
  const read = () => {
    const expired = record && isExpired(record.time, config, now());
    const found = copies.read(config);
    if (expired && !found) return adopt(null, 'expiry');
    if (!found) return unsaved ? undefined : adopt(null, 'other-tab');
    if (equal(found, record)) return arm();
    const agreed = record ? reconcile(record, found) : found;
    const fromCookie = found.source === 'cookie';
    if (!equal(agreed, found) || fromCookie) save(agreed);
    // Whichever tab writes last, the journal ends with what all have agreed on.
    if (settled) copies.note(config, agreed);
    adopt(agreed, equal(agreed, record) ? state.source : fromCookie ? 'cookie' : 'other-tab');
  };

  const load = () => {
    const found = unsaved ? record : copies.read(config);
    adopt(found, found && found.source);
  };

  /** Hears those who do not answer at once. Until then a stored grant is only a claim; a late answer still counts. */
  const ask = () => {
    const asked = ++question;
    let noted: ConsentRecord | null | undefined;
    const settle = () => {
      if (asked !== question) return;
      clearTimeout(deadline);
      settled = true;
      const found = unsaved ? record : copies.read(config);
      const agreed = newest(found, noted ?? null);
      // Nothing is written on the word of a journal that has not been heard.
      if (noted !== undefined && agreed && !equal(agreed, noted)) copies.note(config, agreed);
      if (agreed && !decisionIn(agreed)) copies.forget(config);
      // The cookie may be missing, too: a browser may keep it for a week only.
      else if (agreed && (config.cookieName || !equal(agreed, found))) save(agreed);
      adopt(agreed, agreed && agreed.source);
    };
    settled = !parts.journal;
    if (settled) return;
    clearTimeout(deadline);
    deadline = setTimeout(settle, patience);
    void copies.ask(config, record => (noted = record)).then(settle);
  };

  const commit = (choices: Readonly<Record<string, boolean>>, source: ConsentSource) => {
    const next = nextRecord(choices, record, Math.max(now(), latest + 1), source);
    // What the visitor says now comes before whatever the journal may still answer.
    question++;
    // The gate first, then the disk, then everyone else: a withdrawal is stored before the erasing begins.
    record = decisionIn(next);
    if (record) save(next);
    else copies.forget(config);
    copies.note(config, next);
    parts.onDecision(formatConsentRecord(next, config.policyVersion));
    adopt(next, source);
  };

  const change = (choose: (category: Category) => boolean, source: ConsentSource, only?: Category | false) => {
    if (!settled) return void early.push(() => change(choose, source, only));
    // Asked about one category alone: what is open stays so, and the banner goes on asking for it.
    const answered = config.categories.filter(c => !only || c === only || record?.choices[c] !== undefined);
    commit(Object.fromEntries(answered.map(category => [category, choose(category)])), source);
  };

  const refuse = (source: ConsentSource = 'api') => change(() => false, source);

  const reset = (source: ConsentSource = 'api') => {
    if (!settled) return void early.push(() => reset(source));
    unsaved = false;
    commit({}, source);
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
    acceptAll: (source = 'api') => change(c => source !== 'banner' || !state.fresh.length || state.fresh.includes(c) || granted(c), source),
    acceptEssentialOnly: refuse,
    withdrawAll: refuse,
    setCategory: (category, choice, source = 'api') =>
      change(c => (c === category ? choice === true : granted(c)), source, source === 'gate' && category),
    setCategories: (choices, source = 'api') => change(c => (Object.hasOwn(choices, c) ? choices[c] === true : granted(c)), source),
    reset,
    receipts: parts.receipts,
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
      if (moved && started) ask();
      if (started) load();
      else state = consentState(standing(), null);
    },
    start() {
      if (started) return;
      started = true;
      for (const name of news) events?.addEventListener(name, onNews);
      cookieEvents?.addEventListener('change', read);
      ask();
      load();
    },
    stop() {
      started = settled = false;
      question++;
      clearTimeout(timer);
      clearTimeout(deadline);
      for (const name of news) events?.removeEventListener(name, onNews);
      cookieEvents?.removeEventListener('change', read);
    },
  };
};
