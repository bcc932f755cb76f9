import type {Clock} from '../lib/clock.js';
import {tracer} from '../lib/trace.js';
import type {EventRecord} from '../types.js';
import {add, wanted} from './account.js';
import type {Account, Sheet, Verdict} from './account.js';
import type {Lane, QueueLimits} from './queue-parts.js';
import type {QueueStorage} from './queue-storage.js';
import {readSegment, shrinkSegment} from './segment-text.js';
import {createSegmentWriter} from './segment-writer.js';
import {writtenBy} from './segments.js';
import type {RecordText} from './serialise.js';
import {createWaitingList} from './waiting-list.js';
import type {WaitingList} from './waiting-list.js';

/** What a lane tells and asks the half of it that sends, once that has arrived. */
export interface LaneDelivery {
  /** A segment was written, or (without a text) has left otherwise than by being sent. */
  mirror(key: string, text?: string): void;
  /** So many records of the segment are out of the queue. */
  left(key: string, verdict: Verdict, count: number): void;
  /** Whether the segment is on its way. */
  holds(key: string): boolean;
  /** Something waits that was not there before. */
  wake(): void;
  /** No new request; resolves when none is in flight. */
  close(): Promise<unknown>;
  /** No new request, and none goes on. */
  abort(): void;
  /** Cuts off the requests that carry such records; resolves when what came of them is on disk. */
  cut(which: (record: EventRecord) => boolean): Promise<unknown>;
}

/** The half of a lane that keeps: on disk when `add` returns, within the bounds, every record on the account. */
export interface OpenLane extends Lane {
  /** What the keys of its segments begin with. */
  readonly start: string;
  readonly waiting: WaitingList;
  /** Losses since the last batch that was delivered, by reason. */
  readonly lost: Sheet;
  add(text: RecordText, level: number): void;
  /** What is still in memory goes to disk. */
  endTask(): void;
  /** Says who sends from now on. */
  serve(delivery: LaneDelivery): void;
  /** Books what another tab has done with an own segment; false if it stands on no account here. */
  book(key: string, verdict: Verdict, count: number): boolean;
  /** Books so many records that are off the disk. */
  exit(key: string, verdict: Verdict, count: number): void;
  /** Records that wait on this tab's account. */
  records(): number;
  /** Everything that waits is gone, on the account too; what is on disk goes with it if `erase`. */
  drop(verdict: Verdict, erase: boolean): void;
  /** Takes off the disk what is not allowed any more, in whatever tab it was written. */
  sweep(allowed: (record: EventRecord) => boolean): Promise<void>;
  close(): Promise<unknown>;
}

export interface LaneParts {
  readonly lane: Lane;
  readonly prefix: string;
  readonly tab: string;
  readonly clock: Clock;
  readonly storage: QueueStorage;
  readonly account: Account;
  readonly limits: QueueLimits;
}

export const createLane = ({lane, prefix, tab, clock, storage, account, limits}: LaneParts): OpenLane => {
  const under = (kind: string) => `${prefix}:${kind}:${lane.id}`;
  const start = `${under('q')}:`;
  const waiting = createWaitingList();
  const lost: Sheet = {};
  let delivery: LaneDelivery | undefined;
  const writer = createSegmentWriter({start, tab, clock, storage, waiting, mirror: (key, text) => delivery?.mirror(key, text)});

  const book = (key: string, verdict: Verdict, count: number) => {
    const own = waiting.own.get(key);
    if (!own) return false;
    account.settle(verdict, Math.min(count, own.count));
    waiting.shrink(key, own.count - count);
    return true;
  };

  const exit = (key: string, verdict: Verdict, count: number) => {
    if (verdict !== 'delivered' && !wanted(verdict)) add(lost, verdict, count);
    delivery?.left(key, verdict, count);
    // An own segment that is on no account any more was booked when another tab told of it.
    if (book(key, verdict, count) || writtenBy(tab, key, start)) return;
    account.settle(verdict, count, true);
    waiting.shrink(key, (waiting.get(key)?.count ?? 0) - count);
  };

  /** Takes a whole segment off the disk, at once. */
  const discard = (key: string, verdict: Verdict) => {
    const count = waiting.own.get(key)?.count ?? readSegment(storage.get(key)).length;
    tracer()?.('left', lane.id, readSegment(storage.get(key)), verdict);
    storage.remove(key);
    delivery?.mirror(key);
    exit(key, verdict, count);
  };

  const makeRoom = () => {
    while (waiting.exceeds(limits.records, limits.bytes)) {
      const key = waiting.oldest(key => delivery?.holds(key) === true);
      if (!key) return;
      discard(key, 'overflow');
    }
  };

  return {
    ...lane,
    start,
    waiting,
    lost,
    book,
    exit,
    add(text, level) {
      writer.add(text, level);
      makeRoom();
    },
    endTask() {
      writer.endTask();
      makeRoom();
      delivery?.wake();
    },
    serve: next => void (delivery = next),
    records: () => waiting.records() + writer.open(),
    drop(verdict, erase) {
      delivery?.abort();
      account.settle(verdict, writer.open());
      writer.clear();
      for (const key of erase ? storage.keys(start) : [...waiting.own.keys()]) discard(key, verdict);
      for (const [key, {count}] of waiting.own) book(key, verdict, count);
      for (const key of [...storage.keys(`${under('try')}:`), under('retry'), under('drain')]) storage.remove(key);
    },
    async sweep(allowed) {
      writer.endTask();
      await delivery?.cut(record => !allowed(record));
      for (const key of storage.keys(start)) {
        const text = storage.get(key);
        const gone = readSegment(text).filter(line => !stillAllowed(line, allowed));
        const rest = shrinkSegment(text, new Set(gone));
        if (!gone.length) continue;
        if (rest) storage.set(key, rest);
        else storage.remove(key);
        delivery?.mirror(key, rest || undefined);
        exit(key, 'withdrawn', gone.length);
      }
    },
    async close() {
      writer.endTask();
      await delivery?.close();
    },
  };
};

/** What cannot be read is left to whoever sends. */
const stillAllowed = (line: string, allowed: (record: EventRecord) => boolean): boolean => {
  try {
    return allowed(JSON.parse(line) as EventRecord);
  } catch {
    return true;
  }
};
