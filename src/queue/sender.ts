import type {Clock} from '../lib/clock.js';
import type {Attempts} from './attempts.js';
import {takeBatch} from './batch.js';
import type {SegmentContent} from './batch.js';
import {bodyBytes} from './deliver.js';
import type {Deliver} from './deliver.js';
import type {Exits, Item} from './exits.js';
import type {LaneTarget} from './queue-parts.js';
import type {QueueStorage} from './queue-storage.js';
import {parseSegment} from './segments.js';
import type {Segment} from './segments.js';
import {closingMs} from './survey.js';
import type {Owns} from './tab-election.js';
import type {WaitingList} from './waiting-list.js';

export interface SenderParts {
  readonly start: string;
  readonly clock: Clock;
  readonly storage: QueueStorage;
  readonly waiting: WaitingList;
  readonly attempts: Attempts;
  readonly settle: Exits['settle'];
  /** Bytes of body that one more keepalive request may carry now. */
  readonly keepaliveLeft: () => number;
  readonly deliver: Deliver;
  readonly read: (segment: Segment, to: LaneTarget) => SegmentContent;
  readonly target: () => LaneTarget | undefined;
  /** Whether IndexedDB keeps what localStorage has no room for. */
  readonly mirrored: boolean;
}

/** Makes batches of segments. */
export interface Sender {
  /** One batch after the other. True when everything is sent, false when something stands in the way. */
  all(segments: Segment[], owns: Owns): Promise<boolean>;
  /** As many of this tab's youngest as keepalive requests may carry, all at once: called before the page is gone. */
  youngest(): Promise<void>;
  /** Whether the segment is in memory, on its way into a batch. */
  holds(key: string): boolean;
}

/** Batches stay so small that one fits a keepalive request and outlives its page. */
const mostBytes = 28 * 1024;

export const createSender = (parts: SenderParts): Sender => {
  const {start, clock, storage, waiting, attempts, settle, keepaliveLeft, deliver, read, target, mirrored} = parts;
  const held = new Set<string>();

  const take = (items: Item[], {manifest: {batch}}: LaneTarget) => takeBatch(items, {...batch, bytes: Math.min(batch.bytes, mostBytes)});

  /** What no other tab may take at this moment. */
  const young = (key: string, at: number) =>
    (!mirrored && storage.inMemory(key)) ||
    Math.max(clock.monotonic() - at, Math.abs(clock.now() - parseSegment(key, start)!.time)) < closingMs;

  return {
    async all(segments, owns) {
      const items: Item[] = [];
      try {
        for (let to = target(); to; to = target()) {
          while (segments.length && items.length < to.manifest.batch.events) {
            const next = segments.shift()!;
            held.add(next.key);
            const {items: fit, unfit} = read(next, to);
            items.push(...fit);
            for (const [verdict, unwanted] of unfit) await settle(unwanted, verdict);
          }
          if (!items.length) return true;
          if (!(await deliver(take(items, to), owns))) break;
        }
        return false;
      } finally {
        held.clear();
      }
    },
    async youngest() {
      const to = target();
      if (!to) return;
      const keys = [...waiting.own].filter(([key, {at}]) => !attempts.inFlight(key) && young(key, at)).map(([key]) => key);
      const items = keys.flatMap(key => read(parseSegment(key, start)!, to).items);
      const sent: Promise<boolean>[] = [];
      // Reckoned here as well, as an adapter may not have asked for its request yet when `deliver` returns.
      for (let room = keepaliveLeft(); items.length;) {
        const batch = take(items, to);
        room -= bodyBytes(batch);
        if (room < 0) break;
        sent.push(deliver(batch));
      }
      await Promise.all(sent);
    },
    holds: key => held.has(key),
  };
};
