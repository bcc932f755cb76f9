import type {Clock} from '../lib/clock.js';
import type {QueueStorage} from './queue-storage.js';
import {writeSegment} from './segment-text.js';
import {segmentKey} from './segments.js';
import type {RecordText} from './serialise.js';
import type {WaitingList} from './waiting-list.js';

export interface SegmentWriterParts {
  /** What the segments' keys begin with. */
  readonly start: string;
  readonly tab: string;
  readonly clock: Clock;
  readonly storage: QueueStorage;
  readonly waiting: WaitingList;
  /** Is told of each segment. */
  readonly mirror: (key: string, text: string) => void;
}

/** Puts records on disk: the first of a task at once, so that it survives whatever the page does next; the others of the task together. */
export interface SegmentWriter {
  add(text: RecordText, level: number): void;
  /** The task is over: what is still in memory goes to disk. */
  endTask(): void;
  /** Records not yet written. */
  open(): number;
  /** Forgets what is not yet written. */
  clear(): void;
}

const mostRecords = 50;
const mostSize = 2 ** 15;
/** Characters of a key without its start. */
const keySize = 32;

export const createSegmentWriter = ({start, tab, clock, storage, waiting, mirror}: SegmentWriterParts): SegmentWriter => {
  /** Of the records not yet written: what they have in common, and the rest of each. */
  let shared = '';
  let rests: string[] = [];
  let size = 0;
  let level = 0;
  let first = true;
  let sequence = 0;
  let last = 0;

  const clear = () => {
    rests = [];
    size = level = 0;
  };

  const write = () => {
    const count = rests.length;
    if (!count) return;
    const text = writeSegment(shared, rests);
    const total = text.length + start.length + keySize;
    // Own order must survive a clock that is set back.
    last = Math.max(last, clock.now());
    const key = segmentKey(start, last, tab, sequence++, level, count, total);
    storage.set(key, text);
    mirror(key, text);
    waiting.add(key, {level, size: total, count, at: clock.monotonic()});
    clear();
  };

  return {
    add({base, rest}, textLevel) {
      if (base !== shared) {
        write();
        shared = base;
      }
      rests.push(rest);
      size += rest.length;
      level = Math.max(level, textLevel);
      if (first || rests.length >= mostRecords || size >= mostSize) write();
      first = false;
    },
    endTask() {
      write();
      first = true;
    },
    open: () => rests.length,
    clear,
  };
};
