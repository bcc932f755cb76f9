import {aboutProvider, type ProviderAbout} from '../providers/about-provider.js';
import type {ProviderConfig} from '../types.js';

/** The part of the page's configuration that tells who receives what; what `createAnalytics` takes fits. */
export interface PageSetup extends ProviderConfig {
  readonly provider?: string;
  /** Further providers, each with the category that it needs (default `analytics`). */
  readonly providers?: readonly (ProviderConfig & {readonly name: string; readonly category?: string})[];
  /** Default `askfirst`. */
  readonly storagePrefix?: string;
  /** Default 182. */
  readonly expiresDays?: number;
  /** The name of the cookie that mirrors the decision, if there is one. */
  readonly consentCookie?: string;
  /** Where consent receipts are posted, if they are. */
  readonly receiptUrl?: string;
  /** The page's own origin, for addresses that are relative to it. */
  readonly origin?: string;
}

export interface ProviderInPage extends ProviderAbout {
  readonly category: string;
}

/** The providers of the page, the root's own first. */
export const providersOf = ({provider = 'noop', providers = [], origin, ...config}: PageSetup): readonly ProviderInPage[] =>
  [{...config, name: provider}, ...providers].map(one => ({
    ...aboutProvider(one.name, one, origin),
    category: 'category' in one ? (one.category ?? 'analytics') : 'analytics',
  }));
