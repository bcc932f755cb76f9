import type {Segment} from './segments.js';

/** A segment that waits, as memory knows it. */
export interface Waiting {
  readonly level: number;
  readonly size: number;
  /** Records still in it. */
  count: number;
  /** Monotonic ms at which this tab has written it. */
  readonly at: number;
  /** Monotonic ms since which it was not found in storage. */
  missing?: number;
}

/** What a lane has waiting, so that bounds are kept without reading storage: own segments exactly, others as last seen. */
export interface WaitingList {
  readonly own: ReadonlyMap<string, Waiting>;
  add(key: string, waiting: Waiting): void;
  /** Other tabs' segments, as a scan has found them. */
  seen(foreign: readonly Segment[]): void;
  get(key: string): Waiting | undefined;
  /** `left` records remain in the segment. */
  shrink(key: string, left: number): void;
  records(): number;
  exceeds(records: number, size: number): boolean;
  /** The next to go when there is no room: of the lowest level, the oldest. */
  oldest(spared: (key: string) => boolean): string | undefined;
}

export const createWaitingList = (): WaitingList => {
  const own = new Map<string, Waiting>();
  let foreign = new Map<string, Waiting>();
  let ownRecords = 0;
  let size = 0;
  let foreignRecords = 0;

  const first = (from: Map<string, Waiting>, level: number, spared: (key: string) => boolean) => {
    for (const [key, waiting] of from) if (waiting.level === level && !spared(key)) return key;
    return undefined;
  };
  const get = (key: string) => own.get(key) ?? foreign.get(key);
  const change = (key: string, waiting: Waiting, by: number) => {
    if (own.has(key)) ownRecords += by;
    else foreignRecords += by;
    waiting.count += by;
  };

  return {
    own,
    add(key, waiting) {
      own.set(key, waiting);
      ownRecords += waiting.count;
      size += waiting.size;
    },
    seen(segments) {
      for (const waiting of foreign.values()) size -= waiting.size;
      foreign = new Map(segments.map(({key, level, size, count}) => [key, {level, size, count, at: 0}] as const));
      foreignRecords = 0;
      for (const waiting of foreign.values()) {
        size += waiting.size;
        foreignRecords += waiting.count;
      }
    },
    get,
    shrink(key, left) {
      const waiting = get(key);
      if (!waiting) return;
      change(key, waiting, Math.max(0, left) - waiting.count);
      if (waiting.count) return;
      size -= waiting.size;
      own.delete(key);
      foreign.delete(key);
    },
    records: () => ownRecords,
    exceeds: (records, most) => ownRecords + foreignRecords > records || size > most,
    oldest(spared) {
      for (const level of [0, 1]) {
        const keys = [first(own, level, spared), first(foreign, level, spared)].filter(key => key !== undefined);
        if (keys.length) return keys.sort()[0];
      }
      return undefined;
    },
  };
};
