import type {AnalyticsControl, Pipeline} from './analytics-service.js';
import {createCapture} from './capture.js';
import type {AnalyticsConfig} from './config.js';
import type {ConsentStoreControl} from './consent/consent-parts.js';
import {appProperties} from './enrichment/app.js';
import {createDeviceEnricher} from './enrichment/device.js';
import {createEnrich} from './enrichment/enrich.js';
import {createPageEnricher} from './enrichment/page.js';
import {createSessionKeeper} from './enrichment/session.js';
import {technicalProperties} from './enrichment/technical.js';
import {createTimeEnricher} from './enrichment/time.js';
import {createUserKeeper} from './enrichment/user.js';
import {systemClock} from './lib/clock.js';
import {inTurn} from './lib/in-turn.js';
import {createLatePart} from './lib/late-part.js';
import {tracer} from './lib/trace.js';
import {observePageViews} from './page-views.js';
import {isPseudonym} from './privacy/is-pseudonym.js';
import {createEventQueue} from './queue/event-queue.js';
import type {EventRecord, Problem, ProviderConfig} from './types.js';

export interface PipelineParts {
  readonly config: AnalyticsConfig<unknown>;
  /** What all names that we store begin with. */
  readonly prefix: string;
  readonly storage: Storage | null;
  readonly consent: Pick<ConsentStoreControl, 'hasConsent' | 'epoch'>;
  /** Where events of our own begin: page views, and what a provider has to tell. */
  readonly service: Pick<AnalyticsControl, 'track' | 'page' | 'tellFlags'>;
  readonly onProblem: (problem: Problem) => void;
  /** The provider is at work. */
  readonly onReady: () => void;
}

export interface PipelineControl extends Pipeline {
  configure(config: AnalyticsConfig<unknown>): void;
  /** Leaves what waits on disk. */
  stop(): void;
  /**
   * The visitor has withdrawn: stops, and erases everything that it has stored. Synchronous as far as the browser allows; resolves with the
   * providers that did not shut down in time.
   */
  erase(): Promise<readonly string[]>;
}

/** The lane of the provider that the root names. */
const main = 'main';

/** Enrich → guard → enqueue. Guard, its words and delivery are chunks fetched beside this one; undefined if the visitor has withdrawn by then. */
export const createPipeline = async (parts: PipelineParts): Promise<PipelineControl | undefined> => {
  // Under way at once and side by side, whatever this has to wait for; a failure is dealt with below.
  const guarding = import('./privacy/pii-guard.js');
  for (const part of [guarding, import('./privacy/pii-words.js'), import('./delivery.js')]) part.catch(() => {});
  const {prefix, consent, service, onProblem, onReady} = parts;
  const {epoch} = consent;
  // Granted now, by the same grant as when it was made.
  const allowed = (record: EventRecord) => consent.hasConsent(record.category) && epoch(record.category) === record.epoch;
  let {config} = parts;
  const {durability = 'high', unknownOutcome = 'resend', limits = {}} = config;
  const storage = durability === 'memory' ? null : parts.storage;
  const clock = systemClock;
  const listening = new AbortController();

  const {createPiiGuard} = await guarding;
  const user = createUserKeeper(storage, `${prefix}:user`, clock.now, isPseudonym);
  // Tabs that learn of a grant together must not each make an id of their own; and after a withdrawal meanwhile there must be none.
  await inTurn(navigator.locks, `${prefix}:user`, () => epoch('analytics') && user.current());
  if (!epoch('analytics')) return undefined;
  const session = createSessionKeeper(storage, `${prefix}:session`);
  const technical = technicalProperties(navigator, matchMedia('(display-mode: standalone)').matches);
  let app = appProperties(config);
  const enrich = createEnrich({
    enrichers: [createDeviceEnricher(window, listening.signal), () => app, createTimeEnricher(), createPageEnricher(), () => technical],
    session: session.at,
    user: user.current,
    epoch,
    guard: createPiiGuard({
      ...config.guard,
      onMask(part) {
        config.guard?.onMask?.(part);
        tracer()?.('masked', part);
      },
    }),
  });

  const queue = createEventQueue({
    prefix,
    lanes: [{id: main, accepts: () => delivery.now()?.usable() !== false}],
    clock,
    storage,
    indexedDB: parts.storage && globalThis.indexedDB,
    locks: navigator.locks,
    openChannel: typeof BroadcastChannel === 'undefined' ? undefined : name => new BroadcastChannel(name),
    random: Math.random,
    online: () => navigator.onLine !== false,
    page: window,
    allowed,
    onProblem,
    durability,
    unknownOutcome,
    limits,
  });

  const identity = () => {
    const {userId, anonymousId} = user.current();
    return {distinctId: userId ?? anonymousId, anonymousId, userId, sessionId: session.at(clock.now()).id};
  };

  let wanted: readonly [name: string | undefined, options: ProviderConfig] = [config.provider, config];
  const start = async (to = delivery.now()) => to?.use(wanted[0] ?? 'noop', wanted[1]);
  let started: Promise<void> | undefined;
  const delivery = createLatePart({
    async load() {
      const {createDelivery} = await import('./delivery.js');
      const arrived = createDelivery({
        queue,
        lane: main,
        clock,
        storage: parts.storage,
        prefix,
        identity,
        capture: service.track,
        onReady,
        onFlags: service.tellFlags,
        onProblem,
      });
      started = start(arrived);
      return arrived;
    },
    clock,
    onFailed: () => onProblem({code: 'delivery-failed', message: 'the code that sends could not be loaded; events wait on disk'}),
  });

  const accept = createCapture({config: () => config, enrich, queue, user, session, onProblem});

  const pageViews = () => (config.pageViews === 'manual' ? () => {} : observePageViews({window, document}, () => service.page()));
  let stopPageViews = pageViews();

  const followUser = ({key}: StorageEvent) => {
    if (key === `${prefix}:user`) user.reload();
  };
  addEventListener('storage', followUser, {signal: listening.signal});

  const use = async (...next: typeof wanted) => {
    wanted = next;
    // What is still to come begins with what is wanted by then.
    await (delivery.now() ? start() : delivery.attempt().then(() => started));
  };

  const halt = () => {
    listening.abort();
    stopPageViews();
    delivery.stop();
    return delivery.now()?.stop() ?? Promise.resolve([]);
  };

  return {
    accept,
    lose: () => queue.count('overflow'),
    switchProvider: use,
    flush: async () => (await delivery.attempt())?.flush(),
    stats: queue.stats,
    flag: key => delivery.now()?.flags()?.flag(key),
    headers() {
      const {distinctId, sessionId} = identity();
      return {'X-POSTHOG-DISTINCT-ID': distinctId, 'X-POSTHOG-SESSION-ID': sessionId};
    },
    configure(next) {
      const before = config;
      config = next;
      app = appProperties(next);
      if (setUp(before) !== setUp(next)) void use(next.provider, next);
      if (before.pageViews === next.pageViews) return;
      stopPageViews();
      stopPageViews = pageViews();
    },
    stop() {
      void halt();
      void queue.close();
    },
    erase() {
      queue.erase();
      session.end();
      user.erase();
      return halt();
    },
  };
};

/** What makes it another provider, or the same one set up otherwise. */
const setUp = ({provider, apiKey, apiHost, siteId, domain, features, options}: AnalyticsConfig<unknown>): string =>
  JSON.stringify([provider, apiKey, apiHost, siteId, domain, features, options]);
