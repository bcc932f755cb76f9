import type {AnalyticsProvider} from '../../provider-types.js';
import type {EventDefinitions, Problem, PropertyValue, ProviderConfig, Validation} from '../../types.js';
import type {ConsentOptions, ReadConsent} from './read-consent.js';
import type {FlagsClient} from './flags.js';
import type {RequestFacts, Visitor} from './exchange.js';

/** What `enrich` is told about a request that has ended. */
export interface EnrichContext {
  readonly method: string;
  /** The template of the route. */
  readonly endpoint: string;
  readonly status: number;
  readonly durationMs: number;
  readonly visitor: Visitor;
  header(name: string): string | undefined;
  /** The client's address by `trustedHops`; for looking something up. It is masked if it is put into a property. */
  ip(): string | undefined;
}

/** A provider by name with what it needs, or an adapter of one's own. */
export type ProviderChoice =
  'console' | 'noop' | (ProviderConfig & {readonly name: 'posthog' | 'http' | 'console' | 'noop'}) | AnalyticsProvider;

/** What the application says. Everything has a default. */
export interface MiddlewareOptions<Events = unknown> {
  /** Where events go. Default `noop`: only the counters work. */
  readonly provider?: ProviderChoice;
  /** How the visitor's decision is read from a request. Default: `Sec-GPC`, the widget's cookie, its header. */
  readonly consent?: ConsentOptions | ReadConsent;
  /** The pseudonym of whoever makes the request, asked only after a grant. Default: what the widget's header says. */
  readonly identify?: (request: RequestFacts) => string | undefined;
  readonly routes?: {
    /** Paths, or templates as the host writes them, about which nothing is told or counted: `/health`, `/assets/*`. */
    readonly exclude?: readonly string[];
    /** Paths, or templates as the host writes them, that are only counted, and about which no visitor's event is made: `/patients/:id/*`. */
    readonly sensitive?: readonly string[];
  };
  /** The share of requests, 0 to 1, that `api_request` is sent for; failed and slow ones always are. Default 1. */
  readonly sample?: number | ((request: {readonly method: string; readonly endpoint: string}) => number);
  /** The application's own properties of a request. They pass the guard. */
  readonly enrich?: (context: EnrichContext) => Readonly<Record<string, PropertyValue | undefined>> | undefined;
  /** From how long on (ms) a request is slow. Default 1000. */
  readonly slowMs?: number;
  readonly environment?: string;
  /** The version of the application. */
  readonly release?: string;
  /** How many proxies of one's own stand in front, each adding to `X-Forwarded-For`. Default 0: the header is not read. */
  readonly trustedHops?: number;
  /** Whether responses tell their duration in `Server-Timing`. Default false: it also tells those who measure secrets by time. */
  readonly serverTiming?: boolean;
  /** Whether exceptions carry their message, guarded. Default true; their type and stack are told either way. */
  readonly errorMessages?: boolean;
  /** A posthog-node client for `flags()`. */
  readonly flags?: FlagsClient;
  /** The application's events, by `defineEvents` of `askfirst/events`. */
  readonly events?: EventDefinitions<Events>;
  /** What is done about an event that does not fit `events`. Default `warn`. */
  readonly validate?: Validation;
  readonly limits?: {
    /** Events that may wait; the oldest are dropped and counted. Default 1000. */
    readonly waiting?: number;
    /** How long (ms) an event waits for company. Default 2000. */
    readonly batchMs?: number;
    /** Different route, method and status class triples that are counted apart. Default 2000. */
    readonly series?: number;
  };
  /** Hears of losses and refusals, never with a visitor's data. Default: a warning on the console, once. */
  readonly onProblem?: (problem: Problem) => void;
}
