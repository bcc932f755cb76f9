import {SetupError} from '../lib/problems.js';
import type {ProviderFactory} from '../provider-types.js';

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
 * Makes a provider of your own known under a name, for `<analytics-root provider="name">` and `switchProvider(name)`. A second
 * registration of a name replaces the first.
 * @throws SetupError `bad-provider` for a name that is not like `my-provider` or comes with the package, or a factory that is no function.
 */
export const registerProvider = (name: string, factory: ProviderFactory): void => {
  const fits = typeof name === 'string' && /^[a-z][a-z0-9_-]{0,63}$/.test(name) && !builtInNames.includes(name as BuiltInName);
  if (!fits || typeof factory !== 'function') throw new SetupError('bad-provider', 'it needs a new name like my-provider, and a function');
  page[shared] = new Map(registeredProviders()).set(name, factory);
};
