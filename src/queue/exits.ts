import type {EventRecord} from '../types.js';
import {add, wanted} from './account.js';
import type {Account, Verdict} from './account.js';
import type {Attempts} from './attempts.js';
import type {Mirror} from './mirror.js';
import type {QueueStorage} from './queue-storage.js';
import {parseSegment} from './segments.js';
import type {TabChannel} from './tab-channel.js';
import type {WaitingList} from './waiting-list.js';

/** One record on its way out, and where it is stored. */
export interface Item {
  readonly key: string;
  /** Its bytes, as stored. */
  readonly line: string;
  readonly record: EventRecord;
  /** It may have arrived already. */
  readonly again: boolean;
}

/** The ways out of a lane's queue. Each books what becomes of a record, here and with the tab that wrote it. */
export interface Exits {
  /** Takes the records off the disk, wherever in their segments they are. */
  settle(items: readonly Item[], verdict: Verdict): Promise<void>;
  /** Takes a whole segment off the disk, at once. */
  discard(key: string, verdict: Verdict): void;
  /** Books what another tab has done with an own segment; false if it stands on no account here. */
  book(key: string, verdict: Verdict, count: number): boolean;
  /** Losses since the last batch that was delivered, by reason. */
  readonly lost: Record<string, number>;
}

export interface ExitsParts {
  readonly start: string;
  readonly tab: string;
  readonly storage: QueueStorage;
  readonly mirror: Mirror;
  readonly account: Account;
  readonly channel: TabChannel;
  readonly waiting: WaitingList;
  readonly attempts: Attempts;
  readonly now: () => number;
}

export const createExits = ({start, tab, storage, mirror, account, channel, waiting, attempts, now}: ExitsParts): Exits => {
  const lost: Record<string, number> = {};
  let settling = Promise.resolve();

  const book = (key: string, verdict: Verdict, count: number) => {
    const own = waiting.own.get(key);
    if (!own) return false;
    account.settle(verdict, Math.min(count, own.count));
    waiting.shrink(key, own.count - count);
    return true;
  };

  /** The segment's text without these lines; empty if nothing is left. */
  const without = (key: string, lines: ReadonlySet<string>) =>
    (storage.get(key)?.split('\n') ?? []).filter(line => !lines.has(line)).join('\n');

  const close = (key: string, verdict: Verdict, count: number) => {
    if (verdict !== 'delivered' && !wanted(verdict)) add(lost, verdict, count);
    attempts.settled(key, count);
    if (book(key, verdict, count)) return;
    const owner = parseSegment(key, start)?.tab ?? '';
    // An own segment that is on no account any more was booked when another tab told of it.
    if (owner === tab) return;
    account.settle(verdict, count, true);
    waiting.shrink(key, (waiting.get(key)?.count ?? 0) - count);
    channel.verdict(owner, key, verdict, count);
  };

  const settle = async (items: readonly Item[], verdict: Verdict) => {
    if (!items.length) return;
    const lines = new Map<string, Set<string>>();
    for (const {key, line} of items) lines.set(key, (lines.get(key) ?? new Set()).add(line));
    // The mirror first: a localStorage that a killed browser rolls back is then known to be out of date.
    await mirror.write([...lines].map(([key, gone]) => [key, without(key, gone) || now()] as const));
    for (const [key, gone] of lines) {
      const rest = without(key, gone);
      if (rest) storage.set(key, rest);
      else storage.remove(key);
      close(key, verdict, gone.size);
    }
  };

  return {
    lost,
    book,
    // One after the other, as two may concern one segment.
    settle: (items, verdict) => (settling = settling.then(() => settle(items, verdict))),
    discard(key, verdict) {
      const count = waiting.own.get(key)?.count ?? storage.get(key)?.split('\n').length ?? 0;
      storage.remove(key);
      void mirror.write([[key, now()]]);
      close(key, verdict, count);
    },
  };
};
