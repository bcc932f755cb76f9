export {Misconfigured, Rejected, RetryLater, TooLarge} from '../lib/send-errors.js';
export {SetupError} from '../lib/problems.js';
export {parseEndpoint} from '../lib/endpoint.js';
export {createConsole} from './console.js';
export {createHttp} from './http.js';
export {createMatomo} from './matomo.js';
export {createNoop} from './noop.js';
export {createPlausible} from './plausible.js';
export {createPostHog} from './posthog.js';
export {registerProvider} from './register-provider.js';
export type {
  AnalyticsProvider,
  PostOptions,
  ProviderFactory,
  ProviderHost,
  ProviderManifest,
  SendOptions,
  SendResult,
} from '../provider-types.js';
export type {EventRecord, Properties, PropertyValue, ProviderConfig} from '../types.js';
