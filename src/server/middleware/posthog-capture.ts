import {parseEndpoint} from '../../lib/endpoint.js';
import {SetupError} from '../../lib/problems.js';
import {toJson, type Plain} from '../../lib/to-json.js';
import {version} from '../../lib/version.js';
import type {AnalyticsProvider} from '../../provider-types.js';
import {createHttpProvider} from '../../providers/http-provider.js';
import type {EventRecord} from '../../types.js';

const day = 24 * 3_600_000;

/** Lone surrogates, which `JSON.stringify` writes as escapes, and for which strict parsers refuse a whole batch. */
const loneSurrogate = /\\ud[89a-f]/i;

const serialise = (value: Plain): string => {
  // Nobody replaces a server's built-ins, so its own serialiser, by far the fastest, will do.
  const text = JSON.stringify(value);
  return loneSurrogate.test(text) ? toJson(value) : text;
};

const own = ({user_id, session_id, properties}: EventRecord) => ({
  $browser: properties['browser'],
  $browser_version: Number(properties['browser_version']) || undefined,
  $app_version: properties['release'],
  $session_id: session_id || undefined,
  $lib: 'askfirst-server',
  $lib_version: version,
  $is_server: true,
  // PostHog looks up where a request came from: that would be this server.
  $geoip_disable: true,
  $process_person_profile: user_id === null ? false : undefined,
});

const toEvent = (record: EventRecord): Plain => {
  const {uuid, event, distinct_id, timestamp, properties} = record;
  // Our own words win. Twice, as an object that begins as a copy costs V8 a hundred times as much to add to.
  return {uuid, event, distinct_id, timestamp, properties: Object.assign(own(record), properties, own(record))};
};

/** PostHog's capture API for servers: `POST {apiHost}/batch/`. Needs `apiKey` (`phc_…`) and `apiHost`. PostHog stores a uuid once. */
export const createPostHogCapture = (): AnalyticsProvider =>
  createHttpProvider(
    'posthog',
    {maxAgeMs: 7 * day, batch: {events: 250, bytes: 4 * 1024 * 1024}, dedupes: true},
    ({apiKey = '', apiHost}, host) => {
      if (!/^[!-~]{1,64}$/.test(apiKey)) throw new SetupError('bad-api-key', 'PostHog needs apiKey, the project key (phc_…)');
      if (apiKey.startsWith('phx_'))
        throw new SetupError('personal-api-key', 'apiKey is a personal PostHog key; events go by the project key (phc_…)');
      const endpoint = parseEndpoint(apiHost, '');
      return {
        endpoint,
        async send(records, {signal, keepalive}) {
          const body = serialise({api_key: apiKey, sent_at: new Date(host.now()).toISOString(), batch: records.map(toEvent)});
          const reply = await host.post(`${endpoint}/batch/`, body, {signal, keepalive, contentType: 'application/json'});
          // Over quota, PostHog answers 200 all the same.
          if (reply.includes('"quota_limited"')) host.warn('posthog-quota', "PostHog takes no more events: the project's quota is used up");
          return undefined;
        },
      };
    },
  );
