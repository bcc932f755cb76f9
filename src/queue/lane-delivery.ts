import type {EventRecord} from '../types.js';
import {createAttempts} from './attempts.js';
import {createSegmentReader} from './batch.js';
import {createDeliver} from './deliver.js';
import type {QueueCore} from './event-queue.js';
import {createExits} from './exits.js';
import type {LaneDelivery, OpenLane} from './lane.js';
import type {Mirror} from './mirror.js';
import type {LaneTarget, QueueParts} from './queue-parts.js';
import {recover} from './recover.js';
import {createRetryDelay} from './retry-delay.js';
import {parseSegment} from './segments.js';
import {createSender} from './sender.js';
import {createSurvey} from './survey.js';
import type {TabChannel} from './tab-channel.js';
import {createTabElection} from './tab-election.js';
import {createWakeTimer} from './wake-timer.js';

export interface LaneDeliveryParts
  extends
    Pick<QueueCore, 'tab' | 'limits' | 'storage' | 'account' | 'intact'>,
    Pick<QueueParts, 'prefix' | 'clock' | 'locks' | 'random' | 'online' | 'allowed' | 'onProblem' | 'unknownOutcome'> {
  readonly lane: OpenLane;
  readonly mirror: Mirror;
  readonly channel: TabChannel;
  /** Bytes of body that one more keepalive request may carry now. */
  readonly keepaliveLeft: () => number;
  /** Whether IndexedDB keeps what localStorage has no room for. */
  readonly mirrored: boolean;
  readonly bury: (record: EventRecord, reason: string) => void;
}

export interface SendingLane extends LaneDelivery {
  connect(target: LaneTarget | undefined): Promise<void>;
  /** Sends what may be sent now. */
  drain(): Promise<void>;
  /** The page goes away: sends its youngest, keepalive, and lets other tabs drain. */
  leave(): void;
  /** Compares the account with storage. */
  check(): void;
}

const offlineMs = 30_000;

/** The half of a lane that sends. */
export const createLaneDelivery = (parts: LaneDeliveryParts): SendingLane => {
  const {prefix, lane, tab, clock, storage, mirror, locks, random, channel, limits, online} = parts;
  const {start, waiting} = lane;
  const under = (kind: string) => `${prefix}:${kind}:${lane.id}`;
  const shared = {...parts, start, waiting, now: clock.now};
  const attempts = createAttempts({...shared, start: `${under('try')}:`, liveMs: limits.requestTimeoutMs + 5000});
  const {settle, hurry} = createExits(shared);
  const retry = createRetryDelay({...shared, key: under('retry')});
  const election = createTabElection({...shared, name: under('drain'), locks, staleMs: 2 * limits.requestTimeoutMs});
  const survey = createSurvey({...shared, attempts});
  const read = createSegmentReader({...shared, unknown: attempts.unknown});
  const resends = (to: LaneTarget) => to.manifest.dedupes || parts.unknownOutcome === 'resend';

  let target: LaneTarget | undefined;
  let closed = false;
  let told = false;
  let recovered = false;
  /** A key without a text: Firefox may not give it out yet, and the mirror has it; or the mirror has yet to hear that it has left. */
  let unreadable = false;
  let running: Promise<void> | undefined;

  const ready = () => (!closed && online() ? target : undefined);
  const deliver = createDeliver({
    ...shared,
    target: ready,
    timeoutMs: limits.requestTimeoutMs,
    attempts,
    settle,
    retry,
    resends,
    misconfigured(message) {
      if (!told) parts.onProblem({code: 'provider-misconfigured', message: `${lane.id}: ${message}; events wait`});
      told = true;
    },
  });
  const sender = createSender({
    ...shared,
    attempts,
    settle,
    deliver,
    target: ready,
    read(segment, to) {
      unreadable ||= !storage.get(segment.key);
      return read(segment, to.manifest, resends(to));
    },
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
      if (full || moved || unreadable || !recovered) await recover({...shared, from: (recovered && storage.keys(start)[0]) || start});
      recovered = true;
      unreadable = false;
      const found = survey.find();
      more = found.more;
      sent = false;
      sent = await sender.all(found.ready, owns);
    });
    if (!done) wake.in(1000 + random() * 2000);
    else if (more) wake.in(5000 + random() * 1000);
    if (waiting.own.size || !sent || unreadable) wake.in(retry.left() || limits.flushAfterMs);
  };

  const drain = (): Promise<void> =>
    // A part that was handed in may throw; the page must not hear of it.
    (running ??= cycle()
      .catch(() => wake.in(offlineMs))
      .finally(() => {
        running = undefined;
      }));

  const end = () => {
    closed = true;
    wake.stop();
    election.release();
  };

  // What was written before this half had come; another tab may have sent it meanwhile.
  void mirror.write([...waiting.own.keys()].map(key => [key, storage.get(key) ?? clock.now()] as const));

  return {
    mirror(key, text) {
      if (text !== undefined && storage.inMemory(key)) mirror.rescue(key, text);
      else void mirror.write([[key, text ?? clock.now()]]);
    },
    left(key, verdict, count) {
      attempts.settled(key, count);
      const owner = parseSegment(key, start)?.tab;
      if (owner && owner !== tab) channel.verdict(owner, key, verdict, count);
    },
    holds: key => sender.holds(key) || attempts.inFlight(key),
    wake: () => wake.in(waiting.records() >= limits.flushAt ? 0 : limits.flushAfterMs),
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
      lane.endTask();
      await running;
      await drain();
    },
    leave() {
      lane.endTask();
      hurry();
      if (!retry.left()) sender.youngest().catch(() => {}); // as in `drain`
      election.release();
      recovered = false;
    },
    check: survey.reconcile,
    async close() {
      end();
      await deliver.idle();
    },
    abort() {
      end();
      void deliver.abort();
    },
    cut: deliver.abort,
  };
};
