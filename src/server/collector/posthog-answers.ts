import {randomUUID} from 'node:crypto';
import {limits} from './limits.js';
import {Refusal} from './refusal.js';
import {json, type Answer, type Call, type Route} from './route.js';

/**
 * What PostHog's SDKs ask for at their start: everything that this collector does not have is off.
 * `surveys` is left out: posthog-js 1.449 fetches its surveys script also when it is false.
 */
const remoteConfig = {
  supportedCompression: ['gzip', 'gzip-js'],
  hasFeatureFlags: false,
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
};

const flags = (call: Call): Answer =>
  json({
    errorsWhileComputingFlags: false,
    flags: {},
    featureFlags: {},
    featureFlagPayloads: {},
    requestId: randomUUID(),
    ...(call.query.get('config') === 'true' && remoteConfig),
  });

const configScript = ({params}: Call): Answer => {
  const token = JSON.stringify(params['token']);
  const name = 'window._POSTHOG_REMOTE_CONFIG';
  const body = `(${name}=${name}||{})[${token}]={config:${JSON.stringify(remoteConfig)},siteApps:[]};`;
  return {status: 200, headers: {'Content-Type': 'application/javascript; charset=utf-8'}, body};
};

/** Reads the body to its end and forgets it. */
const discard = async (call: Call): Promise<Answer> => {
  if (call.method === 'POST') await call.read();
  return json({status: 1});
};

const route = (
  path: string,
  handle: (call: Call) => Answer | Promise<Answer>,
  methods = ['GET', 'POST'],
  maxBytes: number = limits.eventBytes,
): Route => ({
  path,
  methods,
  access: 'open',
  maxBytes,
  handle,
});

/** The questions of PostHog's SDKs that are not events, answered with "nothing here" so that their consoles stay quiet. */
export const posthogAnswers: readonly Route[] = [
  route('/flags', flags),
  route('/decide', flags),
  route('/array/:token/config', () => json(remoteConfig), ['GET']),
  route('/array/:token/config.js', configScript, ['GET']),
  route('/s', discard, ['POST', 'GET'], limits.batchBytes),
  route('/i/v1/logs', discard),
  route('/i/v1/metrics', discard),
  route('/api/surveys', () => json({surveys: []}), ['GET']),
  route('/api/early_access_features', () => json({earlyAccessFeatures: []}), ['GET']),
  route('/api/web_experiments', () => json({experiments: []}), ['GET']),
  route('/api/product_tours', () => json({product_tours: []}), ['GET']),
  route(
    '/flags/definitions',
    () => {
      throw new Refusal(401, 'local evaluation needs a secret key, and this collector has none');
    },
    ['GET'],
  ),
];
