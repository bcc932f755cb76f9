import type {PurgeReport} from './purge-types.js';

/** The words that all rooms share. Types only: this file costs the page nothing. */
import type {SealedReceipt} from './lib/receipts/receipt.js';

/** A purpose that the visitor decides on: built in, or the owner's own. */
export type Category = 'essential' | 'analytics' | 'marketing' | (string & {});

/** What the visitor has said about one category. Gates read `unknown` as `denied`; records keep it. */
export type CategoryDecision = 'granted' | 'denied' | 'unknown';

/** Who or what changed the decision. */
export type ConsentSource = 'banner' | 'settings' | 'gate' | 'gpc' | 'cookie' | 'other-tab' | 'api' | 'expiry';

/** One immutable snapshot of the decision; the same object until something changes. */
export interface ConsentState {
  readonly essential: true;
  readonly analytics: boolean;
  readonly marketing: boolean;
  /** The owner's own categories stand beside these as booleans, as they do on disk. */
  readonly [ownCategory: string]: unknown;
  /** When the decision was made (ISO 8601, UTC), or null while there is none. */
  readonly timestamp: string | null;
  /** The policy version that the decision was made for, or is asked for. */
  readonly version: string;
  /** False until the stored decision is known, for a few milliseconds of each page: nothing is granted yet, and nobody should be asked. */
  readonly settled: boolean;
  /** True once the visitor has decided on every optional category. */
  readonly decided: boolean;
  /** The categories that are new since the visitor decided on the others: to be asked for alone. Empty before the first decision. */
  readonly fresh: readonly Category[];
  /** Per optional category, in the owner's order. */
  readonly decisions: Readonly<Record<string, CategoryDecision>>;
  /** What made this state; null for "no decision yet". */
  readonly source: ConsentSource | null;
}

/** The decision, held for everyone: a Svelte store, and fit for React's `useSyncExternalStore`. */
export interface ConsentStore {
  /** Whether the category may act now. `essential` always may; unknown categories never. */
  hasConsent(category: Category): boolean;
  /** Whether every optional category has been decided (so no banner is needed). */
  hasDecided(): boolean;
  get(): ConsentState;
  /** Grants everything; on a banner that asks for `fresh` categories only those, as no others are shown there. */
  acceptAll(source?: ConsentSource): void;
  /** Denies everything but the essential, earlier grants too. */
  acceptEssentialOnly(source?: ConsentSource): void;
  /** One category; the others keep their answer. Those that have none are denied, or, with the source `gate`, stay open. */
  setCategory(category: Category, granted: boolean, source?: ConsentSource): void;
  /** Several categories as one decision; the ones not named keep their answer, or are denied if they have none. */
  setCategories(choices: Readonly<Record<string, boolean>>, source?: ConsentSource): void;
  withdrawAll(source?: ConsentSource): void;
  /** Forgets the decision: the visitor is asked again. */
  reset(source?: ConsentSource): void;
  /** The receipts of all decisions made in this browser, oldest first, as far as they are kept. Empty where they cannot be made. */
  receipts(): Promise<readonly SealedReceipt[]>;
  /** Calls `listener` at once and after each change; returns the function that stops it. */
  subscribe(listener: (state: ConsentState) => void): () => void;
}

/** Values an event may carry. The guard turns everything else into plain JSON. */
export type PropertyValue = string | number | boolean | null | readonly PropertyValue[] | {readonly [key: string]: PropertyValue};
export type Properties = Readonly<Record<string, PropertyValue>>;

/** Declare your events here by declaration merging: `interface AnalyticsEvents { message_sent: {chat_id: string} }`. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the empty interface is what declaration merging needs
export interface AnalyticsEvents {}

/** What a call asks for. `identify` carries traits as its properties. */
export type EventType = 'track' | 'page' | 'identify';

/** A call of the page, read; lives in memory only, and is not guarded yet. */
export interface TrackedEvent {
  readonly uuid: string;
  readonly type: EventType;
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly category: Category;
  /** Epoch milliseconds; address, title and referrer of the page are those of the same moment. */
  readonly time: number;
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
}

/** An event as queued: enriched, guarded, plain JSON. Nothing in it changes after this, however often it is sent. */
export interface EventRecord {
  /** UUIDv7, the identity under which providers deduplicate. */
  readonly uuid: string;
  readonly type: EventType;
  readonly event: string;
  readonly properties: Properties;
  /** ISO 8601, UTC: when it was tracked. */
  readonly timestamp: string;
  /** The pseudonymous user id once identified, else the anonymous id. */
  readonly distinct_id: string;
  readonly anonymous_id: string;
  readonly user_id: string | null;
  readonly session_id: string;
  readonly category: Category;
  /** When the category's present grant began (epoch ms). A record of an older grant is deleted, never sent. */
  readonly epoch: number;
}

