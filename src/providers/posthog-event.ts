import type {Plain} from '../lib/to-json.js';
import {version} from '../lib/version.js';
import type {EventRecord, Properties} from '../types.js';
import {consentProof} from './http-provider.js';

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

/** `$set_once` and `$unset` among the traits are what PostHog means by them; every other trait is set. */
const traits = ({$set_once: once, $unset: unset, ...set}: Properties): Record<string, Plain> => ({
  $set: set,
  $set_once: once,
  $unset: unset,
});

/** One event of PostHog's capture API, as plain JSON. */
export interface PostHogEvent extends Record<string, Plain> {
  readonly properties: Record<string, Plain>;
}

/** A record as PostHog takes it. `dropped` tells what was lost before it. */
export const toPostHogEvent = (record: EventRecord, origin: string, ignoreSentAt: boolean, dropped: Plain): PostHogEvent => ({
  uuid: record.uuid,
  event: {track: record.event, page: '$pageview', identify: '$identify'}[record.type],
  distinct_id: record.distinct_id,
  timestamp: record.timestamp,
  properties: {
    ...(record.type === 'identify'
      ? {$anon_distinct_id: record.anonymous_id, ...traits(record.properties)}
      : translate(record.properties, origin)),
    $consent: consentProof(record),
    $session_id: record.session_id,
    $lib: 'askfirst',
    $lib_version: version,
    $process_person_profile: record.user_id === null ? false : undefined,
    $ignore_sent_at: ignoreSentAt || undefined,
    askfirst_dropped: dropped,
  },
});
