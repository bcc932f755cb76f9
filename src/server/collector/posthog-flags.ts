import {randomUUID} from 'node:crypto';
import {decodeBody} from './decode-body.js';
import {evaluateFlag, type FlagResult} from './evaluate-flag.js';
import {asPosthogDefinitions, type FlagDefinition} from './flag-definition.js';
import {limits} from './limits.js';
import {isObject} from './parse-json.js';
import {remoteConfig} from './posthog-remote-config.js';
import {checkToken, distinctIdOf, tokenOf} from './posthog-rules.js';
import {json, type Answer, type Call, type Route} from './route.js';

export interface FlagParts {
  readonly flags: () => readonly FlagDefinition[];
  /** Throws a `Refusal` (401) for a project that this collector does not serve. */
  checkProject(project: string): void;
}

const asV2 = ({key, enabled, variant, payload}: FlagResult, id: number) => ({
  key,
  enabled,
  variant,
  reason: enabled
    ? {code: 'condition_match', condition_index: 0, description: 'Matched condition set 1'}
    : {code: 'out_of_rollout_bound', condition_index: 0, description: 'Out of rollout bound'},
  metadata: {id, version: 1, description: null, payload},
});

const asLegacy = (results: readonly FlagResult[], version: string | null): object => {
  const enabled = results.filter(result => result.enabled);
  return {
    featureFlags:
      version === '1'
        ? enabled.map(({key}) => key)
        : Object.fromEntries(results.map(({key, variant, enabled}) => [key, variant ?? enabled] as const)),
    featureFlagPayloads: Object.fromEntries(enabled.filter(({payload}) => payload !== null).map(({key, payload}) => [key, payload])),
  };
};

/** PostHog's feature flags (`/flags/?v=2`, the older `/decide`): what the flags file says about this visitor. Nothing is stored. */
export const createPosthogFlags = ({flags, checkProject}: FlagParts): Route[] => {
  const ask = async (call: Call): Promise<Answer> => {
    const {lease, headers, query} = call;
    const given = query.get('data');
    const bytes = call.method === 'GET' ? Buffer.from(given ?? '{}') : await call.read();
    const options = {maxBytes: limits.flagBytes, lease, compression: query.get('compression'), contentType: headers['content-type']};
    const body = await decodeBody(bytes, options);
    const fields = isObject(body) ? body : {};
    const asked = call.method === 'POST' || given !== null;
    if (asked) checkProject(checkToken([tokenOf(fields)]));
    const distinctId = asked ? distinctIdOf(fields) : '';
    const wanted = fields['flag_keys_to_evaluate'];
    const defined = flags();
    const chosen = defined.filter(({key}) => !Array.isArray(wanted) || wanted.includes(key));
    const results = asked ? chosen.map(flag => evaluateFlag(flag, distinctId)) : [];
    // The same flag has the same id, whichever others were asked for.
    const ids = new Map(defined.map(({key}, index) => [key, index + 1]));
    return json({
      errorsWhileComputingFlags: false,
      flags: Object.fromEntries(results.map(result => [result.key, asV2(result, ids.get(result.key)!)])),
      ...(query.get('v') !== '2' && asLegacy(results, query.get('v'))),
      requestId: randomUUID(),
      ...(query.get('config') === 'true' && remoteConfig(flags().length > 0)),
    });
  };

  const route = (path: string): Route => ({path, methods: ['POST', 'GET'], access: 'open', maxBytes: limits.flagBytes, handle: ask});
  return [
    route('/flags'),
    route('/decide'),
    {path: '/flags/definitions', methods: ['GET'], access: 'read', maxBytes: 0, handle: () => json(asPosthogDefinitions(flags()))},
  ];
};
