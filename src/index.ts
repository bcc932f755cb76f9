export {createAnalytics} from './create-analytics.js';
export type {AnalyticsPair} from './create-analytics.js';
export type {AnalyticsConfig} from './config.js';
export {analytics, consent} from './page-pair.js';
export {registerProvider} from './providers/register-provider.js';
export {SetupError} from './lib/problems.js';
export type {
  Analytics,
  AnalyticsEvents,
  AnalyticsProvider,
  AnalyticsStats,
  Category,
  CategoryDecision,
  ConsentSource,
  ConsentState,
  ConsentStore,
  Problem,
  Properties,
  PropertyValue,
  ProviderConfig,
  ProviderFactory,
  ProviderManifest,
} from './types.js';
