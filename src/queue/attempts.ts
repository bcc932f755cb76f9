import type {Clock} from '../lib/clock.js';
import type {QueueStorage} from './queue-storage.js';

/** Segment key → how many of its first records are, or were, under way. */
export type Attempt = ReadonlyMap<string, number>;

/** A journal of what is under way, so that a page which dies with a request in flight leaves word of it. */
export interface Attempts {
  /** Notes what is about to be sent; the returned function says that it has certainly not arrived. */
  begin(attempt: Attempt): () => void;
  /** The request is over, whatever its outcome. */
  end(attempt: Attempt): void;
  /** `count` records of the segment are out of the queue. */
  settled(key: string, count: number): void;
  /** How many of the segment's first records may have arrived already. */
  unknown(key: string): number;
  inFlight(key: string): boolean;
  /** Takes over what dead tabs left; returns the keys that living tabs have under way. */
  survey(): ReadonlySet<string>;
}

export interface AttemptsParts {
  readonly storage: QueueStorage;
  /** What the journals' keys begin with; a tab's own ends with its id. */
  readonly start: string;
  readonly tab: string;
  readonly clock: Clock;
  /** A journal older than this (ms) is a dead tab's. */
  readonly liveMs: number;
}

export const createAttempts = ({storage, start, tab, clock, liveMs}: AttemptsParts): Attempts => {
  const noted = new Map<string, number>();
  /** Requests under way, by segment. */
  const flying = new Map<string, number>();

  const write = () => {
    if (noted.size) storage.set(start + tab, [clock.now(), ...[...noted].map(entry => entry.join('#'))].join('\n'));
    else storage.remove(start + tab);
  };
  const note = (key: string, count: number) => (count > 0 ? noted.set(key, count) : noted.delete(key));

  return {
    begin(attempt) {
      const added = new Map<string, number>();
      for (const [key, count] of attempt) {
        const before = noted.get(key) ?? 0;
        const flights = flying.get(key) ?? 0;
        // Requests side by side carry one after the other; one after another, they begin at the segment's head again.
        added.set(key, flights ? count : Math.max(0, count - before));
        note(key, before + added.get(key)!);
        flying.set(key, flights + 1);
      }
      write();
      return () => {
        for (const [key, count] of added) note(key, (noted.get(key) ?? 0) - count);
        write();
      };
    },
    end(attempt) {
      for (const key of attempt.keys()) {
        const left = flying.get(key)! - 1;
        if (left) flying.set(key, left);
        else flying.delete(key);
      }
    },
    settled(key, count) {
      if (!noted.has(key)) return;
      note(key, noted.get(key)! - count);
      write();
    },
    unknown: key => noted.get(key) ?? 0,
    inFlight: key => flying.has(key),
    survey() {
      const busy = new Set<string>();
      for (const key of noted.keys()) if (storage.get(key) === null) noted.delete(key);
      for (const journal of storage.keys(start)) {
        if (journal === start + tab) continue;
        const [time, ...entries] = (storage.get(journal) ?? '').split('\n');
        const alive = Math.abs(clock.now() - Number(time)) < liveMs;
        for (const entry of entries) {
          const [key, count] = entry.split('#');
          if (alive) busy.add(key!);
          else if (storage.get(key!) !== null) note(key!, Math.max(Number(count) || 0, noted.get(key!) ?? 0));
        }
        if (alive) continue;
        // Ours first, then theirs away: a crash in between only repeats this.
        write();
        storage.remove(journal);
      }
      return busy;
    },
  };
};
