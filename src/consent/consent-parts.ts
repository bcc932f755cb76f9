import type {Category, ConsentStore, Problem} from '../types.js';
import type {ConsentJournal} from './consent-journal.js';
import type {ConsentRecord, ConsentRules} from './consent-record.js';
import type {SignalPolicy} from './consent-signals.js';

/** Where the decision stands. */
export interface ConsentPlaces extends ConsentRules {
  /** The localStorage key of the decision, and the name of its journal. */
  readonly storageKey: string;
  /** The name of the cookie that mirrors the decision; none without. */
  readonly cookieName?: string | undefined;
  /** The cookie's `Domain`, so that subdomains read it; without, it is the host's own. */
  readonly cookieDomain?: string | undefined;
}

export interface ConsentConfig extends ConsentPlaces {
  readonly gpc: SignalPolicy;
  readonly dnt: SignalPolicy;
}

/** The decision in a cookie. */
export interface ConsentMirror {
  read(places: ConsentPlaces): ConsentRecord | null;
  /** Writes it unless it stands there already; null removes it. */
  write(places: ConsentPlaces, record: ConsentRecord | null): void;
}

export interface ConsentStoreParts {
  readonly storage: () => Storage | null;
  /** Null where there is no page, and so no IndexedDB. */
  readonly journal: ConsentJournal | null;
  /** Fetches the mirror; asked only when the owner names a cookie. */
  readonly openMirror: (places: ConsentPlaces) => Promise<ConsentMirror>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Whether a signal of the browser refuses the category on the visitor's behalf. */
  readonly refused: (category: Category, config: ConsentConfig) => boolean;
  readonly onProblem: (problem: Problem) => void;
  /** The window, for news from other tabs; null where there is none. */
  readonly events: Pick<Window, 'addEventListener' | 'removeEventListener'> | null;
  /** The browser's store of cookies, for news from other subdomains, where there is one. */
  readonly cookieEvents?: EventTarget | undefined;
  /** Told of each decision that is made here, as its text. */
  readonly onDecision: (text: string) => void;
  readonly receipts: ConsentStore['receipts'];
}

/** The store with the handles that only its owner holds. */
export interface ConsentStoreControl extends ConsentStore {
  /** Takes the owner's rules; may be called again at run time. */
  configure(config: ConsentConfig): void;
  /** Reads the stored decision and follows other tabs from now on. Choices made earlier are carried out now. */
  start(): void;
  stop(): void;
  /** When the category's present grant began (epoch ms); 0 without a grant. */
  epoch(category: Category): number;
}
