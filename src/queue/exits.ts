import {tracer} from '../lib/trace.js';
import type {EventRecord} from '../types.js';
import type {Verdict} from './account.js';
import type {OpenLane} from './lane.js';
import type {Mirror} from './mirror.js';
import type {QueueStorage} from './queue-storage.js';
import {readSegment, shrinkSegment} from './segment-text.js';

/** One record on its way out, and where it is stored. */
export interface Item {
  readonly key: string;
  /** Its JSON. */
  readonly line: string;
  readonly record: EventRecord;
  /** It may have arrived already. */
  readonly again: boolean;
}

export interface Exits {
  /** Takes the records off the disk, wherever in their segments they are, and books what has become of them. */
  settle(items: readonly Item[], verdict: Verdict): Promise<void>;
  /** Does at once what is under way: the page goes away. */
  hurry(): void;
}

export interface ExitsParts {
  readonly lane: Pick<OpenLane, 'id' | 'exit'>;
  readonly storage: QueueStorage;
  readonly mirror: Pick<Mirror, 'write'>;
  readonly now: () => number;
}

/** Their JSON. */
export const linesOf = (items: readonly Item[]): readonly string[] => items.map(({line}) => line);

export const createExits = ({lane, storage, mirror, now}: ExitsParts): Exits => {
  let settling = Promise.resolve();
  const underWay = new Set<(mirrored: boolean) => void>();

  return {
    settle(items, verdict) {
      const lines = new Map<string, Set<string>>();
      for (const {key, line} of items) lines.set(key, (lines.get(key) ?? new Set()).add(line));
      const leave = (mirrored: boolean) => {
        if (!underWay.delete(leave)) return;
        tracer()?.('left', lane.id, linesOf(items), verdict);
        for (const [key, gone] of lines) {
          const text = storage.get(key);
          const rest = shrinkSegment(text, gone);
          // A withdrawal may have taken some of them meanwhile.
          const count = text ? readSegment(text).filter(line => gone.has(line)).length : gone.size;
          // An empty text says that the mirror may have the segment yet, which would bring it back.
          if (rest || !mirrored) storage.set(key, rest);
          else storage.remove(key);
          if (count) lane.exit(key, verdict, count);
        }
      };
      const finish = async () => {
        // The mirror first: a localStorage that a killed browser rolls back is then known to be out of date.
        const changes = [...lines].map(([key, gone]) => [key, shrinkSegment(storage.get(key), gone) || now()] as const);
        leave(await mirror.write(changes));
      };
      if (items.length) underWay.add(leave);
      // One after the other, as two may concern one segment.
      return (settling = settling.then(() => (underWay.has(leave) ? finish() : undefined)));
    },
    hurry: () => underWay.forEach(leave => leave(false)),
  };
};
