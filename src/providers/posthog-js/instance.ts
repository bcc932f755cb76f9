import {PostHog} from 'posthog-js/dist/module.slim.js';
import type {ProviderIdentity} from '../../provider-types.js';
import type {Feature} from './feature.js';
import {putGlobals} from './globals.js';
import {noteListeners} from './note-listeners.js';
import type {SdkEvent} from './own-event.js';

export interface InstanceParts {
  readonly apiKey: string;
  readonly endpoint: string;
  readonly identity: ProviderIdentity;
  readonly features: readonly Feature[];
  /** Whether the page has a posthog-js of its own. */
  readonly foreign: boolean;
  /** Takes every event; posthog-js itself sends none. */
  readonly onEvent: (event: SdkEvent) => void;
}

/** Everything off that can be: it keeps nothing, asks nobody, loads no script, and knows no person. */
const quiet = {
  persistence: 'memory',
  autocapture: false,
  rageclick: false,
  capture_pageview: false,
  capture_pageleave: false,
  capture_heatmaps: false,
  capture_dead_clicks: false,
  capture_performance: false,
  capture_exceptions: false,
  disable_session_recording: true,
  disable_surveys: true,
  disable_product_tours: true,
  disable_conversations: true,
  disable_web_experiments: true,
  disable_external_dependency_loading: true,
  disable_scroll_properties: true,
  disable_capture_url_hashes: true,
  disableDeviceModel: true,
  enable_recording_console_log: false,
  advanced_disable_flags: true,
  save_referrer: false,
  save_campaign_params: false,
  cross_subdomain_cookie: false,
  opt_out_useragent_filter: true,
  request_batching: false,
  disable_beacon: true,
  respect_dnt: false,
  person_profiles: 'never',
  // Ours ends first, and a new one is a new instance.
  session_idle_timeout_seconds: 36_000,
};

/** What its servers would say of the project. */
const project = {
  supportedCompression: [],
  hasFeatureFlags: false,
  sessionRecording: false,
  surveys: false,
  heatmaps: false,
  autocapture_opt_out: true,
  captureDeadClicks: false,
  capturePerformance: false,
  autocaptureExceptions: false,
  productTours: false,
  conversations: false,
  siteApps: [],
};

/** What stopping needs of it, and its types tell nobody. */
interface Stoppable {
  readonly sessionManager?: {destroy?(): void};
  set_config(config: Readonly<Record<string, unknown>>): void;
  shutdown(): Promise<void>;
}

const page = globalThis as {_POSTHOG_REMOTE_CONFIG?: Record<string, unknown> | undefined};

/** Takes what surveys have left in the page. */
const removeSurveys = () =>
  document.querySelectorAll('[class^="PostHogSurvey"], .PostHogWidget').forEach(host => host.shadowRoot && host.remove());

/** posthog-js at work, for one session of one visitor. Returns the function that ends it. */
export const startInstance = ({apiKey, endpoint, identity, features, foreign, onEvent}: InstanceParts): (() => void) => {
  let over = false;
  const all = (part: 'extensions' | 'config' | 'project' | 'globals') =>
    Object.assign({}, ...features.map(feature => feature[part])) as object;
  const takeGlobals = putGlobals(all('globals') as Record<string, unknown>, foreign);
  const sdk = new PostHog();
  const config = {
    ...quiet,
    ...all('config'),
    api_host: endpoint,
    bootstrap: {distinctID: identity.distinctId, sessionID: identity.sessionId, isIdentifiedID: identity.userId !== null},
    __extensionClasses: all('extensions'),
    before_send(event: SdkEvent | null) {
      if (event && !over) onEvent(event);
      return null;
    },
  };
  const before = page._POSTHOG_REMOTE_CONFIG;
  page._POSTHOG_REMOTE_CONFIG = {[apiKey]: {config: {...project, ...all('project')}, siteApps: []}};
  const forgetListeners = noteListeners([window, document], () => void sdk.init(apiKey, config as Parameters<typeof sdk.init>[1]));
  page._POSTHOG_REMOTE_CONFIG = before;
  if (!before) delete page._POSTHOG_REMOTE_CONFIG;

  return () => {
    over = true;
    const stoppable = sdk as unknown as Stoppable;
    stoppable.set_config({autocapture: false, capture_heatmaps: false, disable_session_recording: true, disable_surveys: true});
    void stoppable.shutdown();
    stoppable.sessionManager?.destroy?.();
    forgetListeners();
    if (takeGlobals()) removeSurveys();
  };
};
