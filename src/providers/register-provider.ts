import {SetupError, warn} from '../lib/problems.js';
import type {ProviderFactory} from '../types.js';

/** The names of the providers that come with the package. */
export const builtInNames = ['posthog', 'plausible', 'matomo', 'http', 'console', 'noop'] as const;
export type BuiltInName = (typeof builtInNames)[number];

/** One map for the page, also when the library is loaded twice; it exists once something has been registered. */
const shared = Symbol.for('askfirst.providers');
const page = globalThis as {[shared]?: unknown};

/** What script has registered so far, by name. */
export const registeredProviders = (): ReadonlyMap<string, ProviderFactory> =>
  page[shared] instanceof Map ? (page[shared] as Map<string, ProviderFactory>) : new Map<string, ProviderFactory>();

/**
 * Makes a provider of your own known under a name, for `<analytics-root provider="name">` and `switchProvider(name)`.
 * A second registration of a name replaces the first, and says so on the console.
 * @throws SetupError for a name that is not like `my-provider`, one that comes with the package, or a factory that is no function.
 */
export const registerProvider = (name: string, factory: ProviderFactory): void => {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9_-]{0,63}$/.test(name))
    throw new SetupError('bad-provider-name', 'a provider needs a name of lower-case letters, digits, - and _');
  if ((builtInNames as readonly string[]).includes(name))
    throw new SetupError('provider-name-taken', `"${name}" is a provider of the package itself`);
  if (typeof factory !== 'function') throw new SetupError('bad-provider', `the provider "${name}" must be a function that returns it`);
  const providers = new Map(registeredProviders());
  if (providers.has(name) && providers.get(name) !== factory)
    warn('provider-replaced', `the provider "${name}" was registered before: the newest is used`);
  page[shared] = providers.set(name, factory);
};
