import {gzip} from 'node:zlib';
import {promisify} from 'node:util';
import {parseRetryAfter} from '../../../lib/retry-after.js';
import type {StoredEvent} from '../store.js';

const compress = promisify(gzip);

/** How a target answered a batch. */
export type BatchAnswer =
  | {readonly kind: 'taken'}
  /** Not now: again after `afterMs`, or when one thinks best. */
  | {readonly kind: 'later'; readonly reason: string; readonly afterMs?: number | undefined}
  /** Not like this: smaller, or not with one of these events. */
  | {readonly kind: 'refused'; readonly reason: string}
  /** Never: the address or the key is wrong. */
  | {readonly kind: 'closed'; readonly reason: string};

export interface BatchTarget {
  /** An address such as `https://eu.i.posthog.com`. */
  readonly host: string;
  /** The key of the project there. */
  readonly key: string;
}

const answerMs = 30_000;

const withoutNotes = (properties: string) => {
  const own = JSON.parse(properties) as Record<string, unknown>;
  delete own['$dropped'];
  return own;
};

/**
 * An event as PostHog takes it. The same event makes the same words each time, and PostHog knows a repetition by uuid, name, time and person.
 * Without `sent_at` its time stays as it is, and the address of this machine is not looked up.
 */
const payloadOf = ({uuid, event, distinct_id, time, properties}: StoredEvent) => ({
  uuid,
  event,
  distinct_id,
  timestamp: new Date(time).toISOString(),
  properties: {...withoutNotes(properties), $geoip_disable: true},
});

/** Sends events to PostHog's `/batch/`. Never rejects but when `signal` says so. */
export const createBatchSender = ({
  host,
  key,
}: BatchTarget): ((events: readonly StoredEvent[], signal: AbortSignal) => Promise<BatchAnswer>) => {
  const url = new URL('/batch/', host);

  return async (events, signal) => {
    const body = await compress(JSON.stringify({api_key: key, historical_migration: true, batch: events.map(payloadOf)}));
    let response: Response;
    try {
      response = await fetch(url, {
        method: 'POST',
        headers: {'Content-Type': 'application/json', 'Content-Encoding': 'gzip'},
        body,
        // Events do not follow a redirect to where nobody has sent them.
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
      });
      await response.body?.cancel();
    } catch {
      signal.throwIfAborted();
      return {kind: 'later', reason: 'the target cannot be reached'};
    }
    const {status} = response;
    const reason = `the target answered ${status}`;
    if (status >= 200 && status < 300) return {kind: 'taken'};
    if (status === 401 || status === 403 || status === 404) return {kind: 'closed', reason};
    if (status === 408 || status === 429 || status >= 500)
      return {kind: 'later', reason, afterMs: parseRetryAfter(response.headers.get('retry-after'), Date.now())};
    return {kind: 'refused', reason};
  };
};
