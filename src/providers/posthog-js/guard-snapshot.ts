import {toJson} from '../../lib/to-json.js';
import type {Plain} from '../../lib/to-json.js';
import type {ProviderHost, ProviderIdentity} from '../../provider-types.js';

/** An event of the recorder (rrweb). */
interface Recorded {
  readonly type: number;
  readonly data?: {readonly [key: string]: Plain};
}

/** rrweb's types: up to 3 the page itself and what changes in it, then its address, and what else posthog-js has to tell. */
const [change, custom] = [3, 5] as const;

/** How posthog-js is set up is of no use to anybody who watches the recording. */
const setUp = /^\$(posthog_config|session_options|remote_config_received)$/;

const guardOne = (one: Recorded, guard: ProviderHost['guard']): readonly Recorded[] => {
  // What stands in the page has been masked while it was recorded.
  if (one.type <= change) return [one];
  if (one.type > custom || setUp.test(String(one.data?.['tag']))) return [];
  const data = guard(one.data ?? {});
  return data ? [{...one, data}] : [];
};

/** Part of a recording as PostHog's `/s/` takes it, JSON, about whom our events are about; undefined where nothing is left of it. */
export const guardSnapshot = (
  properties: Readonly<Record<string, unknown>>,
  {distinctId, sessionId}: ProviderIdentity,
  {guard, now}: Pick<ProviderHost, 'guard' | 'now'>,
  apiKey: string,
): string | undefined => {
  const given = (properties['$snapshot_data'] ?? []) as readonly Recorded[];
  const data = given.flatMap(one => guardOne(one, guard));
  if (!data.length) return undefined;
  const {$snapshot_bytes, $window_id, $lib, $lib_version} = properties;
  const event = {
    event: '$snapshot',
    distinct_id: distinctId,
    timestamp: new Date(now()).toISOString(),
    properties: {
      token: apiKey,
      distinct_id: distinctId,
      $session_id: sessionId,
      $window_id,
      $snapshot_bytes,
      $snapshot_data: data,
      $lib,
      $lib_version,
    },
  };
  return toJson(event as unknown as Plain);
};
