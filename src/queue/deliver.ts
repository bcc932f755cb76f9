import type {Clock} from '../lib/clock.js';
import {tracer} from '../lib/trace.js';
import type {EventRecord} from '../types.js';
import {add} from './account.js';
import type {Account} from './account.js';
import type {Attempts} from './attempts.js';
import type {Exits, Item} from './exits.js';
import {linesOf} from './exits.js';
import type {OpenLane} from './lane.js';
import type {LaneTarget} from './queue-parts.js';
import type {RetryDelay} from './retry-delay.js';
import {attemptSend} from './send-attempt.js';
import type {Outcome} from './send-attempt.js';
import {byteLength} from './serialise.js';
import type {Owns} from './tab-election.js';

export interface DeliverParts {
  /** Who serves the lane at this moment; undefined when nothing may be sent. */
  readonly target: () => LaneTarget | undefined;
  readonly allowed: (record: EventRecord) => boolean;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly account: Account;
  readonly attempts: Attempts;
  readonly lane: Pick<OpenLane, 'id' | 'lost'>;
  readonly settle: Exits['settle'];
  /** Bytes of body that one more keepalive request may carry now. */
  readonly keepaliveLeft: () => number;
  readonly retry: RetryDelay;
  /** Keeps what the provider will not take. */
  readonly bury: (record: EventRecord, reason: string) => void;
  readonly misconfigured: (message: string) => void;
  /** Whether a record with an unknown outcome is sent again to this target. */
  readonly resends: (target: LaneTarget) => boolean;
}

export interface Deliver {
  /** Sends the batch at once and deals with what comes of it. True if more may be sent now. Without `owns`, the page is going away. */
  (batch: readonly Item[], owns?: Owns): Promise<boolean>;
  /** Resolves when none of the present requests is in flight any more, and what came of them is on disk. */
  idle(): Promise<unknown>;
  /** Those of the present requests that carry such records. */
  abort(which?: (record: EventRecord) => boolean): Promise<unknown>;
}

/** Bytes of the request that carries these records: an estimate on the safe side, as adapters reshape them. */
export const bodyBytes = (items: readonly Item[]): number => items.reduce((sum, {line}) => sum + 2 * byteLength(line), 500);

/** The path of one batch: allowed? → journal → send → off the disk, or later, or in halves. */
export const createDeliver = (parts: DeliverParts): Deliver => {
  const {target, allowed, clock, timeoutMs, account, attempts, settle, keepaliveLeft, retry, bury, misconfigured, resends} = parts;
  const {id, lost} = parts.lane;
  const flights = new Map<Promise<boolean>, readonly Item[]>();
  const controllers = new Map<AbortController, readonly Item[]>();
  // Browsers refuse a keepalive request when the page itself has used up what they allow, and that looks like a broken network.
  let plain = false;

  const send = async (batch: readonly Item[], to: LaneTarget, keepalive: boolean): Promise<Outcome> => {
    const repeated = batch.filter(({again}) => again).length;
    account.resend(repeated);
    const dropped = Object.fromEntries(Object.entries(lost).filter(([, count]) => count));
    const controller = new AbortController();
    controllers.set(controller, batch);
    tracer()?.('sent', id, linesOf(batch));
    const outcome = await attemptSend(
      to,
      batch.map(({record}) => record),
      {keepalive, resend: repeated > 0, ...(Object.keys(dropped).length && {dropped})},
      {controller, clock, timeoutMs},
    );
    controllers.delete(controller);
    if (outcome.kind !== 'accepted') tracer()?.('retried', id, linesOf(batch), outcome.kind);
    plain = outcome.kind === 'retry' && (keepalive || (plain && outcome.network));
    if (outcome.kind === 'accepted') for (const [reason, count] of Object.entries(dropped)) add(lost, reason, -count);
    return outcome;
  };

  const accept = async (batch: readonly Item[], told: ReadonlyMap<string, string>, to: LaneTarget): Promise<boolean> => {
    const groups: Record<string, Item[]> = {delivered: [], rejected: [], retry: [], unknown: []};
    for (const item of batch) (groups[told.get(item.record.uuid) ?? ''] ?? groups['delivered']!).push(item);
    const {delivered, rejected, retry: waiting, unknown} = groups;
    await settle(delivered!, 'delivered');
    await reject(rejected!, 'rejected');
    for (const {key} of waiting!) attempts.settled(key, 1);
    if (!resends(to)) await settle(unknown!, 'unknown-outcome');
    if (waiting!.length || unknown!.length) retry.failed(undefined, false);
    else retry.reset();
    return !waiting!.length && !unknown!.length;
  };

  const reject = async (items: readonly Item[], reason: string) => {
    for (const {record} of items) bury(record, reason);
    await settle(items, reason);
  };

  const attempt = async (batch: readonly Item[], to: LaneTarget, owns?: Owns): Promise<boolean> => {
    const journal = new Map<string, number>();
    for (const {key} of batch) journal.set(key, (journal.get(key) ?? 0) + 1);
    const notArrived = attempts.begin(journal);
    const keepalive = (!plain || !owns) && bodyBytes(batch) <= keepaliveLeft();
    try {
      return await follow(await send(batch, to, keepalive), notArrived, keepalive, batch, to, owns);
    } finally {
      attempts.end(journal);
    }
  };

  const follow = async (
    outcome: Outcome,
    notArrived: () => void,
    keepalive: boolean,
    batch: readonly Item[],
    to: LaneTarget,
    owns?: Owns,
  ): Promise<boolean> => {
    // Another provider has the lane now: its predecessor's troubles are not its own.
    const same = to === target();
    switch (outcome.kind) {
      case 'accepted':
        return accept(batch, outcome.told, to);
      case 'retry':
        if (!outcome.unknown) notArrived();
        else if (!resends(to)) await settle(batch, 'unknown-outcome');
        if (keepalive && outcome.network && !outcome.unknown) return owns ? deliver(batch, owns) : false;
        if (same) retry.failed(outcome.delayMs, outcome.network);
        return false;
      case 'misconfigured':
        notArrived();
        if (!same) return false;
        retry.paused();
        misconfigured(outcome.message);
        return false;
      default: {
        notArrived();
        if (!same) return false;
        if (batch.length === 1) {
          await reject(batch, outcome.kind);
          return true;
        }
        const half = Math.ceil(batch.length / 2);
        return (await deliver(batch.slice(0, half), owns)) && deliver(batch.slice(half), owns);
      }
    }
  };

  const deliver = async (batch: readonly Item[], owns?: Owns): Promise<boolean> => {
    const to = target();
    if (!to || owns?.() === false) return false;
    const fit = batch.filter(({record}) => allowed(record));
    const refused = settle(
      batch.filter(item => !fit.includes(item)),
      'withdrawn',
    );
    const flight = fit.length ? attempt(fit, to, owns) : Promise.resolve(true);
    flights.set(flight, fit);
    try {
      return await flight;
    } finally {
      flights.delete(flight);
      await refused;
    }
  };

  return Object.assign(deliver, {
    idle: () => Promise.allSettled(flights.keys()),
    abort(which: (record: EventRecord) => boolean = () => true) {
      const carries = (batch: readonly Item[]) => batch.some(({record}) => which(record));
      controllers.forEach((batch, controller) => carries(batch) && controller.abort());
      return Promise.allSettled([...flights].flatMap(([flight, batch]) => (carries(batch) ? flight : [])));
    },
  });
};
