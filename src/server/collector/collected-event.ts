/** The wire format that an event came in. */
export type Source = 'posthog' | 'plausible' | 'matomo';

/** An event as a wire format gives it: not guarded yet, in memory only. */
export interface IncomingEvent {
  readonly source: Source;
  /** The PostHog token, Plausible domain or Matomo site. */
  readonly project: string;
  /** Lower case; the identity under which an event is stored once. */
  readonly uuid: string;
  readonly event: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly distinctId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What the sender gave as the proof of consent; never stored. */
  readonly consent: unknown;
}

/** The properties that have a column of their own, because questions are asked by them. */
export interface PromotedColumns {
  readonly anonymous_id: string | null;
  readonly session_id: string | null;
  readonly host: string | null;
  readonly path: string | null;
  readonly referrer_domain: string | null;
  readonly utm_source: string | null;
  readonly utm_medium: string | null;
  readonly utm_campaign: string | null;
  readonly browser: string | null;
  readonly browser_version: string | null;
  readonly os: string | null;
  readonly os_version: string | null;
  readonly device_type: string | null;
  readonly app_version: string | null;
  readonly environment: string | null;
}

/** An event as stored: guarded, promoted, its properties serialised. */
export interface EventRow extends PromotedColumns {
  readonly project: string;
  readonly uuid: string;
  readonly source: Source;
  readonly event: string;
  readonly time: number;
  readonly received_at: number;
  readonly distinct_id: string;
  /** JSON. */
  readonly properties: string;
}
