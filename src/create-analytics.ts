/**
 * Read this first. The whole machine on one screen:
 *
 *   page → service (allowed? frozen) ⇢ pipeline: enrich → guard → queue → deliver → provider
 *
 * The dotted arrow is the grant: everything right of it is one lazy chunk that is loaded only when a category is granted,
 * and everything it has stored is erased when the grant is withdrawn.
 */
import {createAnalyticsService} from './analytics-service.js';
import type {AnalyticsConfig} from './config.js';
import {settingsOf} from './config.js';
import {createConsentJournal} from './consent/consent-journal.js';
import {refusedBySignal} from './consent/consent-signals.js';
import {createConsentStore} from './consent/consent-store.js';
import type {Decided} from './consent/receipt-keeper.js';
import {warn} from './lib/problems.js';
import {keysUnder, openStorage} from './lib/storage.js';
import type {PipelineControl} from './pipeline.js';
import type {PurgeReport} from './purge-types.js';
import type {Analytics, AnalyticsEvents, ConsentStore, Problem} from './types.js';

export interface AnalyticsPair<Events = AnalyticsEvents> {
  readonly consent: ConsentStore;
  readonly analytics: Analytics<Events>;
  /** Takes the owner's configuration; called again, it changes what has changed while running. */
  configure(config: AnalyticsConfig<Events>): void;
  /** Reads the stored decision and, where it grants, loads the pipeline. Waits for a prerendered page to be shown. */
  start(): void;
  /** Stops everything; what is stored stays. `start` goes on from there. */
  stop(): void;
  /** All of what it was configured with last. */
  whole(): Promise<AnalyticsConfig<unknown>>;
  /** Whether an event would be taken now: something is granted that is in use, or events are held. */
  takes(): boolean;
  /** What a withdrawal has not stopped (by name), and all that providers have stored, is dealt with and told to `onPurge`. Never rejects. */
  purge(stopped?: Promise<readonly string[]>): Promise<unknown>;
  /** What became of everything that providers had stored, about 2 s after a withdrawal. */
  onPurge(listener: (report: PurgeReport) => void): () => void;
  /** Whether the pipeline and its provider are at work. */
  onReady(listener: () => void): () => void;
  onProblem(listener: (problem: Problem) => void): () => void;
}

