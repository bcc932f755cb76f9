import {Misconfigured, Rejected, RetryLater} from '../../lib/send-errors.js';
import type {AnalyticsProvider} from '../../provider-types.js';
import type {EventRecord} from '../../types.js';
import type {FlagsClient} from './flags.js';

/** The part of a posthog-node client that is used. */
export interface PostHogNodeClient extends FlagsClient {
  capture(message: {
    distinctId: string;
    event: string;
    properties: Record<string, unknown>;
    timestamp: Date;
    uuid: string;
    disableGeoip: boolean;
    _originatedFromCaptureException?: boolean;
  }): void;
  flush(): Promise<void>;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  shutdown(timeoutMs?: number): Promise<void>;
  withContext<T>(data: object, work: () => T, options?: {fresh?: boolean}): T;
}

const day = 24 * 3_600_000;

const toMessage = (record: EventRecord) => ({
  distinctId: record.distinct_id,
  event: record.event,
  properties: {
    ...record.properties,
    ...(record.session_id && {$session_id: record.session_id}),
    ...(record.user_id === null && {$process_person_profile: false}),
  },
  timestamp: new Date(record.timestamp),
  uuid: record.uuid,
  disableGeoip: true,
  // Without it the client warns of an exception that was not made by itself.
  ...(record.event === '$exception' && {_originatedFromCaptureException: true}),
});

/** What its error means for a batch; undefined when the client still holds the batch and will try again itself. */
const outcomeOf = (error: unknown): Error | undefined => {
  const {status} = Object(error) as {status?: unknown};
  if (typeof status !== 'number') return undefined;
  const message = `PostHog answered ${status}`;
  if ([401, 403, 404].includes(status)) return new Misconfigured(message);
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status) ? new Rejected(message) : new RetryLater(message);
};

/**
 * Sends through a client of posthog-node 5, which `shutdown` shuts down as well. The client drops what a server has refused: that is sent again from our
 * own bounded queue, under the same uuid. What no server has answered it keeps, and so do we; it is then handed nothing more until that has got
 * through, and only then that counts as delivered.
 */
export const posthogNode = (client: PostHogNodeClient): AnalyticsProvider & {readonly client: PostHogNodeClient} => {
  let blocked = false;
  /** What the client has been handed and may not have got through (uuids). */
  const held = new Set<string>();
  let running = true;
  /** Of whichever of the client's own requests; not all are told to whoever flushes. */
  let trouble: unknown;
  client.on('error', error => (trouble = error));

  const flush = async (signal: AbortSignal) => {
    const cut = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('late')), {once: true}));
    try {
      await Promise.race([client.flush(), cut]);
    } catch (error) {
      trouble = error;
    }
    const outcome = trouble === undefined ? undefined : outcomeOf(trouble);
    blocked = trouble !== undefined && !outcome;
    if (blocked) throw new RetryLater('posthog-node does not reach PostHog', undefined, true);
    if (!outcome) return;
    held.clear();
    throw outcome;
  };

  return {
    client,
    name: 'posthog-node',
    manifest: {
      hosts: [],
      cookies: [],
      localStorage: [],
      sessionStorage: [],
      indexedDB: [],
      maxAgeMs: 7 * day,
      batch: {events: 100, bytes: 1024 * 1024},
      dedupes: true,
      canStop: true,
    },
    init() {},
    track() {},
    identify() {},
    page() {},
    reset() {},
    async send(records, {signal}) {
      trouble = undefined;
      if (!running) throw new RetryLater('posthog-node has been shut down');
      if (blocked) await flush(signal);
      const fresh = records.filter(({uuid}) => !held.has(uuid));
      held.clear();
      for (const {uuid} of fresh) held.add(uuid);
      // In a context of its own: that of a request may hold an address and a query.
      client.withContext({}, () => fresh.forEach(record => client.capture(toMessage(record))), {fresh: true});
      if (fresh.length > 0) await flush(signal);
      held.clear();
      return undefined;
    },
    async shutdown() {
      running = false;
      await client.shutdown(2000);
    },
  };
};
