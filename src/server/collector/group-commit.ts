import type {EventRow} from './collected-event.js';
import {Refusal} from './refusal.js';

export interface GroupCommitParts {
  /** Writes durably or throws. */
  insert(rows: readonly EventRow[]): number;
  /** Called after each commit that stored something. */
  onStored(): void;
  /** Called with each failure of the database. */
  onFailure(): void;
  /** Commit as soon as this many rows wait. */
  readonly maxRows?: number;
  /** Commit at the latest after this time (ms). */
  readonly maxDelayMs?: number;
}

/** The one writer. A durable commit costs the same for one row and for fifty, so waiting requests share it. */
export interface GroupCommit {
  /** Resolves once the rows are on disk; rejects with a 503 `Refusal` when they are not. */
  write(rows: readonly EventRow[]): Promise<void>;
  /** Commits what waits, now. */
  flush(): void;
}

interface Waiting {
  readonly rows: readonly EventRow[];
  resolve(): void;
  reject(refusal: Refusal): void;
}

export const createGroupCommit = ({insert, onStored, onFailure, maxRows = 50, maxDelayMs = 25}: GroupCommitParts): GroupCommit => {
  let waiting: Waiting[] = [];
  let rowCount = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const group = waiting;
    waiting = [];
    rowCount = 0;
    if (group.length === 0) return;
    let added: number;
    try {
      added = insert(group.flatMap(({rows}) => rows));
    } catch {
      onFailure();
      for (const {reject} of group) reject(new Refusal(503, 'transient error, please retry: the database did not take it', 5));
      return;
    }
    for (const {resolve} of group) resolve();
    if (added > 0) onStored();
  };

  return {
    write: rows =>
      new Promise((resolve, reject) => {
        waiting.push({rows, resolve, reject});
        rowCount += rows.length;
        if (rowCount >= maxRows) flush();
        else timer ??= setTimeout(flush, maxDelayMs);
      }),
    flush,
  };
};
