import type {Clock} from '../lib/clock.js';
import type {EventRecord} from '../types.js';
import {add} from './account.js';
import type {Account} from './account.js';
import type {Attempts} from './attempts.js';
import type {Exits, Item} from './exits.js';
import type {KeepaliveLedger} from './keepalive-ledger.js';
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
  readonly exits: Exits;
  readonly ledger: KeepaliveLedger;
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
  abort(): void;
}

/** Bytes of the request that carries these records: an estimate on the safe side, as adapters reshape them. */
export const bodyBytes = (items: readonly Item[]): number => items.reduce((sum, {line}) => sum + 2 * byteLength(line), 500);

/** The path of one batch: allowed? → journal → send → off the disk, or later, or in halves. */
export const createDeliver = (parts: DeliverParts): Deliver => {
  const {target, allowed, clock, timeoutMs, account, attempts, exits, ledger, retry, bury, misconfigured, resends} = parts;
  const flights = new Set<Promise<boolean>>();
  const controllers = new Set<AbortController>();
  // The page itself may have used up what the browser allows; that looks like a broken network, and must not last.
  let plain = false;

  const send = async (batch: readonly Item[], to: LaneTarget, leaving: boolean): Promise<Outcome> => {
    const repeated = batch.filter(({again}) => again).length;
    account.resend(repeated);
    const bytes = bodyBytes(batch);
    const keepalive = bytes <= ledger.left() && (leaving || !plain);
    const giveBack = ledger.take(keepalive ? bytes : 0);
    const dropped = Object.fromEntries(Object.entries(exits.lost).filter(([, count]) => count));
    const controller = new AbortController();
    controllers.add(controller);
    const outcome = await attemptSend(
      to,
      batch.map(({record}) => record),
      {keepalive, resend: repeated > 0, ...(Object.keys(dropped).length && {dropped})},
      {controller, clock, timeoutMs},
    );
    controllers.delete(controller);
    plain = keepalive && outcome.kind === 'retry';
    giveBack();
    if (outcome.kind === 'accepted') for (const [reason, count] of Object.entries(dropped)) add(exits.lost, reason, -count);
    return outcome;
  };

  const accept = async (batch: readonly Item[], refused: ReadonlyMap<string, string>): Promise<boolean> => {
    const groups: Record<string, Item[]> = {retry: [], rejected: [], delivered: []};
    for (const item of batch) (groups[refused.get(item.record.uuid) ?? ''] ?? groups['delivered']!).push(item);
    await exits.settle(groups['delivered']!, 'delivered');
    await reject(groups['rejected']!, 'rejected');
    if (!groups['retry']!.length) retry.reset();
    else retry.failed(undefined, false);
    return !groups['retry']!.length;
  };

  const reject = async (items: readonly Item[], reason: string) => {
    for (const {record} of items) bury(record, reason);
    await exits.settle(items, reason);
  };

  const attempt = async (batch: readonly Item[], to: LaneTarget, owns?: Owns): Promise<boolean> => {
    const journal = new Map<string, number>();
    for (const {key} of batch) journal.set(key, (journal.get(key) ?? 0) + 1);
    const notArrived = attempts.begin(journal);
    try {
      return await follow(await send(batch, to, !owns), notArrived, batch, to, owns);
    } finally {
      attempts.end(journal);
    }
  };

  const follow = async (
    outcome: Outcome,
    notArrived: () => void,
    batch: readonly Item[],
    to: LaneTarget,
    owns?: Owns,
  ): Promise<boolean> => {
    // Another provider has the lane now: its predecessor's troubles are not its own.
    const same = to === target();
    switch (outcome.kind) {
      case 'accepted':
        return accept(batch, outcome.refused);
      case 'retry':
        if (!outcome.unknown) notArrived();
        else if (!resends(to)) await exits.settle(batch, 'unknown-outcome');
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
    const refused = exits.settle(
      batch.filter(item => !fit.includes(item)),
      'withdrawn',
    );
    const flight = fit.length ? attempt(fit, to, owns) : Promise.resolve(true);
    flights.add(flight);
    try {
      return await flight;
    } finally {
      flights.delete(flight);
      await refused;
    }
  };

  return Object.assign(deliver, {
    idle: () => Promise.allSettled(flights),
    abort: () => controllers.forEach(controller => controller.abort()),
  });
};
