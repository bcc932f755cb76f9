import type {EventRecord} from '../types.js';
import type {Account, Verdict} from './account.js';
import {createAttempts} from './attempts.js';
import {createSegmentReader} from './batch.js';
import {createDeliver} from './deliver.js';
import {createExits} from './exits.js';
import type {KeepaliveLedger} from './keepalive-ledger.js';
import type {Mirror} from './mirror.js';
import type {Lane, LaneTarget, QueueLimits, QueueParts} from './queue-parts.js';
import type {QueueStorage} from './queue-storage.js';
import {recover} from './recover.js';
import {createRetryDelay} from './retry-delay.js';
import {createSegmentWriter} from './segment-writer.js';
import {createSender} from './sender.js';
import {createSurvey} from './survey.js';
import type {TabChannel} from './tab-channel.js';
import {createTabElection} from './tab-election.js';
import {createWaitingList} from './waiting-list.js';
import {createWakeTimer} from './wake-timer.js';

export interface LaneParts extends Pick<
  QueueParts,
  'prefix' | 'clock' | 'locks' | 'random' | 'online' | 'allowed' | 'onProblem' | 'unknownOutcome'
> {
  readonly lane: Lane;
  readonly tab: string;
  readonly limits: QueueLimits;
  readonly storage: QueueStorage;
  readonly mirror: Mirror;
  readonly account: Account;
  readonly channel: TabChannel;
  readonly ledger: KeepaliveLedger;
  readonly intact: () => boolean;
  /** Whether IndexedDB keeps what localStorage has no room for. */
  readonly mirrored: boolean;
  readonly bury: (record: EventRecord, reason: string) => void;
}

export interface OpenLane extends Pick<Lane, 'accepts'> {
  add(text: string, level: number): void;
  endTask(): void;
  connect(target: LaneTarget | undefined): Promise<void>;
  /** Sends what may be sent now. */
  drain(): Promise<void>;
  /** The page goes away: sends its youngest, keepalive, and lets other tabs drain. */
  leave(): void;
  /** Compares the account with storage. */
  check(): void;
  book(key: string, verdict: Verdict, count: number): boolean;
  /** Records that wait on this tab's account. */
  records(): number;
  /** No new request; resolves when none is in flight. */
  close(): Promise<unknown>;
  /** Everything that waits is gone, on the account too; what is on disk goes with it if `erase`. */
  drop(verdict: Verdict, erase: boolean): void;
}

const offlineMs = 30_000;

export const createLane = (parts: LaneParts): OpenLane => {
  const {prefix, lane, tab, clock, storage, mirror, locks, random, account, channel, limits, allowed, online} = parts;
  const under = (kind: string) => `${prefix}:${kind}:${lane.id}`;
  const start = `${under('q')}:`;
  const shared = {start, tab, clock, storage, mirror, account, channel, now: clock.now};
  const waiting = createWaitingList();
  const liveMs = limits.requestTimeoutMs + 5000;
  const attempts = createAttempts({...shared, start: `${under('try')}:`, liveMs});
  const exits = createExits({...shared, waiting, attempts});
  const writer = createSegmentWriter({...shared, waiting});
  const retry = createRetryDelay({...shared, key: under('retry'), random});
  const election = createTabElection({...shared, name: under('drain'), locks, random, staleMs: 2 * limits.requestTimeoutMs});
  const survey = createSurvey({...shared, waiting, attempts, exits, intact: parts.intact});
  const read = createSegmentReader({...shared, waiting, allowed, unknown: attempts.unknown});
  const resends = (to: LaneTarget) => to.manifest.dedupes || parts.unknownOutcome === 'resend';

  let target: LaneTarget | undefined;
  let closed = false;
  let told = false;
  let recovered = false;
  let running: Promise<void> | undefined;

  const ready = () => (!closed && online() ? target : undefined);
  const deliver = createDeliver({
    ...shared,
    ...parts,
    target: ready,
    timeoutMs: limits.requestTimeoutMs,
    attempts,
    exits,
    retry,
    resends,
    misconfigured(message) {
      if (!told) parts.onProblem({code: 'provider-misconfigured', message: `${lane.id}: ${message}; events wait`});
      told = true;
    },
  });

  const sender = createSender({
    ...shared,
    ...parts,
    waiting,
    attempts,
    exits,
    deliver,
    target: ready,
    read: (segment, to) => read(segment, to.manifest, resends(to)),
  });
  const wake = createWakeTimer(clock, () => void drain());

  const cycle = async (): Promise<void> => {
    if (closed || !target) return;
    const wait = online() ? retry.left() : offlineMs;
    if (wait) return wake.in(wait);
    let more = false;
    let sent = true;
    const done = await election.run(async (owns, moved) => {
      const full = storage.persist();
      if (full || moved || !recovered) await recover({...shared, waiting, from: (recovered && storage.keys(start)[0]) || start});
      recovered = true;
      const found = survey.find();
      more = found.more;
      sent = false;
      sent = await sender.all(found.ready, owns);
    });
    if (!done) wake.in(1000 + random() * 2000);
    else if (more) wake.in(5000 + random() * 1000);
    if (waiting.own.size || !sent) wake.in(retry.left() || limits.flushAfterMs);
  };

  const drain = (): Promise<void> =>
    // A part that was handed in may throw; the page must not hear of it.
    (running ??= cycle()
      .catch(() => wake.in(offlineMs))
      .finally(() => {
        running = undefined;
      }));

  const makeRoom = () => {
    while (waiting.exceeds(limits.records, limits.bytes)) {
      const key = waiting.oldest(key => sender.holds(key) || attempts.inFlight(key));
      if (!key) return;
      exits.discard(key, 'overflow');
    }
  };

  return {
    accepts: lane.accepts,
    add(text, level) {
      writer.add(text, level);
      makeRoom();
    },
    endTask() {
      writer.endTask();
      makeRoom();
      wake.in(waiting.records() >= limits.flushAt ? 0 : limits.flushAfterMs);
    },
    async connect(next) {
      const before = target;
      target = next;
      told = false;
      // Another provider has nothing to do with its predecessor's troubles.
      if (before && next) retry.reset();
      if (next) wake.in(0);
      await deliver.idle();
    },
    async drain() {
      writer.endTask();
      await running;
      await drain();
    },
    leave() {
      writer.endTask();
      if (!retry.left()) sender.youngest().catch(() => {}); // as in `drain`
      election.release();
      recovered = false;
    },
    check: survey.reconcile,
    book: exits.book,
    records: () => waiting.records() + writer.open(),
    async close() {
      writer.endTask();
      closed = true;
      wake.stop();
      election.release();
      await deliver.idle();
    },
    drop(verdict, erase) {
      closed = true;
      wake.stop();
      deliver.abort();
      const unwritten = writer.open();
      writer.clear();
      account.settle(verdict, unwritten);
      for (const key of erase ? storage.keys(start) : [...waiting.own.keys()]) exits.discard(key, verdict);
      for (const [key, {count}] of waiting.own) exits.book(key, verdict, count);
      for (const key of [...storage.keys(`${under('try')}:`), under('retry'), under('drain')]) storage.remove(key);
      election.release();
    },
  };
};
