import type {ProviderFactory} from '../provider-types.js';

/** One map for the page, also when the library is loaded twice; it exists once something has been registered. */
const shared = Symbol.for('askfirst.providers');
const page = globalThis as {[shared]?: unknown};

/** What script has registered so far, by name. */
export const registeredProviders = (): ReadonlyMap<string, ProviderFactory> =>
  page[shared] instanceof Map ? (page[shared] as Map<string, ProviderFactory>) : new Map<string, ProviderFactory>();

/**
 * Makes a provider of your own known under a name, for `<analytics-root provider="name">` and `switchProvider(name)`. A second
 * registration of a name replaces the first. A name that comes with the package, and what is no function, is refused when it is used.
 */
export const registerProvider = (name: string, factory: ProviderFactory): void => {
  page[shared] = new Map(registeredProviders()).set(name, factory);
};
