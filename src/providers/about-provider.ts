import {parseEndpoint} from '../lib/endpoint.js';
import type {ProviderManifest} from '../provider-types.js';
import type {StoredTrace} from '../purge-types.js';
import type {Category, ProviderConfig} from '../types.js';
import {registeredProviders} from './register-provider.js';

/** What a visitor should know of a provider, without any of its code being loaded. */
export interface ProviderAbout {
  readonly name: string;
  /** The host that receives the events; empty where nobody does, or where the set-up names none. */
  readonly recipient: string;
  /** The origin of the recipient, as a Content Security Policy names it. */
  readonly origin: string;
  /** What it keeps in the browser, by place and name; a trailing `*` stands for any ending. */
  readonly stores: readonly StoredTrace[];
  /** For how long it keeps that (days); undefined where it keeps nothing or does not say. */
  readonly keptDays: number | undefined;
}

/** Where the built-in adapters send unless `api-host` says otherwise. They keep nothing in the browser. */
const standardHosts: Readonly<Record<string, string>> = {plausible: 'https://plausible.io', console: '', noop: ''};

/** As `posthog-extras.ts` declares it. Shared, it would be a file of its own to fetch, for a page that only shows its settings. */
const posthogStores = (features: readonly string[]): Partial<ProviderManifest> =>
  features.includes('surveys') ? {localStorage: ['seenSurvey_*', 'abandonedSurvey_*', 'inProgressSurvey_*', 'lastSeenSurveyDate']} : {};

/** A provider that a configuration names, and the category that it needs. */
export interface ConfiguredProvider extends ProviderAbout {
  readonly category: Category;
}

const places = ['cookies', 'localStorage', 'sessionStorage', 'indexedDB', 'cacheStorage'] as const;

const tracesOf = (manifest: Partial<ProviderManifest>): StoredTrace[] =>
  places.flatMap(place => (manifest[place] ?? []).map(name => ({place, name})));

const originOf = (address: string, pageOrigin: string): string => {
  try {
    return address && new URL(parseEndpoint(address, pageOrigin)).origin;
  } catch {
    return ''; // the provider itself says what is wrong with it
  }
};

/** Never throws: wrong set-up is told by the provider when it starts. */
export const aboutProvider = (name: string, config: ProviderConfig, pageOrigin = ''): ProviderAbout => {
  let manifest: ProviderManifest | undefined;
  try {
    // Its script is in the page already, and making one does nothing yet.
    manifest = registeredProviders().get(name)?.().manifest;
  } catch {
    // a factory that fails says so when it is used
  }
  const origin = originOf(manifest?.hosts[0] ?? config.apiHost ?? standardHosts[name] ?? '', pageOrigin);
  return {
    name,
    recipient: origin && new URL(origin).host,
    origin,
    stores: tracesOf(manifest ?? (name === 'posthog' ? posthogStores(config.features ?? []) : {})),
    keptDays: manifest?.keptDays,
  };
};

interface Configured extends ProviderConfig {
  readonly provider?: string;
  readonly providers?: readonly (ProviderConfig & {readonly name: string; readonly category?: Category})[];
}

/** All providers of a configuration that do something. */
export const aboutConfigured = ({provider = 'noop', providers = [], ...own}: Configured, pageOrigin = ''): readonly ConfiguredProvider[] =>
  [{...own, name: provider, category: 'analytics'}, ...providers]
    .filter(({name}) => name && name !== 'noop')
    .map(({name, category = 'analytics', ...config}) => ({...aboutProvider(name, config, pageOrigin), category}));
