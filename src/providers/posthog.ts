import {parseEndpoint} from '../lib/endpoint.js';
import {SetupError} from '../lib/problems.js';
import {toJson, type Plain} from '../lib/to-json.js';
import {version} from '../lib/version.js';
import type {AnalyticsProvider} from '../provider-types.js';
import type {EventRecord, Properties} from '../types.js';
import {createHttpProvider} from './http-provider.js';

const day = 24 * 3_600_000;
/** A record that waited longer is dated by the clock it was tracked with: the device's clock may have been set right since. */
const trustsSentAtMs = 3_600_000;

/** Our property names, and those that PostHog's own reports ask for. */
const posthogNames: Readonly<Record<string, string>> = {
  browser: '$browser',
  browser_version: '$browser_version',
  os: '$os',
  os_version: '$os_version',
  device_type: '$device_type',
  viewport_width: '$viewport_width',
  viewport_height: '$viewport_height',
  screen_width: '$screen_width',
  screen_height: '$screen_height',
  page_path: '$pathname',
  previous_path: '$prev_pageview_pathname',
  page_title: 'title',
  referrer_domain: '$referring_domain',
  timezone: '$timezone',
  app_version: '$app_version',
};

/** PostHog's values where they differ from ours: `Desktop` with a capital, and a number as the browser's version. */
const posthogValue = (name: string, value: Plain): Plain =>
  name === '$device_type'
    ? String(value).replace(/^./, letter => letter.toUpperCase())
    : name === '$browser_version'
      ? Number(value) || value
      : value;

const translate = (properties: Properties, origin: string): Record<string, Plain> => {
  const path = properties['page_path'];
  const translated: Record<string, Plain> = {};
  for (const [ours, theirs] of Object.entries(posthogNames))
    if (Object.hasOwn(properties, ours)) translated[theirs] = posthogValue(theirs, properties[ours]);
  if (/^http/.test(origin) && typeof path === 'string')
    Object.assign(translated, {$current_url: origin + path, $host: origin.split('//')[1]});
  return {...translated, ...properties};
};

const toEvent = (record: EventRecord, origin: string, ignoreSentAt: boolean, dropped: Plain): Plain => ({
  uuid: record.uuid,
  event: {track: record.event, page: '$pageview', identify: '$identify'}[record.type],
  distinct_id: record.distinct_id,
  timestamp: record.timestamp,
  properties: {
    ...(record.type === 'identify'
      ? {$anon_distinct_id: record.anonymous_id, $set: record.properties}
      : translate(record.properties, origin)),
    $session_id: record.session_id,
    $lib: 'askfirst',
    $lib_version: version,
    $process_person_profile: record.user_id === null ? false : undefined,
    $ignore_sent_at: ignoreSentAt || undefined,
    askfirst_dropped: dropped,
  },
});

/**
 * PostHog over its capture API, `POST {api-host}/batch/` (posthog.com/docs/api/capture). Needs `api-key` (the project key, `phc_…`) and
 * `api-host`. Stores nothing. PostHog keeps one row per uuid, event, distinct id and day, so a record sent twice is stored once.
 */
export const createPostHog = (): AnalyticsProvider =>
  // 36 KiB of records become less than 60 KiB on the wire, which still fits a keepalive request.
  createHttpProvider(
    'posthog',
    {maxAgeMs: 7 * day, batch: {events: 50, bytes: 36 * 1024}, dedupes: true},
    ({apiKey = '', apiHost}, host) => {
      if (!/^[!-~]{1,64}$/.test(apiKey)) throw new SetupError('bad-api-key', 'PostHog needs api-key, the project key (phc_…)');
      if (apiKey.startsWith('phx_'))
        throw new SetupError('personal-api-key', 'api-key is a personal PostHog key, and must not be in a page');
      const endpoint = parseEndpoint(apiHost, host.origin);

      return {
        endpoint,
        async send(records, {signal, keepalive, resend, dropped}) {
          const lost = dropped && Object.keys(dropped).length ? dropped : undefined;
          const now = host.now();
          const late = ({timestamp}: EventRecord) => resend === true || now - Date.parse(timestamp) > trustsSentAtMs;
          const body = toJson({
            api_key: apiKey,
            sent_at: new Date(now).toISOString(),
            batch: records.map((record, index) => toEvent(record, host.origin, late(record), index === 0 ? lost : undefined)),
          });
          const reply = await host.post(`${endpoint}/batch/`, body, {signal, keepalive});
          // Over quota, PostHog answers 200 all the same.
          if (reply.includes('"quota_limited"')) host.warn('posthog-quota', "PostHog takes no more events: the project's quota is used up");
          return undefined;
        },
      };
    },
  );
