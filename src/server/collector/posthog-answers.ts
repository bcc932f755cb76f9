import {limits} from './limits.js';
import {remoteConfig} from './posthog-remote-config.js';
import {json, type Answer, type Call, type Route} from './route.js';

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
): Route => ({path, methods, access: 'open', maxBytes, handle});

/**
 * The questions of PostHog's SDKs that are neither events nor flags, answered with "nothing here" so that their consoles stay quiet.
 * @param hasFlags Whether it is worth asking for flags.
 */
export const createPosthogAnswers = (hasFlags: () => boolean): Route[] => {
  const configScript = ({params}: Call): Answer => {
    const token = JSON.stringify(params['token']);
    const name = 'window._POSTHOG_REMOTE_CONFIG';
    const body = `(${name}=${name}||{})[${token}]={config:${JSON.stringify(remoteConfig(hasFlags()))},siteApps:[]};`;
    return {status: 200, headers: {'Content-Type': 'application/javascript; charset=utf-8'}, body};
  };
  return [
    route('/array/:token/config', () => json(remoteConfig(hasFlags())), ['GET']),
    route('/array/:token/config.js', configScript, ['GET']),
    route('/s', discard, ['POST', 'GET'], limits.recordingBytes),
    route('/i/v1/logs', discard),
    route('/i/v1/metrics', discard),
    route('/api/surveys', () => json({surveys: []}), ['GET']),
    route('/api/early_access_features', () => json({earlyAccessFeatures: []}), ['GET']),
    route('/api/web_experiments', () => json({experiments: []}), ['GET']),
    route('/api/product_tours', () => json({product_tours: []}), ['GET']),
  ];
};
