import type {Mirror} from './mirror.js';
import type {QueueStorage} from './queue-storage.js';
import {parseSegment} from './segments.js';
import type {WaitingList} from './waiting-list.js';

export interface RecoverParts {
  readonly start: string;
  readonly tab: string;
  readonly storage: QueueStorage;
  readonly mirror: Mirror;
  readonly waiting: WaitingList;
  readonly now: () => number;
  /** Nothing that sorts before this key is looked at. */
  readonly from: string;
}

/** Longer than any browser keeps localStorage from the disk. */
const tombstoneMs = 24 * 60 * 60 * 1000;

/**
 * Makes localStorage agree with its mirror, which a killed browser cannot roll back and no other tab sees late:
 * what has left the queue leaves it here too, what was lost from localStorage comes back. Only the tab that drains may do so.
 */
export const recover = async ({start, tab, storage, mirror, waiting, now, from}: RecoverParts): Promise<void> => {
  const left = storage.keys(start).filter(key => storage.get(key) === '');
  if (left.length && (await mirror.write(left.map(key => [key, now()] as const)))) left.forEach(storage.remove);
  const forgotten: string[] = [];
  for (const [key, value] of await mirror.read(start, from)) {
    const text = storage.get(key);
    if (typeof value === 'number') {
      if (text !== null) storage.remove(key);
      if (Math.abs(now() - value) > tombstoneMs) forgotten.push(key);
      continue;
    }
    // An own segment that is not waiting has just left; its tombstone is on its way.
    const lost = text === null && (parseSegment(key, start)?.tab !== tab || waiting.own.has(key));
    // A segment only ever shrinks, so the shorter is the newer.
    if (lost || (text !== null && value.length < text.length)) storage.set(key, value);
  }
  if (forgotten.length) await mirror.write(forgotten.map(key => [key, undefined] as const));
};
