import {parseEndpoint} from '../lib/endpoint.js';
import {SetupError} from '../lib/problems.js';
import {toJson} from '../lib/to-json.js';
import type {AnalyticsProvider} from '../provider-types.js';
import type {EventRecord} from '../types.js';
import {createHttpProvider} from './http-provider.js';
import type {PostHogExtras, PostHogExtrasParts} from './posthog-extras.js';
import {toPostHogEvent} from './posthog-event.js';

const day = 24 * 3_600_000;
/** A record that waited longer is dated by the clock it was tracked with: the device's clock may have been set right since. */
const trustsSentAtMs = 3_600_000;

/** Events must not wait for extras that cannot be had. */
const startExtras = async (
  features: readonly string[],
  parts: PostHogExtrasParts,
  open: () => boolean,
): Promise<PostHogExtras | undefined> => {
  try {
    const {createPostHogExtras} = await import('./posthog-extras.js');
    return open() ? createPostHogExtras(features, parts) : undefined;
  } catch {
    parts.host.warn('features-failed', 'the code for features could not be fetched');
    return undefined;
  }
};

/**
 * PostHog over its capture API, `POST {api-host}/batch/` (posthog.com/docs/api/capture). Needs `api-key` (the project key, `phc_…`) and
 * `api-host`. Stores nothing. PostHog keeps one row per uuid, event, distinct id and day, so a record sent twice is stored once.
 * `options.ingest: 'v1'` speaks capture v1 instead, which answers for each event alone.
 */
export const createPostHog = (): AnalyticsProvider =>
  // 36 KiB of records become less than 60 KiB on the wire, which still fits a keepalive request.
  createHttpProvider(
    'posthog',
    {maxAgeMs: 7 * day, batch: {events: 50, bytes: 36 * 1024}, dedupes: true},
    ({apiKey = '', apiHost, features = [], options = {}}, host, open) => {
      if (!/^[!-~]{1,64}$/.test(apiKey)) throw new SetupError('bad-api-key', 'PostHog needs api-key, the project key (phc_…)');
      if (apiKey.startsWith('phx_')) throw new SetupError('personal-api-key', 'api-key is a personal key, and must not be in a page');
      const endpoint = parseEndpoint(apiHost, host.origin);
      const extras = features.length ? startExtras(features, {endpoint, apiKey, host, options}, open) : undefined;

      return {
        ...(extras && {extras}),
        endpoint,
        async send(records, how) {
          const {signal, keepalive, resend, dropped} = how;
          void extras?.then(arrived => arrived?.refresh());
          const lost = dropped && Object.keys(dropped).length ? dropped : undefined;
          const now = host.now();
          const late = ({timestamp}: EventRecord) => resend === true || now - Date.parse(timestamp) > trustsSentAtMs;
          const batch = records.map((record, index) => toPostHogEvent(record, host.origin, late(record), index === 0 ? lost : undefined));
          if (options['ingest'] === 'v1') {
            // A failed import is a retry, like everything else that an adapter throws.
            const {sendV1} = await import('./posthog-v1.js');
            return sendV1(endpoint, apiKey, host, batch, how);
          }
          const body = toJson({api_key: apiKey, sent_at: new Date(now).toISOString(), batch});
          const reply = await host.post(`${endpoint}/batch/`, body, {signal, keepalive});
          // Over quota, PostHog answers 200 all the same.
          if (reply.includes('"quota_limited"')) host.warn('posthog-quota', 'PostHog takes no more events: the quota is used up');
          return undefined;
        },
      };
    },
  );
