import {AsyncLocalStorage} from 'node:async_hooks';
import type {Clock} from '../../lib/clock.js';
import {systemClock} from '../../lib/clock.js';
import {SetupError, warn} from '../../lib/problems.js';
import {createPiiGuard} from '../../privacy/pii-guard.js';
import {createSendThrough} from '../../providers/send-through.js';
import type {Analytics, AnalyticsEvents, CategoryDecision, Problem} from '../../types.js';
import {createAfterwards} from './afterwards.js';
import {chooseProvider} from './choose-provider.js';
import {createExchange} from './create-exchange.js';
import {createEventRecords} from './event-records.js';
import {createEventSink} from './event-sink.js';
import type {Exchange, OpenExchange, RequestFacts, Visitor} from './exchange.js';
import {evaluateFlags, type Flags, type FlagsOptions} from './flags.js';
import {metricsOtlp, type OtlpMetrics} from './metrics-otlp.js';
import {metricsText} from './metrics-text.js';
import {createNoopSink} from './noop-sink.js';
import type {MiddlewareOptions} from './options.js';
import {createConsentReader} from './read-consent.js';
import {createRequestMetrics} from './request-metrics.js';
import {createRouteMatcher} from './route-patterns.js';
import {createTally, type MiddlewareStats} from './stats.js';

/** The backend side of the analytics: one for an application, whatever its host. */
export interface AnalyticsMiddleware<Events = AnalyticsEvents> {
  /** For hosts: a request has begun. Never throws. */
  begin(request: RequestFacts): Exchange;
  /** For hosts: whether responses are to tell their duration. */
  readonly serverTiming: boolean;
  /** An event of the request at work, wherever in its code; a counted no-op without consent, outside of a request, and on sensitive routes. */
  readonly track: Analytics<Events>['track'];
  /** Tells of an error that the application has dealt with, under the same conditions. */
  captureError(error: unknown): void;
  /** A part of the request's time (ms) for `Server-Timing`. */
  timing(name: string, durationMs: number, description?: string): void;
  /** Who makes the request at work; `unknown` outside of one. */
  visitor(): Visitor;
  /** The feature flags of the request's visitor, or of nobody without consent. Never rejects. */
  flags(options?: FlagsOptions): Promise<Flags>;
  /** The counters, which know no visitor: as Prometheus' text, and as the body of an OTLP export. */
  readonly metrics: {prometheus(): string; otlp(): OtlpMetrics};
  stats(): MiddlewareStats;
  /** Resolves when everything that could be sent now has been tried. */
  flush(): Promise<void>;
  /** Sends what waits, for at most so long (default 5000 ms), and stops. Never rejects. */
  shutdown(timeoutMs?: number): Promise<void>;
}

/** What may be handed in for tests. */
export interface MiddlewareParts {
  readonly clock?: Clock;
  readonly random?: () => number;
}

const unknown: Visitor = {consent: 'unknown', distinctId: undefined, sessionId: undefined, isIdentified: false};

const decisionOf = (said: boolean | CategoryDecision | undefined): CategoryDecision =>
  said === true || said === 'granted' ? 'granted' : said === false || said === 'denied' ? 'denied' : 'unknown';

/**
 * Puts the parts together: begin → consent? → end → count, and with consent: enrich → guard → queue → provider.
 * @throws SetupError when the options cannot work.
 */
