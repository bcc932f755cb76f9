import type {Clock} from '../../src/lib/clock.js';
import {RetryLater} from '../../src/lib/send-errors.js';
import type {LaneTarget} from '../../src/queue/queue-parts.js';
import type {ProviderManifest, SendOptions, SendResult} from '../../src/provider-types.js';
import type {EventRecord} from '../../src/types.js';

/** What the sink does with the next request; it may look at the records. */
export type Answer = (records: readonly EventRecord[], options: SendOptions) => SendResult | Error | 'lose-reply' | 'hang';

export const manifest: ProviderManifest = {
  hosts: [],
  cookies: [],
  localStorage: [],
  sessionStorage: [],
  indexedDB: [],
  maxAgeMs: 7 * 24 * 3600 * 1000,
  batch: {events: 50, bytes: 100_000},
  dedupes: true,
  canStop: true,
};

export interface Request {
  readonly uuids: readonly string[];
  readonly texts: readonly string[];
  readonly options: SendOptions;
  readonly at: number;
  readonly tab: object;
}

/** A provider's server with its own log: the truth about what has arrived. */
export class FakeSink {
  readonly requests: Request[] = [];
  /** Every record stored, before any deduplication: uuid → its bytes, once per arrival. */
  readonly arrived = new Map<string, string[]>();
  answer: Answer = () => undefined;
  latency = 20;

  count(): number {
    return [...this.arrived.values()].reduce((sum, texts) => sum + texts.length, 0);
  }

  duplicates(): string[] {
    return [...this.arrived].filter(([, texts]) => texts.length > 1).map(([uuid]) => uuid);
  }

  target(clock: Clock, changes: Partial<ProviderManifest> = {}, tab: object = {}): LaneTarget {
    return {
      manifest: {...manifest, ...changes},
      send: (records, options) => {
        const texts = records.map(record => JSON.stringify(record));
        this.requests.push({uuids: records.map(({uuid}) => uuid), texts, options, at: clock.monotonic(), tab});
        const answer = this.answer(records, options);
        const stored = !(answer instanceof Error) && answer !== 'hang';
        const refused = answer instanceof Map ? answer : new Map();
        if (stored)
          records.forEach(({uuid}, at) => {
            if (!refused.has(uuid)) this.arrived.set(uuid, [...(this.arrived.get(uuid) ?? []), texts[at]!]);
          });
        return new Promise((resolve, reject) => {
          options.signal.addEventListener('abort', () => reject(new RetryLater('cut off', undefined, true)));
          if (answer === 'hang') return;
          clock.setTimeout(() => {
            if (answer === 'lose-reply') reject(new RetryLater('no reply', undefined, true));
            else if (answer instanceof Error) reject(answer);
            else resolve(answer);
          }, this.latency);
        });
      },
    };
  }
}
