import type {Clock} from '../../lib/clock.js';
import {createPost} from '../../lib/post.js';
import {SetupError} from '../../lib/problems.js';
import type {AnalyticsProvider, ProviderFactory, ProviderHost} from '../../provider-types.js';
import {createConsole} from '../../providers/console.js';
import {createHttp} from '../../providers/http.js';
import {createNoop} from '../../providers/noop.js';
import type {Problem} from '../../types.js';
import type {ProviderChoice} from './options.js';
import {createPostHogCapture} from './posthog-capture.js';

const factories: Readonly<Record<string, ProviderFactory>> = {
  posthog: createPostHogCapture,
  http: createHttp,
  console: createConsole,
  noop: createNoop,
};

/**
 * The provider, initialised, over this machine's fetch.
 * @throws SetupError `unknown-provider`, or whatever the adapter says about its configuration.
 */
export const chooseProvider = (choice: ProviderChoice, clock: Clock, onProblem: (problem: Problem) => void): AnalyticsProvider => {
  if (typeof choice === 'object' && 'manifest' in choice) return choice;
  const config = typeof choice === 'string' ? {name: choice} : choice;
  if (!Object.hasOwn(factories, config.name))
    throw new SetupError('unknown-provider', `there is no provider of that name here, only ${Object.keys(factories).join(', ')}`);
  const provider = factories[config.name]!();
  const host: ProviderHost = {
    // Within a network of servers http is no mistake.
    post: createPost({...clock, fetch: () => globalThis.fetch, pageProtocol: 'http:'}),
    origin: '',
    now: clock.now,
    warn: (code, message) => onProblem({code, message}),
    // Many visitors share a server: none of them is the one whom a provider's extras could be about.
    identity: () => ({distinctId: '', anonymousId: '', userId: null, sessionId: ''}),
    capture() {},
    guard: () => undefined,
  };
  void provider.init(config, host);
  return provider;
};