/** What a provider needs to know, from the root's attributes or from script. */
export interface ProviderConfig {
  readonly apiKey?: string;
  readonly apiHost?: string;
  readonly siteId?: string;
  readonly domain?: string;
  /** Extras beyond events; all but `flags` bring code of PostHog's own along. */
  readonly features?: readonly ('flags' | 'replay' | 'autocapture' | 'surveys' | 'heatmaps' | (string & {}))[];
  /** Provider-specific; from the `options` attribute. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** What a feature flag says: on or off, or the name of a variant. */
export type FlagValue = boolean | string;

/** Something a developer should know: a loss, a refusal, a provider in trouble. Never holds a visitor's data. */
export interface Problem {
  readonly code: string;
  readonly message: string;
}

/** The account of this tab: `tracked = delivered + waiting + the sum of dropped`. */
export interface AnalyticsStats {
  readonly tracked: number;
  readonly delivered: number;
  readonly waiting: number;
  /** By reason: `overflow`, `too-large`, `too-old`, `rejected`, `guard`, `withdrawn`, … */
  readonly dropped: Readonly<Record<string, number>>;
  /** Records of closed or killed tabs that this tab has taken over, on an account of their own. */
  readonly recovered: {readonly delivered: number; readonly dropped: Readonly<Record<string, number>>};
  /** Records sent again after an outcome that could not be known. */
  readonly resent: number;
}

type EventMap<Events> = keyof Events extends never ? Record<string, Record<string, unknown>> : Events;
type EventName<Events> = keyof EventMap<Events> & string;
/** An event without properties takes none, however its type says so: `{}`, `null`, `undefined`. */
type PropertiesOf<Events, Name extends EventName<Events>> = keyof EventMap<Events>[Name] extends never
  ? Record<string, never>
  : EventMap<Events>[Name];
type Rest<P> =
  Record<string, never> extends P ? [properties?: P | undefined, options?: TrackOptions] : [properties: P, options?: TrackOptions];
type Whole<P> = TrackOptions & (Record<string, never> extends P ? {readonly properties?: P | undefined} : {readonly properties: P});

/** What an event may say of itself. */
export interface TrackOptions {
  /** The event is tracked only while this category is granted, too. Default `analytics`. */
  readonly category?: Category | undefined;
}

/** What is done about an event that does not fit its definition: nothing, a problem is told, or it is dropped and counted as `invalid` as well. */
export type Validation = 'off' | 'warn' | 'drop';

/** The events of an application as `defineEvents` makes them: types for the compiler, and a check at run time. */
export interface EventDefinitions<Events = unknown> {
  /** Tells of what is wrong with a tracked event, never quoting a value. False: drop it. Never throws. */
  check(
    event: Pick<TrackedEvent, 'type' | 'event' | 'properties'>,
    validation: Validation | undefined,
    onProblem: (problem: Problem) => void,
  ): boolean;
  /** For the compiler only: there is no such value. */
  readonly types?: Events;
}

/** The analytics service. Without consent every method is a silent no-op; none ever throws into the page. */
export interface Analytics<Events = AnalyticsEvents> {
  track<Name extends EventName<Events>>(event: Name, ...rest: Rest<PropertiesOf<Events, Name>>): void;
  track<Name extends EventName<Events>>(event: {readonly event: Name} & Whole<PropertiesOf<Events, Name>>): void;
  page(name?: string, properties?: Record<string, unknown>): void;
  /** Takes a pseudonym only, or an object with `pseudonymized_user_id`; anything else is refused with a problem. */
  identify(
    pseudonym: string | {readonly pseudonymized_user_id?: string | null; readonly [trait: string]: unknown},
    traits?: Record<string, unknown>,
  ): void;
  /** Unlinks: a new anonymous id and a new session. */
  reset(): void;
  switchProvider(name: string, config?: ProviderConfig): Promise<void>;
  /** Resolves when everything that could be sent now has been tried. */
  flush(): Promise<void>;
  stats(): AnalyticsStats;
  /** What a feature flag says; undefined while that is not known. Needs a provider that has flags, and `features` that ask for them. */
  flag(key: string): FlagValue | undefined;
  /** Calls the listener whenever flags have arrived or changed; returns the function that stops it. */
  onFlags(listener: () => void): () => void;
  /**
   * Erases what is known of the visitor here, and asks each provider that can to erase what it has received. Withdraws nothing: what is
   * granted goes on about 2 s later, as a new visitor. Undefined where there was nothing to erase. Never rejects.
   */
  forget(): Promise<PurgeReport | undefined>;
  /** For the page's own API requests: the consent flag, and the ids only after consent. */
  headers(): Record<string, string>;
}
