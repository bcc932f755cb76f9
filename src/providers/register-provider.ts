import {SetupError} from '../lib/problems.js';
import type {ProviderFactory} from '../provider-types.js';

/** One map for the page, also when the library is loaded twice; it exists once something has been registered. */
const shared = Symbol.for('askfirst.providers');
const page = globalThis as {[shared]?: unknown};

/** What script has registered so far, by name. */
export const registeredProviders = (): ReadonlyMap<string, ProviderFactory> =>
  page[shared] instanceof Map ? (page[shared] as Map<string, ProviderFactory>) : new Map<string, ProviderFactory>();

/**
 * Makes a provider of your own known under a name, for `<analytics-root provider="name">` and `switchProvider(name)`. A second
 * registration of a name replaces the first.
 * A name that comes with the package is refused
 * when it is used.
 * @throws SetupError `bad-provider` for a name that is not like `my-provider`, or a factory that is no function.
 */
export const registerProvider = (name: string, factory: ProviderFactory): void => {
  const fits = typeof name === 'string' && /^[a-z][a-z0-9_-]{0,63}$/.test(name);
  if (!fits || typeof factory !== 'function') throw new SetupError('bad-provider', 'it needs a name like my-provider, and a function');
  page[shared] = new Map(registeredProviders()).set(name, factory);
};
