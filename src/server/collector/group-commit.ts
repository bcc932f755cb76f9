import type {EventRow} from './collected-event.js';
import {Refusal} from './refusal.js';
import type {Writer} from './writer.js';

export interface GroupCommitParts {
  readonly writer: Pick<Writer, 'write'>;
  /** Called after each commit that stored something. */
  onStored(): void;
  /** Called with each failure of the database. */
  onFailure(): void;
  /** At most this many rows share a commit, so that none takes long. */
  readonly maxRows?: number;
  /** From this many rows on, a group is handed over while the one before is on its way. */
  readonly rowsAhead?: number;
}

/** Positions of rows that the database does not take. */
export type RefusedRows = ReadonlySet<number>;

/**
 * The one writer. A durable commit costs nearly the same for one row and for fifty, so requests share it: what comes while a commit is
 * on its way forms the next group, and nobody waits for company. A group that is worth a commit of its own is handed over ahead of its
 * turn, so that the writer goes on while this thread reads and guards. The worst wait is that of three commits.
 */
export interface GroupCommit {
  /** Resolves once the rows are on disk; rejects with a 503 `Refusal` when they are not. */
  write(rows: readonly EventRow[]): Promise<RefusedRows>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  readonly rows: readonly EventRow[];
  resolve(refused: RefusedRows): void;
  reject(refusal: Refusal): void;
}

const none: RefusedRows = new Set();

export const createGroupCommit = ({writer, onStored, onFailure, maxRows = 2_000, rowsAhead = 50}: GroupCommitParts): GroupCommit => {
  let waiting: Waiting[] = [];
  let waitingRows = 0;
  let handedOver = 0;
  let turnEnds = false;
  let onIdle: (() => void)[] = [];

  /** Takes whole requests, at least one. */
  const takeGroup = (): Waiting[] => {
    let rows = 0;
    const end = waiting.findIndex((request, index) => (rows += request.rows.length) > maxRows && index > 0);
    const group = end < 0 ? waiting : waiting.slice(0, end);
    waiting = end < 0 ? [] : waiting.slice(end);
    for (const request of group) waitingRows -= request.rows.length;
    return group;
  };

  const commit = async (group: readonly Waiting[]) => {
    let first = 0;
    handedOver++;
    try {
      const {added, refused} = await writer.write(group.length === 1 ? group[0]!.rows : group.flatMap(({rows}) => rows));
      for (const {rows, resolve} of group) {
        const end = first + rows.length;
        const start = first;
        const own = refused.filter(index => index >= start && index < end).map(index => index - start);
        resolve(own.length > 0 ? new Set(own) : none);
        first = end;
      }
      if (added > 0) onStored();
    } catch {
      onFailure();
      for (const {reject} of group) reject(new Refusal(503, 'transient error, please retry: the database did not take it', 5));
    }
    handedOver--;
    handOver();
  };

  const handOver = () => {
    while (waiting.length > 0 && (handedOver === 0 || (handedOver === 1 && waitingRows >= rowsAhead))) void commit(takeGroup());
    if (waiting.length > 0 || handedOver > 0) return;
    for (const resolve of onIdle) resolve();
    onIdle = [];
  };

  return {
    write: rows =>
      new Promise((resolve, reject) => {
        waiting.push({rows, resolve, reject});
        waitingRows += rows.length;
        if (turnEnds) return;
        turnEnds = true;
        // Requests that are read in the same turn share a commit.
        setImmediate(() => {
          turnEnds = false;
          handOver();
        });
      }),
    drain: () =>
      new Promise(resolve => {
        if (waiting.length === 0 && handedOver === 0) return resolve();
        onIdle.push(resolve);
      }),
  };
};
