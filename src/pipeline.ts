import type {Call, Pipeline} from './analytics-service.js';
import type {AnalyticsConfig} from './config.js';
import {appProperties} from './enrichment/app.js';
import {createDeviceEnricher} from './enrichment/device.js';
import {createEnrich} from './enrichment/enrich.js';
import {createPageEnricher} from './enrichment/page.js';
import {createSessionKeeper} from './enrichment/session.js';
import {technicalProperties} from './enrichment/technical.js';
import {timeProperties} from './enrichment/time.js';
import {createUserKeeper} from './enrichment/user.js';
import {systemClock} from './lib/clock.js';
import {createPost} from './lib/post.js';
import {SetupError, warn} from './lib/problems.js';
import {observePageViews} from './page-views.js';
import {isPseudonym} from './privacy/is-pseudonym.js';
import {createPiiGuard} from './privacy/pii-guard.js';
import {createProviderSwitch} from './provider-switch.js';
import {readCall} from './read-call.js';
import {loadProvider} from './providers/registry.js';
import {createSendThrough} from './providers/send-through.js';
import {createEventQueue} from './queue/event-queue.js';
import type {EventRecord, Problem, ProviderConfig, TrackedEvent} from './types.js';

export interface PipelineParts {
  readonly config: AnalyticsConfig;
  /** What all names that we store begin with. */
  readonly prefix: string;
  readonly storage: Storage | null;
  /** Whether the record's category is granted now, by the same grant as when it was made. */
  readonly allowed: (record: EventRecord) => boolean;
  readonly epoch: (category: string) => number;
  readonly onProblem: (problem: Problem) => void;
  /** The provider is at work. */
  readonly onReady: () => void;
  /** The visitor has come to another page of the site. */
  readonly onPageView: () => void;
}

export interface PipelineControl extends Pipeline {
  configure(config: AnalyticsConfig): void;
  /** Stops, and leaves what waits on disk. */
  stop(): void;
  /** The visitor has withdrawn: stops, and erases everything that it has stored. Synchronous as far as the browser allows. */
  erase(): void;
}

/** The lane of the provider that the root names. */
const main = 'main';

/** The path of one event, second half: enrich → guard → enqueue; behind the queue, delivery to the provider of the moment. */
export const createPipeline = async (parts: PipelineParts): Promise<PipelineControl> => {
  const {prefix, allowed, epoch, onProblem, onReady, onPageView} = parts;
  let {config} = parts;
  const {durability = 'high', unknownOutcome = 'resend', limits = {}} = config;
  const storage = durability === 'memory' ? null : parts.storage;
  const clock = systemClock;
  const listening = new AbortController();

  const user = createUserKeeper(storage, `${prefix}:user`, clock.now, isPseudonym);
  // Tabs that learn of a grant together must not each make an id of their own.
  await navigator.locks?.request(`${prefix}:user`, user.current).catch(user.current);
  const session = createSessionKeeper(storage, `${prefix}:session`);
  const technical = technicalProperties(navigator, matchMedia('(display-mode: standalone)').matches);
  const enrich = createEnrich({
    enrichers: [
      createDeviceEnricher(window, listening.signal),
      () => appProperties(config),
      ({time}) => timeProperties(time),
      createPageEnricher(),
      () => technical,
    ],
    session: session.at,
    user: user.current,
    epoch,
  });
  const guard = createPiiGuard();

  const queue = createEventQueue({
    prefix,
    lanes: [{id: main, accepts: () => provider.usable()}],
    clock,
    storage,
    indexedDB: storage && globalThis.indexedDB,
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

  const provider = createProviderSwitch({
    load: loadProvider,
    host: {
      post: createPost({...clock, fetch: () => globalThis.fetch, pageProtocol: location.protocol}),
      origin: location.origin,
      now: clock.now,
      warn,
    },
    connect: next => queue.connect(main, next ? {manifest: next.manifest, send: createSendThrough(next)} : undefined),
    onReady,
    clock,
    onProblem,
  });

  const pass = (event: TrackedEvent) => {
    const record = guard(enrich(event));
    if (config.debug) console.debug('askfirst:', record ?? `${event.type} dropped by the guard`);
    if (!record) return queue.count('guard');
    queue.enqueue(record);
  };

  const reset = () => {
    user.reset();
    session.end();
  };

  const identify = (id: unknown, event: TrackedEvent) => {
    if (!isPseudonym(id)) return onProblem({code: 'not-a-pseudonym', message: 'identify() takes a pseudonym; nothing was identified'});
    const {userId} = user.current();
    if (userId === id && Object.keys(event.properties).length === 0) return;
    // Another person at the same machine: nothing of the one before is linked to them.
    if (userId !== null && userId !== id) session.end();
    user.identify(id);
    pass(event);
  };

  const accept = (call: Call) => {
    if (call.method === 'reset') return reset();
    try {
      const {event, id} = readCall(call);
      if (call.method === 'identify') identify(id, event);
      else pass(event);
    } catch (error) {
      // Never into the page: a call that cannot be understood, or a fault of ours.
      const known = error instanceof SetupError;
      onProblem({code: known ? error.code : 'event-failed', message: known ? error.message : 'an event was dropped by a fault'});
      queue.count('invalid');
    }
  };

  const pageViews = () => (config.pageViews === 'manual' ? () => {} : observePageViews({window, document}, onPageView));
  let stopPageViews = pageViews();

  const followUser = ({key}: StorageEvent) => {
    if (key === `${prefix}:user`) user.reload();
  };
  addEventListener('storage', followUser, {signal: listening.signal});

  const use = (name = 'noop', options: ProviderConfig) => provider.use(name, options);
  void use(config.provider, config);

  const halt = () => {
    listening.abort();
    stopPageViews();
    void provider.stop();
  };

  return {
    accept,
    switchProvider: use,
    flush: queue.flush,
    stats: queue.stats,
    headers: () => ({
      'X-POSTHOG-DISTINCT-ID': user.current().userId ?? user.current().anonymousId,
      'X-POSTHOG-SESSION-ID': session.at(clock.now()).id,
    }),
    configure(next) {
      const before = config;
      config = next;
      if (identity(before) !== identity(next)) void use(next.provider, next);
      if (before.pageViews === next.pageViews) return;
      stopPageViews();
      stopPageViews = pageViews();
    },
    stop() {
      halt();
      void queue.close();
    },
    erase() {
      queue.erase();
      session.end();
      user.erase();
      halt();
    },
  };
};

/** What makes it another provider, or the same one set up otherwise. */
const identity = ({provider, apiKey, apiHost, siteId, domain, options}: AnalyticsConfig): string =>
  JSON.stringify([provider, apiKey, apiHost, siteId, domain, options]);
