/* The words of the purge. Types only: this file costs the page nothing. */

/** Something that a provider stored, by the place that holds it. */
export interface StoredTrace {
  readonly place: 'cookies' | 'localStorage' | 'sessionStorage' | 'indexedDB' | 'cacheStorage';
  readonly name: string;
}

/** What became of what the providers had stored, once they had been told to stop. */
export interface PurgeReport {
  readonly removed: readonly StoredTrace[];
  /** Still there about 2 s later: `rewritten` came back after it was gone; `kept` never went (a cookie of another path, a database held open). */
  readonly remaining: readonly (StoredTrace & {readonly reason: 'rewritten' | 'kept'})[];
  /** Declared, and out of reach of any script in this page. */
  readonly unreachable: {readonly httpOnly: readonly string[]; readonly thirdParty: readonly string[]};
  /** Providers that say that only a reload stops them, failed to shut down, or went on storing. */
  readonly notStopped: readonly string[];
  /** After `forget()`: providers that can erase what they have received, and failed to. */
  readonly notErased?: readonly string[];
}
