import type {Clock} from '../lib/clock.js';
import type {ProviderManifest, SendOptions, SendResult} from '../provider-types.js';
import type {EventRecord, Problem} from '../types.js';

/** One provider's place in the queue, with its own copy of each record, its own retries and its own lock. */
export interface Lane {
  /** Stable across page loads, as what waits on disk is found by it. */
  readonly id: string;
  readonly accepts: (record: EventRecord) => boolean;
}

/** Who serves a lane now. A promise that resolves is an acknowledgement. */
export interface LaneTarget {
  readonly manifest: ProviderManifest;
  send(records: readonly EventRecord[], options: SendOptions): Promise<SendResult>;
}

/** Per lane: `records`, `bytes` (characters, as storage counts them). Per record: `eventBytes` (UTF-8). Times in ms. */
export interface QueueLimits {
  readonly records: number;
  readonly bytes: number;
  readonly eventBytes: number;
  readonly flushAfterMs: number;
  readonly flushAt: number;
  readonly requestTimeoutMs: number;
}

/**
 * `memory`: survives nothing. `standard`: localStorage, survives a tab that closes or crashes.
 * `high`: mirrored to IndexedDB as well, survives a killed browser too.
 */
export type Durability = 'memory' | 'standard' | 'high';

export interface QueueParts {
  /** What every stored name begins with; also the name of the IndexedDB database. */
  readonly prefix: string;
  readonly lanes: readonly Lane[];
  readonly clock: Clock;
  readonly storage: Storage | null;
  readonly indexedDB: IDBFactory | null;
  readonly locks: LockManager | undefined;
  readonly openChannel: ((name: string) => BroadcastChannel) | undefined;
  readonly random: () => number;
  /** False when the browser is sure that there is no network. */
  readonly online: () => boolean;
  /** The window: what happens to the document passes through it. */
  readonly page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;
  /** Whether the record's category is granted now, by the same grant as when it was made. */
  readonly allowed: (record: EventRecord) => boolean;
  readonly onProblem: (problem: Problem) => void;
  readonly durability: Durability;
  /** What becomes of a record whose send ended in an unknown outcome, where the provider cannot deduplicate. */
  readonly unknownOutcome: 'resend' | 'drop';
  readonly limits?: Partial<QueueLimits>;
}

export const defaultLimits: QueueLimits = {
  records: 1000,
  bytes: 2 ** 20,
  eventBytes: 2 ** 15,
  flushAfterMs: 3000,
  flushAt: 20,
  requestTimeoutMs: 15_000,
};