export const createAnalyticsMiddleware = <Events = AnalyticsEvents>(
  options: MiddlewareOptions<Events> = {},
  {clock = systemClock, random = Math.random}: MiddlewareParts = {},
): AnalyticsMiddleware<Events> => {
  const {provider: choice = 'noop', consent = {}, routes = {}, limits = {}, environment, release, validate} = options;
  const hear = options.onProblem ?? (({code, message}) => warn(code, message));
  const onProblem = (problem: Problem) => {
    try {
      hear(problem);
    } catch {
      // Who is only told must not cost anybody a request, or its event.
    }
  };
  const storage = new AsyncLocalStorage<OpenExchange>();
  const outside = AsyncLocalStorage.snapshot() as <T>(work: () => T) => T;
  const dropped = createTally();
  const skipped = createTally();
  const metrics = createRequestMetrics(limits.series ?? 2000, clock.now());
  const provider = chooseProvider(choice, clock, onProblem);
  const sink =
    provider.name === 'noop'
      ? createNoopSink()
      : createEventSink({
          provider,
          send: createSendThrough(provider),
          clock,
          random,
          outside,
          dropped,
          limits: {waiting: limits.waiting ?? 1000, batchMs: limits.batchMs ?? 2000},
          onProblem,
        });
  const read = typeof consent === 'function' ? consent : createConsentReader(consent, clock.now);
  const afterwards = createAfterwards(clock, outside);
  const parts = {
    options: options as MiddlewareOptions<unknown>,
    clock,
    random,
    storage,
    consentOf(request: RequestFacts) {
      try {
        return decisionOf(read(request));
      } catch {
        onProblem({code: 'consent-failed', message: 'the decision could not be read from a request: it counts as unknown'});
        return 'unknown';
      }
    },
    isExcluded: createRouteMatcher(routes.exclude),
    isSensitive: createRouteMatcher(routes.sensitive),
    records: createEventRecords({guard: createPiiGuard(), environment, release}),
    metrics,
    sink,
    afterwards,
    asks: [consent, options.sample, options.identify, options.enrich].some(option => typeof option === 'function'),
    dropped,
    skipped,
    told: new WeakSet<object>(),
    folder: globalThis.process?.cwd?.() ?? '',
    onProblem,
  } satisfies Parameters<typeof createExchange>[0];

  /** The request at work if something may be told about it. */
  const open = (): OpenExchange | undefined => {
    const exchange = storage.getStore();
    const why = exchange ? exchange.silence() : 'outside';
    if (why) skipped.add(why);
    return why ? undefined : exchange;
  };

  const track = (first: unknown, ...[second, own]: readonly unknown[]) => {
    const exchange = open();
    if (!exchange) return;
    try {
      const {event, properties, category} =
        typeof first === 'object'
          ? (first as {event: unknown; properties?: unknown; category?: unknown})
          : {event: first, properties: second, ...(own as {category?: unknown} | undefined)};
      // Only one category is asked about here: an event of another must not go by its grant.
      const asked = (typeof options.consent === 'object' && options.consent.category) || 'analytics';
      if (category !== undefined && category !== asked) return skipped.add('other-category');
      if (typeof event !== 'string' || !event.trim() || event.length > 200) throw new SetupError('bad-event-name', 'an event needs a name');
      const said = {...(properties as object | undefined)} as Readonly<Record<string, unknown>>;
      if (options.events?.check({type: 'track', event, properties: said}, validate, onProblem) === false) return dropped.add('invalid');
      exchange.track(event, said);
    } catch (error) {
      dropped.add('invalid');
      const isKnown = error instanceof SetupError;
      onProblem({code: isKnown ? error.code : 'event-failed', message: isKnown ? error.message : 'an event was dropped by a fault'});
    }
  };

  const stats = (): MiddlewareStats => {
    afterwards.settle();
    const lost = dropped.all();
    const tracked = sink.delivered() + sink.waiting() + Object.values(lost).reduce((sum, count) => sum + count, 0);
    return {tracked, delivered: sink.delivered(), waiting: sink.waiting(), dropped: lost, skipped: skipped.all()};
  };

  const flagsClient = options.flags ?? (provider as {client?: typeof options.flags}).client;

  return {
    begin: request => createExchange(parts, request),
    serverTiming: options.serverTiming === true,
    track,
    captureError: error => open()?.captureError(error),
    timing: (...span) => storage.getStore()?.timing(...span),
    visitor: () => storage.getStore()?.visitor() ?? unknown,
    flags(asked = {}) {
      const exchange = storage.getStore();
      return evaluateFlags(flagsClient, exchange?.visitor(), asked, onProblem, exchange?.silence() !== undefined);
    },
    metrics: {
      prometheus: () => metricsText(metrics, stats()),
      otlp() {
        afterwards.settle();
        return metricsOtlp(metrics, clock.now(), {environment, release});
      },
    },
    stats,
    flush() {
      afterwards.settle();
      return sink.flush();
    },
    async shutdown(timeoutMs = 5000) {
      try {
        afterwards.settle();
        await sink.shutdown(timeoutMs);
      } catch {
        onProblem({code: 'shutdown-failed', message: 'the provider could not be shut down in order'});
      }
    },
  };
};
