import type {Log} from './log.js';

/** What was not stored, and why. Holds nothing of what was sent. */
export interface Rejection {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** The route's pattern, not the path that was asked for. */
  readonly route: string;
  readonly status: number;
  readonly reason: string;
  /** How many events it concerns; 0 when the request never got that far. */
  readonly events: number;
}

export interface Rejections {
  note(route: string, status: number, reason: string, events?: number): void;
  /** Logs what was refused to the owner, who asked wrongly or too early: no event was lost by it. */
  tell(route: string, status: number, reason: string): void;
  /** The newest 200, newest first. */
  recent(): readonly Rejection[];
  /** Since the start, by reason. */
  counts(): Readonly<Record<string, number>>;
  /** Calls `listener` for each new one; returns the function that stops it. */
  subscribe(listener: (rejection: Rejection) => void): () => void;
}

const kept = 200;
const linesPerSecond = 10;

/** Remembers the latest refusals in memory, counts all, and logs at most ten a second. */
export const createRejections = (log: Log, now: () => number): Rejections => {
  const recent: Rejection[] = [];
  const counts = new Map<string, number>();
  const listeners = new Set<(rejection: Rejection) => void>();
  let second = 0;
  let lines = 0;
  let unlogged = 0;

  const tell = ({route, status, reason, events}: Omit<Rejection, 'time'>) => {
    const thisSecond = Math.floor(now() / 1000);
    if (thisSecond !== second) {
      second = thisSecond;
      lines = 0;
    }
    if (++lines > linesPerSecond) {
      unlogged++;
      return;
    }
    log('warn', 'refused', {route, status, reason, events, ...(unlogged > 0 && {unlogged})});
    unlogged = 0;
  };

  return {
    note(route, status, reason, events = 0) {
      const rejection = {time: new Date(now()).toISOString(), route, status, reason, events};
      recent.unshift(rejection);
      if (recent.length > kept) recent.pop();
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      tell(rejection);
      for (const listener of listeners) listener(rejection);
    },
    tell: (route, status, reason) => tell({route, status, reason, events: 0}),
    recent: () => [...recent],
    counts: () => Object.fromEntries(counts),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
