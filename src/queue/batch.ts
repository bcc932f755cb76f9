import type {Clock} from '../lib/clock.js';
import type {ProviderManifest} from '../provider-types.js';
import type {EventRecord} from '../types.js';
import type {Verdict} from './account.js';
import type {Item} from './exits.js';
import type {QueueStorage} from './queue-storage.js';
import {readSegment} from './segment-text.js';
import type {Segment} from './segments.js';
import {byteLength, parse as parseJson} from './serialise.js';
import type {WaitingList} from './waiting-list.js';

export interface SegmentReaderParts {
  readonly storage: QueueStorage;
  readonly waiting: WaitingList;
  readonly clock: Clock;
  readonly allowed: (record: EventRecord) => boolean;
  /** How many of the segment's first records may have arrived already. */
  readonly unknown: (key: string) => number;
}

/** What a segment holds: the records to send, in order, and those that are not to be sent, each with the reason. */
export interface SegmentContent {
  readonly items: Item[];
  readonly unfit: ReadonlyMap<Verdict, Item[]>;
}

export const createSegmentReader =
  ({storage, waiting, clock, allowed, unknown}: SegmentReaderParts) =>
  ({key, time}: Segment, {maxAgeMs}: ProviderManifest, resends: boolean): SegmentContent => {
    const items: Item[] = [];
    const unfit = new Map<Verdict, Item[]>();
    const own = waiting.own.get(key);
    // A clock that was set forward does not make this page's own records old.
    const age = own ? clock.monotonic() - own.at : clock.now() - time;
    const doubtful = unknown(key);
    readSegment(storage.get(key)).forEach((line, at) => {
      const record = parse(line);
      const item = {key, line, record: record!, again: at < doubtful};
      const verdict =
        (!record && 'corrupt') ||
        (!allowed(record!) && 'withdrawn') ||
        (age > maxAgeMs && 'too-old') ||
        (item.again && !resends && 'unknown-outcome');
      if (!verdict) items.push(item);
      else unfit.set(verdict, [...(unfit.get(verdict) ?? []), item]);
    });
    return {items, unfit};
  };

/** Takes from the head what one batch may hold: at least one record, however large. */
export const takeBatch = (items: Item[], most: {readonly events: number; readonly bytes: number}): Item[] => {
  let bytes = 0;
  let count = 0;
  for (const {line} of items) {
    bytes += byteLength(line) + 1;
    if (count && (count >= most.events || bytes > most.bytes)) break;
    count++;
  }
  return items.splice(0, count);
};

const parse = (line: string): EventRecord | undefined => {
  try {
    const record = parseJson(line) as EventRecord | null;
    return typeof record?.uuid === 'string' ? record : undefined;
  } catch {
    return undefined; // not ours, or half of it is gone
  }
};