/** Puts the parts together. With a configuration and in a page it starts at once; in Node nothing happens until `start()`. */
export const createAnalytics = <Events = AnalyticsEvents>(given?: AnalyticsConfig<Events>): AnalyticsPair<Events> => {
  const inPage = typeof document !== 'undefined';
  const problems = new Set<(problem: Problem) => void>();
  const ready = new Set<() => void>();
  const purged = new Set<(report: PurgeReport) => void>();
  const storage = openStorage();
  let config: AnalyticsConfig<unknown> | undefined;
  let settings = settingsOf({});
  let running = false;
  let pipeline: PipelineControl | null = null;
  let opening = false;
  let click: Event | undefined;
  let unfollow: (() => void) | undefined;
  const whole = async (): Promise<AnalyticsConfig<unknown>> => ({...config, ...(await config?.late?.())});
  const onProblem = (problem: Problem) => {
    warn(problem.code, problem.message);
    for (const listener of [...problems]) listener(problem);
  };

  if (inPage) window.addEventListener('click', event => (click = event), true);
  // Whoever asks first takes them all. What is not made or posted now stays due, and the next page takes it up.
  const undone: Decided[] = [];
  const receipts = (...decided: Decided[]) => {
    undone.push(...decided);
    return Promise.all([import('./consent/receipt-keeper.js'), whole()])
      .then(([{keepReceipts}, known]) => keepReceipts({name: settings.consent.storageKey, config: known, onProblem}, undone.splice(0)))
      .catch(() => []);
  };

  const consent = createConsentStore({
    storage: () => storage,
    // A page without an origin can store nothing, and Chromium tells it of the mere question as of an error of its own.
    journal: inPage && origin !== 'null' ? createConsentJournal(() => void receipts()) : null,
    openMirror: async places => {
      const {openCookieMirror} = await import('./consent/cookie-mirror.js');
      return openCookieMirror(places, onProblem);
    },
    now: Date.now,
    refused: (category, rules) => refusedBySignal(category, rules, globalThis.navigator),
    onProblem,
    events: inPage ? window : null,
    cookieEvents: (globalThis as {cookieStore?: EventTarget}).cookieStore,
    // An event has a path only while it is dispatched: what the visitor saw is gone when the receipt is made.
    onDecision: text => inPage && void receipts({text, path: click?.composedPath() ?? []}),
    receipts: () => receipts(),
  });

  const held = () =>
    (inPage && !(running && consent.get().settled)) || (settings.held && consent.get().decisions['analytics'] === 'unknown');
  // The pipeline knows what for.
  const granted = () => settings.consent.categories.some(consent.hasConsent);

  const analytics = createAnalyticsService({
    allowed: category => running && consent.hasConsent(category),
    held,
    now: Date.now,
    page: () => (inPage ? {url: location.href, title: document.title, referrer: document.referrer} : {url: '', title: '', referrer: ''}),
    onProblem,
    forget: () => import('./forget.js').then(({forget}) => forget({pair, consent, storage, prefix: settings.prefix})),
  });

  const open = async () => {
    const [{createPipeline}, known] = await Promise.all([import('./pipeline.js'), whole()]);
    const next = await createPipeline({
      config: known,
      prefix: settings.prefix,
      storage,
      consent,
      service: analytics,
      purge,
      onProblem,
      onReady: () => ready.forEach(listener => listener()),
    });
    // The visitor may have changed their mind, or the owner the settings, while it was on its way.
    if (!next) return leave();
    if (!running) return next.stop();
    pipeline = next;
    if (!next.inUse()) return leave();
    configured();
    analytics.open(pipeline);
  };

  const configured = () => void (pipeline && whole().then(known => pipeline?.configure(known)));

  const follow = () => {
    analytics.settle();
    // Whether the stored grant still holds is not known yet, and so neither is what may be erased.
    if (!consent.get().settled) return;
    if (pipeline ? pipeline.inUse() : granted()) {
      if (pipeline || opening) return;
      opening = true;
      open()
        .catch(() => (onProblem({code: 'pipeline-failed', message: 'events wait in memory'}), setTimeout(follow, 10_000)))
        .finally(() => (opening = false));
    } else leave();
  };

  const leave = () => {
    analytics.close();
    const stopped = pipeline?.erase();
    pipeline = null;
    // A page may be closed while it withdraws.
    const left = keysUnder(storage, `${settings.prefix}:`).some(key => key !== settings.consent.storageKey);
    if (stopped || left) void purge(stopped, () => !pipeline && !opening);
  };

  const purge = (stopped?: Promise<readonly string[]>, erase?: () => boolean): Promise<unknown> =>
    import('./purge-page.js')
      .then(async ({purgeOwed}) =>
        purgeOwed({storage, prefix: settings.prefix, stopped, erase, granted: consent.hasConsent, config: await whole()}),
      )
      .then(report => report && purged.forEach(listener => listener(report)))
      .catch(() => {}); // it is owed still, and the next page tries again

  const run = () => {
    if (running) consent.start();
    if (running) unfollow = consent.subscribe(follow);
  };

  const pair: AnalyticsPair<Events> = {
    consent,
    analytics: analytics as unknown as Analytics<Events>,
    configure(next) {
      settings = settingsOf(next);
      config = next;
      consent.configure(settings.consent);
      configured();
    },
    start() {
      if (running || !config) return;
      running = true;
      if (inPage && (document as {prerendering?: boolean}).prerendering) document.addEventListener('prerenderingchange', run, {once: true});
      else run();
    },
    stop() {
      running = false;
      unfollow?.();
      consent.stop();
      analytics.close();
      pipeline?.stop();
      pipeline = null;
    },
    whole,
    takes: () => granted() || held(),
    purge,
    onPurge: listener => (purged.add(listener), () => purged.delete(listener)),
    onReady: listener => (ready.add(listener), () => ready.delete(listener)),
    onProblem: listener => (problems.add(listener), () => problems.delete(listener)),
  };

  if (given) {
    pair.configure(given);
    if (inPage) pair.start();
  }
  return pair;
};
