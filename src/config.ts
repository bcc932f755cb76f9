import type {ConsentConfig} from './consent/consent-parts.js';
import type {SignalPolicy} from './consent/consent-signals.js';
import {SetupError} from './lib/problems.js';
import type {PiiGuardOptions} from './privacy/pii-guard.js';
import type {QueueLimits} from './queue/queue-parts.js';
import type {AnalyticsEvents, Category, EventDefinitions, ProviderConfig, Validation} from './types.js';

/** One more provider beside the one that the configuration itself names. */
export interface FurtherProvider extends ProviderConfig {
  /** A built-in provider, or a name given to `registerProvider`. */
  readonly name: string;
  /** It works only while this category is granted. Default `analytics`. */
  readonly category?: Category;
}

/** What the owner says, by the root's attributes or in script. Everything has a default. */
export interface AnalyticsConfig<Events = AnalyticsEvents> extends ProviderConfig {
  /** A built-in provider, or a name given to `registerProvider`. Default `noop`. */
  readonly provider?: string;
  /** Further providers, each with its own copy of every event. */
  readonly providers?: readonly FurtherProvider[];
  /** The optional categories, in order. Default `analytics`, `marketing`. */
  readonly categories?: readonly Category[];
  /** A change asks again. Default `1.0`. */
  readonly policyVersion?: string;
  /** How long a grant and a refusal are remembered. Default 182. */
  readonly expiresDays?: number;
  /** What Global Privacy Control means while there is no decision. Default `refuse`. */
  readonly gpc?: SignalPolicy;
  /** What the older "Do Not Track" means, likewise. Default `ignore`. */
  readonly dnt?: SignalPolicy;
  /** The name of a first-party cookie that mirrors the decision, for servers and subdomains. Default none. */
  readonly consentCookie?: string;
  /** The domain that the cookie is for, such as `shop.example`. Default the page's own host. */
  readonly cookieDomain?: string;
  /** Where consent receipts are posted. Default nowhere. */
  readonly receiptUrl?: string;
  /** Whether page views are tracked by themselves. Default `auto`. */
  readonly pageViews?: 'auto' | 'manual';
  /** What happens to events before the decision: dropped, or at most 100 held in memory. Default `drop`. */
  readonly beforeDecision?: 'drop' | 'hold';
  /** The application's events, by `defineEvents` of `askfirst/events`: `track` is typed by them, and each event is checked. */
  readonly events?: EventDefinitions<Events>;
  /** What is done about an event that does not fit `events`. Default `warn`. */
  readonly validate?: Validation;
  /** What the guard is told about keys, and who hears of what it masked. Taken when the pipeline starts. */
  readonly guard?: PiiGuardOptions;
  readonly appVersion?: string;
  readonly environment?: string;
  /** What a record survives: a closed page (`standard`), also a killed browser (`high`, the default), or neither (`memory`). */
  readonly durability?: 'memory' | 'standard' | 'high';
  /** After an outcome that cannot be known, for providers that do not deduplicate: send again, or count as lost. Default `resend`. */
  readonly unknownOutcome?: 'resend' | 'drop';
  /** How much may wait, and when it is sent; see `QueueLimits` for the defaults. */
  readonly limits?: Partial<QueueLimits>;
  /** The begin of all names that we store. Default `askfirst`. */
  readonly storagePrefix?: string;
  /** What follows a withdrawal that a provider did not stop for: the page is reloaded, or only told of it (the default). */
  readonly onWithdraw?: 'reload' | 'report';
  /** More of the configuration, asked for when a decision calls for it; what it says comes first. */
  readonly late?: () => Promise<AnalyticsConfig<Events>>;
  /** Says on the console what happens and why. */
  readonly debug?: boolean;
}

/** What runs before the grant reads of the configuration, with its defaults; the pipeline reads the rest itself. */
export interface Settings {
  readonly consent: ConsentConfig;
  readonly held: boolean;
  readonly prefix: string;
}

/** Names that stand beside the categories in the stored decision. */
const reserved = 'essential timestamp version decided decisions source since replaces reset ignore v'.split(' ');

/** Whether the owner may name a category so. */
export const isCategory = (name: unknown): name is Category =>
  typeof name === 'string' && /^[a-z][a-z0-9_-]{0,31}$/.test(name) && !reserved.includes(name);

/** @throws SetupError for categories that cannot be: `bad-category`. */
export const settingsOf = (config: AnalyticsConfig<unknown>): Settings => {
  const {
    categories = ['analytics', 'marketing'],
    policyVersion = '1.0',
    expiresDays = 182,
    gpc = 'refuse',
    dnt = 'ignore',
    consentCookie: cookieName,
    cookieDomain,
    storagePrefix: prefix = 'askfirst',
  } = config;
  if (!categories.every(isCategory)) throw new SetupError('bad-category', 'it needs a name like own-maps');
  return {
    consent: {
      categories: [...new Set(categories)],
      policyVersion,
      expiresDays,
      gpc,
      dnt,
      storageKey: `${prefix}:consent`,
      cookieName,
      cookieDomain,
    },
    held: config.beforeDecision === 'hold',
    prefix,
  };
};
