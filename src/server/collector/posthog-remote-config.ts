/**
 * What PostHog's SDKs are told at their start: everything that this collector does not have is off.
 * `surveys` is left out: posthog-js 1.449 fetches its surveys script also when it is false.
 */
export const remoteConfig = (hasFeatureFlags: boolean) => ({
  supportedCompression: ['gzip', 'gzip-js'],
  hasFeatureFlags,
  sessionRecording: false,
  productTours: false,
  heatmaps: false,
  captureDeadClicks: false,
  capturePerformance: false,
  autocapture_opt_out: true,
  autocaptureExceptions: false,
  errorTracking: {autocaptureExceptions: false, suppressionRules: []},
  logs: {captureConsoleLogs: false},
  conversations: false,
  isAuthenticated: false,
  siteApps: [],
  toolbarParams: {},
  defaultIdentifiedOnly: true,
});
