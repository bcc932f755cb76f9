import type {AnalyticsControl, Pipeline} from './analytics-service.js';
import {createCapture} from './capture.js';
import type {AnalyticsConfig} from './config.js';
import type {ConsentStoreControl} from './consent/consent-parts.js';
import {appProperties} from './enrichment/app.js';
import {createSessionKeeper} from './enrichment/session.js';
import {createUserKeeper} from './enrichment/user.js';
import {followGrants} from './follow-grants.js';
import {systemClock} from './lib/clock.js';
import {inTurn} from './lib/in-turn.js';
import {createLatePart} from './lib/late-part.js';
import {tracer} from './lib/trace.js';
import {createPageEnrich} from './page-enrich.js';
import {createPageIdentity} from './page-identity.js';
import {observePageViews} from './page-views.js';
import {createProviderLanes, setUpOf, wantedProviders} from './provider-lanes.js';
import {createPageQueue} from './page-queue.js';
import {waitingLanes} from './queue/waiting-lanes.js';
import type {Problem} from './types.js';

export interface PipelineParts {
  readonly config: AnalyticsConfig<unknown>;
  /** What all names that we store begin with. */
  readonly prefix: string;
  readonly storage: Storage | null;
  readonly consent: Pick<ConsentStoreControl, 'hasConsent' | 'epoch' | 'get' | 'subscribe'>;
  /** Where page views begin, and flags are told. */
  readonly service: Pick<AnalyticsControl, 'page' | 'tellFlags'>;
  readonly onProblem: (problem: Problem) => void;
  /** The provider is at work. */
  readonly onReady: () => void;
  /** Removes what providers have stored whose category is not granted, and tells of it. */
  readonly purge: (stopped?: Promise<readonly string[]>) => Promise<unknown>;
}

export interface PipelineControl extends Pipeline {
  configure(config: AnalyticsConfig<unknown>): void;
  /** Whether anything that the owner has set up may act now. */
  inUse(): boolean;
  /** Leaves what waits on disk. */
  stop(): void;
  /** The visitor has withdrawn: stops and erases all, synchronously as far as the browser allows; resolves with the providers that did not shut down. */
  erase(): Promise<readonly string[]>;
}

/** Enrich → guard → enqueue. Guard, its words and delivery are chunks fetched beside this one; undefined if nothing is granted that is in use by then. */
export const createPipeline = async (parts: PipelineParts): Promise<PipelineControl | undefined> => {
  // Under way at once and side by side, whatever this has to wait for; a failure is dealt with below.
  const guarding = import('./privacy/pii-guard.js');
  for (const part of [guarding, import('./privacy/pii-words.js'), import('./delivery.js')]) part.catch(() => {});
  const {prefix, consent, service, purge, onProblem, onReady} = parts;
  const {epoch, hasConsent: granted} = consent;
  let {config} = parts;
  const inUse = () => wantedProviders(config).some(({category}) => granted(category));
  const {durability = 'high', unknownOutcome = 'resend', limits = {}} = config;
  const storage = durability === 'memory' ? null : parts.storage;
  const clock = systemClock;
  const listening = new AbortController();
  const {createPiiGuard, isPseudonym} = await guarding;
  const user = createUserKeeper(storage, `${prefix}:user`, clock.now, isPseudonym);
  // Tabs that learn of a grant together must not each make an id of their own; and after a withdrawal meanwhile there must be none.
  await inTurn(navigator.locks, `${prefix}:user`, () => inUse() && user.current());
  if (!inUse()) return undefined;
  const session = createSessionKeeper(storage, `${prefix}:session`);
  let app = appProperties(config);
  const guard = createPiiGuard({
    ...config.guard,
    onMask(part) {
      config.guard?.onMask?.(part);
      tracer()?.('masked', part);
    },
  });
  const enrich = createPageEnrich({app: () => app, session, user, epoch, guard, signal: listening.signal});
  const queue = createPageQueue({
    prefix,
    clock,
    storage,
    mirrored: parts.storage !== null,
    allowed: ({category, epoch: mark}) => granted(category) && epoch(category) === mark,
    onProblem,
    durability,
    unknownOutcome,
    limits,
  });

  const identity = createPageIdentity({user, session, now: clock.now, signal: listening.signal});
  const onReset = () => lanes.reset();
  const accept = createCapture({config: () => config, isPseudonym, enrich, queue, user, session, granted, epoch, onReset, onProblem});
  const lanes = createProviderLanes({
    queue,
    granted,
    waiting: () => waitingLanes(parts.storage, prefix),
    delivery: () => delivery.now(),
    onReady,
    onNew: (lane, category) => lanes.alone(lane, () => accept.introduce(category)),
  });

  let started: Promise<void> | undefined;
  const delivery = createLatePart({
    async load() {
      const {createDelivery} = await import('./delivery.js');
      const arrived = createDelivery({
        queue,
        clock,
        storage: parts.storage,
        prefix,
        identity,
        capture: (lane, ...event) => lanes.alone(lane, () => accept.own(...event)),
        guard,
        onFlags: service.tellFlags,
        onLeft: purge,
        onProblem,
      });
      started = arrived && lanes.arrive(arrived);
      return arrived;
    },
    clock,
    onFailed: () => onProblem({code: 'delivery-failed', message: 'the code that sends could not be loaded; events wait on disk'}),
  });

  /** The root's own provider, if script has switched to another one than the configuration names. */
  let switched: AnalyticsConfig<unknown> | undefined;
  const use = async () => {
    const changed = lanes.want(wantedProviders(switched ? {...switched, providers: config.providers ?? []} : config));
    // What is still to come begins with what is wanted by then.
    await (delivery.now() ? changed : delivery.attempt().then(() => started));
  };
  void use();
  // What was withdrawn while no page was open, or by one that was closed at once.
  void purge();

  const unfollow = followGrants(consent, (ended, source) => {
    if (listening.signal.aborted || !inUse()) return;
    const stopped = lanes.follow();
    if (!ended) return;
    // What is withdrawn must not be linked with what a later grant brings; one tab does it for all.
    if (source !== 'other-tab') {
      user.renew();
      session.end();
    }
    void queue.sweep();
    if (stopped) void purge(stopped);
  });

  const views = () => observePageViews({window, document}, service.page, service, epoch('analytics'));
  let stopPageViews = config.pageViews === 'manual' ? () => {} : views();
  addEventListener('storage', ({key}) => key === `${prefix}:user` && user.reload(), {signal: listening.signal});

  const halt = () => {
    listening.abort();
    stopPageViews();
    unfollow();
    delivery.stop();
    return lanes.stop();
  };

  return {
    accept,
    inUse,
    lose: () => queue.count('overflow'),
    switchProvider(name, options) {
      switched = {...options, provider: name};
      return use();
    },
    flush: async () => (await delivery.attempt())?.flush(),
    stats: queue.stats,
    flag: key => lanes.flags()?.flag(key),
    headers() {
      const {distinctId, sessionId} = identity();
      return {'X-POSTHOG-DISTINCT-ID': distinctId, 'X-POSTHOG-SESSION-ID': sessionId};
    },
    configure(next) {
      const before = config;
      config = next;
      app = appProperties(next);
      if (setUpOf(before) !== setUpOf(next)) switched = undefined;
      void use();
      if (before.pageViews === next.pageViews) return;
      stopPageViews();
      if (next.pageViews !== 'manual') stopPageViews = views();
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
