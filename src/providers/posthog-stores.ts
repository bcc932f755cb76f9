import type {ProviderManifest} from '../provider-types.js';

/** What posthog-js keeps in the browser for the features that are asked for: which surveys the visitor has seen, left or begun, answers included. */
export const posthogStores = (features: readonly string[]): Partial<ProviderManifest> =>
  features.includes('surveys')
    ? {localStorage: [...['seen', 'abandoned', 'inProgress'].map(how => `${how}Survey_*`), 'lastSeenSurveyDate']}
    : {};
