export {createAnalytics} from './create-analytics.js';
export type {AnalyticsPair} from './create-analytics.js';
export type {AnalyticsConfig} from './config.js';
export {analytics, consent} from './page-pair.js';
export {registerProvider} from './providers/register-provider.js';
export {SetupError} from './lib/problems.js';
export type {AnalyticsProvider, ProviderFactory, ProviderManifest} from './provider-types.js';
export type {PurgeReport, StoredTrace} from './purge-types.js';
export type {
  Analytics,
  AnalyticsEvents,
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
} from './types.js';
