import {SetupError} from '../lib/problems.js';
import {RetryLater} from '../lib/send-errors.js';
import type {ProviderFactory} from '../provider-types.js';
import {registeredProviders} from './register-provider.js';

export {registerProvider} from './register-provider.js';

/** Each adapter is a chunk of its own, fetched when it is asked for. */
const builtIn: Readonly<Record<string, () => Promise<ProviderFactory>>> = {
  posthog: () => import('./posthog.js').then(module => module.createPostHog),
  plausible: () => import('./plausible.js').then(module => module.createPlausible),
  matomo: () => import('./matomo.js').then(module => module.createMatomo),
  http: () => import('./http.js').then(module => module.createHttp),
  console: () => import('./console.js').then(module => module.createConsole),
  noop: () => import('./noop.js').then(module => module.createNoop),
};

/**
 * The factory of a provider, by name. Nothing is remembered of a failure, so a later call tries again (a browser that keeps failed
 * imports in its module map needs a reload).
 * @throws SetupError `unknown-provider` for a name that nobody knows, `bad-provider` for one that was given to another; RetryLater when its code could not be fetched.
 */
export const loadProvider = async (
  name: string,
  chunks: Readonly<Record<string, () => Promise<ProviderFactory>>> = builtIn,
): Promise<ProviderFactory> => {
  const registered = registeredProviders();
  const known = registered.get(name);
  if (known && (Object.hasOwn(chunks, name) || typeof known !== 'function'))
    throw new SetupError('bad-provider', 'a registered provider needs a name of its own, and a function');
  if (known) return known;
  if (!Object.hasOwn(chunks, name))
    throw new SetupError(
      'unknown-provider',
      `there is no provider of that name, only ${[...Object.keys(chunks), ...registered.keys()].join(', ')}`,
    );
  try {
    return await chunks[name]!();
  } catch {
    throw new RetryLater(`the code of the provider "${name}" could not be fetched`);
  }
};
