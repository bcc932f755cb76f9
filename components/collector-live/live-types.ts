/** A part of an event that the guard masked. */
export interface MaskedPart {
  readonly where: string;
  readonly kind: string;
}

/** An event, as far as the page shows it. */
export interface LiveEvent {
  readonly id: number;
  readonly event: string;
  readonly project: string;
  readonly source: string;
  readonly time: string;
  readonly received_at: string;
  readonly distinct_id: string;
  readonly path: string | null;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly masked: readonly MaskedPart[];
  /** Names of properties that were taken out. */
  readonly dropped?: readonly string[];
}

/** A request, or a part of one, that was not stored. */
export interface LiveRejection {
  readonly time: string;
  readonly route: string;
  readonly status: number;
  readonly reason: string;
  readonly events: number;
}

export interface RejectedDay extends Omit<LiveRejection, 'time'> {
  readonly day: string;
  readonly requests: number;
}

export interface CountRow {
  readonly day?: string;
  readonly event?: string;
  readonly value?: string;
  readonly events: number;
  readonly visitors?: number;
}

export interface Outcomes {
  readonly shown: number;
  readonly accepted: number;
  readonly refused: number;
  readonly partly: number;
  readonly withdrawn: number;
}

export interface ConsentDay extends Outcomes {
  readonly day: string;
  readonly policy: string;
}

export interface ConsentStatistics {
  readonly days: readonly ConsentDay[];
  readonly total: Outcomes & {readonly opt_in_rate: number | null};
}

/** A feature flag as its owner writes it; percentages. */
export interface LiveFlag {
  readonly rollout: number;
  readonly variants?: Readonly<Record<string, number>>;
  readonly payloads?: Readonly<Record<string, unknown>>;
}

/** All feature flags, and whether they can be changed here. */
export interface LiveFlags {
  readonly source: 'file' | 'database';
  readonly editable: boolean;
  readonly flags: Readonly<Record<string, LiveFlag>>;
}

/** What is shown of a range of days. */
export interface Overview {
  readonly from: string;
  readonly to: string;
  readonly days: readonly CountRow[];
  readonly names: readonly CountRow[];
  readonly masked: readonly CountRow[];
  readonly rejected: readonly RejectedDay[];
  readonly visitors: number;
  readonly consent: ConsentStatistics;
  readonly flags: LiveFlags;
}
