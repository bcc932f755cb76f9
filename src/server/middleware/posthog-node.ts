import {RetryLater} from '../../lib/send-errors.js';
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

/**
 * Sends through a client of posthog-node 5, which `shutdown` shuts down as well. While the client cannot deliver it is handed nothing more, so
 * what waits stays in our bounded queue, and on our account.
 */
export const posthogNode = (client: PostHogNodeClient): AnalyticsProvider & {readonly client: PostHogNodeClient} => {
  let blocked = false;
  let running = true;

  const flush = async (signal: AbortSignal) => {
    const cut = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error()), {once: true}));
    try {
      await Promise.race([client.flush(), cut]);
      blocked = false;
    } catch {
      blocked = true;
    }
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
      if (blocked) await flush(signal);
      if (blocked || !running) throw new RetryLater('posthog-node does not reach PostHog');
      // In a context of its own: that of a request may hold an address and a query.
      client.withContext({}, () => records.forEach(record => client.capture(toMessage(record))), {fresh: true});
      await flush(signal);
      return undefined;
    },
    async shutdown() {
      running = false;
      await client.shutdown(2000);
    },
  };
};
