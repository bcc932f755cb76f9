import type {EventRecord, FlagValue, Properties, ProviderConfig} from './types.js';

/* The words between a provider and the page. Types only: this file costs the page nothing. */

/** What the page hands to every provider. */
export interface ProviderHost {
  /**
   * Sends one bounded POST: no credentials to another origin, no referrer, no redirect followed, own time limit.
   * Resolves for 2xx with the reply's text (at most 64 KiB); throws `RetryLater`, `TooLarge`, `Rejected` or `Misconfigured` else.
   */
  post(url: string, body: string | Uint8Array<ArrayBuffer>, options: PostOptions): Promise<string>;
  /** The page's origin, or an empty string where there is none. */
  readonly origin: string;
  /** Epoch milliseconds. */
  now(): number;
  /** Tells the developer, once per code. */
  warn(code: string, message: string): void;
  /** Whom records are about at this moment; all of it is empty once the visitor has withdrawn. */
  identity(): ProviderIdentity;
  /** Has an event of the provider's own go the way of every event, to this provider only: enriched, guarded, queued, delivered. */
  capture(event: string, properties: Properties): void;
  /** For what a provider must send by itself: a copy with everything personal masked; undefined when that failed, and it must not leave. */
  guard<T extends object>(value: T): T | undefined;
}

export interface ProviderIdentity {
  /** The pseudonym once identified, else the anonymous id. */
  readonly distinctId: string;
  readonly anonymousId: string;
  readonly userId: string | null;
  readonly sessionId: string;
}

export interface PostOptions extends SendOptions {
  /** Default `text/plain`: a CORS-simple type, so no preflight is needed and unload delivery works. */
  readonly contentType?: string;
  /** Further headers. Any at all costs a cross-origin request a preflight, and its unload delivery with it. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SendOptions {
  readonly signal: AbortSignal;
  readonly keepalive: boolean;
  /** Records that were lost since the last delivered batch, by reason; to be told along where the wire has room. */
  readonly dropped?: Readonly<Record<string, number>>;
  /** True when an earlier attempt at one of these records ended in an unknown outcome. */
  readonly resend?: boolean;
}

/** `undefined`: everything was accepted. A map names the records (by uuid) that were not, or of which that is `unknown`. */
export type SendResult = undefined | ReadonlyMap<string, 'retry' | 'rejected' | 'unknown'>;

/** What a provider stores, where it sends, and what it can. Drives disclosure, CSP, purge and the queue's limits. */
export interface ProviderManifest {
  /** Origins that the page connects to (`https://eu.i.posthog.com`), known after `init`. */
  readonly hosts: readonly string[];
  /** Names that the provider stores under; a trailing `*` stands for any ending. */
  readonly cookies: readonly string[];
  readonly localStorage: readonly string[];
  readonly sessionStorage: readonly string[];
  readonly indexedDB: readonly string[];
  readonly cacheStorage?: readonly string[];
  /** For how long the longest-lived of these stays (days), to be told to the visitor. */
  readonly keptDays?: number;
  /** What only a server can remove: `httpOnly` cookies of this site, and what the provider stores on its own site (`thirdParty`). */
  readonly unreachable?: {readonly httpOnly?: readonly string[]; readonly thirdParty?: readonly string[]};
  /** Records older than this (ms) are not worth sending: they are dropped and counted. */
  readonly maxAgeMs: number;
  /** Upper bounds of one batch. `bytes` counts UTF-8 of the serialised records. */
  readonly batch: {readonly events: number; readonly bytes: number};
  /** Whether a record sent twice is stored once. */
  readonly dedupes: boolean;
  /** Whether `shutdown` really stops it; if not, only a reload does. */
  readonly canStop: boolean;
}

/** An analytics backend behind our interface. Third parties write these. */
export interface AnalyticsProvider {
  readonly name: string;
  readonly manifest: ProviderManifest;
  /** Throws `SetupError` when the configuration cannot work. */
  init(config: ProviderConfig, host: ProviderHost): void | Promise<void>;
  /** A promise that resolves is an acknowledgement; one that rejects asks for a retry (`RetryLater`, `Rejected`). */
  track(event: string, properties: Properties): void | Promise<void>;
  identify(userId: string, traits: Properties): void | Promise<void>;
  page(name: string, properties: Properties): void | Promise<void>;
  reset(): void | Promise<void>;
  /** If present, delivery uses it instead of `track`, `identify` and `page`. */
  send?(records: readonly EventRecord[], options: SendOptions): Promise<SendResult>;
  /** Present where the provider has feature flags. */
  readonly flags?: ProviderFlags | undefined;
  /** Asks the provider's server to erase what it has received of this visitor; rejects where that failed. Called before `shutdown`. */
  erase?(): void | Promise<void>;
  shutdown(): void | Promise<void>;
}

/** Feature flags as a provider knows them; nothing of them is stored in the browser. */
export interface ProviderFlags {
  /** Undefined while it is not known, or there is no such flag. Asking tells the provider that the visitor was exposed to it. */
  flag(key: string): FlagValue | undefined;
  /** Calls the listener whenever flags have arrived; returns the function that stops it. */
  onFlags(listener: () => void): () => void;
}

export type ProviderFactory = () => AnalyticsProvider;
