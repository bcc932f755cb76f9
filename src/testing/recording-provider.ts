import type {AnalyticsProvider, ProviderFactory, ProviderManifest, SendOptions, SendResult} from '../provider-types.js';
import type {EventRecord, ProviderConfig} from '../types.js';

/** What the provider does with one batch: take it, throw this error, or tell an outcome per record. */
export type Outcome = 'accept' | 'hang' | Error | NonNullable<SendResult>;

export interface RecordingProvider {
  /** To be registered, or handed in, in the place of a real provider. */
  readonly create: ProviderFactory;
  /** Every call in order: `init`, `send`, `reset`, `shutdown`. */
  readonly calls: readonly string[];
  readonly configs: readonly ProviderConfig[];
  /** Every batch as it came, accepted or not. */
  readonly batches: readonly {readonly records: readonly EventRecord[]; readonly options: SendOptions}[];
  /** The records that were accepted, in order. */
  readonly records: readonly EventRecord[];
  /** The outcomes of the next batches, in order; after them every batch is accepted. */
  plan(...outcomes: readonly Outcome[]): void;
  /** Resolves once so many records have been accepted. */
  accepted(count: number): Promise<void>;
}

const defaults: ProviderManifest = {
  hosts: [],
  cookies: [],
  localStorage: [],
  sessionStorage: [],
  indexedDB: [],
  maxAgeMs: 7 * 24 * 3_600_000,
  batch: {events: 50, bytes: 48 * 1024},
  dedupes: true,
  canStop: true,
};

/** A provider in memory that writes down everything, for tests of whatever delivers to providers. */
export const createRecordingProvider = (manifest: Partial<ProviderManifest> = {}, name = 'recording'): RecordingProvider => {
  const calls: string[] = [];
  const configs: ProviderConfig[] = [];
  const batches: {records: readonly EventRecord[]; options: SendOptions}[] = [];
  const records: EventRecord[] = [];
  let planned: Outcome[] = [];
  const waiting: (() => void)[] = [];

  const aborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

  const create = (): AnalyticsProvider => ({
    name,
    manifest: {...defaults, ...manifest},
    init(config) {
      calls.push('init');
      configs.push(config);
    },
    track: () => Promise.reject(new Error('the recording provider takes records, through send()')),
    identify: () => Promise.reject(new Error('the recording provider takes records, through send()')),
    page: () => Promise.reject(new Error('the recording provider takes records, through send()')),
    reset: () => void calls.push('reset'),
    async send(batch, options) {
      calls.push('send');
      batches.push({records: batch, options});
      const outcome = planned.shift() ?? 'accept';
      if (outcome === 'hang') return aborted(options.signal);
      if (outcome instanceof Error) throw outcome;
      const failed = outcome === 'accept' ? undefined : outcome;
      records.push(...batch.filter(({uuid}) => !failed?.has(uuid)));
      for (const tell of waiting.splice(0)) tell();
      return failed;
    },
    shutdown: () => void calls.push('shutdown'),
  });

  return {
    create,
    calls,
    configs,
    batches,
    records,
    plan: (...outcomes) => void (planned = [...outcomes]),
    async accepted(count) {
      while (records.length < count) await new Promise<void>(resolve => waiting.push(resolve));
    },
  };
};
