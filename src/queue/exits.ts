import type {EventRecord} from '../types.js';
import type {Verdict} from './account.js';
import type {OpenLane} from './lane.js';
import type {Mirror} from './mirror.js';
import type {QueueStorage} from './queue-storage.js';
import {shrinkSegment} from './segment-text.js';

/** One record on its way out, and where it is stored. */
export interface Item {
  readonly key: string;
  /** Its JSON. */
  readonly line: string;
  readonly record: EventRecord;
  /** It may have arrived already. */
  readonly again: boolean;
}

/** Takes the records off the disk, wherever in their segments they are, and books what has become of them. */
export type Settle = (items: readonly Item[], verdict: Verdict) => Promise<void>;

export interface ExitsParts {
  readonly lane: Pick<OpenLane, 'exit'>;
  readonly storage: QueueStorage;
  readonly mirror: Pick<Mirror, 'write'>;
  readonly now: () => number;
}

export const createExits = ({lane, storage, mirror, now}: ExitsParts): Settle => {
  let settling = Promise.resolve();

  const settle = async (items: readonly Item[], verdict: Verdict) => {
    if (!items.length) return;
    const lines = new Map<string, Set<string>>();
    for (const {key, line} of items) lines.set(key, (lines.get(key) ?? new Set()).add(line));
    // The mirror first: a localStorage that a killed browser rolls back is then known to be out of date.
    await mirror.write([...lines].map(([key, gone]) => [key, shrinkSegment(storage.get(key), gone) || now()] as const));
    for (const [key, gone] of lines) {
      const rest = shrinkSegment(storage.get(key), gone);
      if (rest) storage.set(key, rest);
      else storage.remove(key);
      lane.exit(key, verdict, gone.size);
    }
  };

  // One after the other, as two may concern one segment.
  return (items, verdict) => (settling = settling.then(() => settle(items, verdict)));
};
