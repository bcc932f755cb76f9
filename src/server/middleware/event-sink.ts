import type {Clock} from '../../lib/clock.js';
import type {SendError} from '../../lib/send-errors.js';
import {isSendError} from '../../lib/send-errors.js';
import type {AnalyticsProvider, SendOptions, SendResult} from '../../provider-types.js';
import type {EventRecord, Problem} from '../../types.js';
import type {Tally} from './stats.js';

export interface SinkParts {
  readonly provider: Pick<AnalyticsProvider, 'manifest' | 'shutdown'>;
  readonly send: (records: readonly EventRecord[], options: SendOptions) => Promise<SendResult>;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** Runs it outside of any request, so that nothing of the request is held, or taken for its, later. */
  readonly outside: <T>(work: () => T) => T;
  readonly dropped: Tally;
  readonly limits: {readonly waiting: number; readonly batchMs: number};
  readonly onProblem: (problem: Problem) => void;
}

/** A bounded queue in memory, and what empties it: one batch at a time, again after a failure, ever less often. */
export interface EventSink {
  /** Synchronous, never throws. Where there is no room the oldest is dropped and counted. */
  enqueue(record: EventRecord): void;
  /** Resolves when everything that could be sent now has been tried. */
  flush(): Promise<void>;
  /** Flushes for at most so long (ms); what is left then is dropped and counted. The provider has 2.5 s more to end. */
  shutdown(timeoutMs: number): Promise<void>;
  delivered(): number;
  waiting(): number;
}

const attemptMs = 20_000;
const firstRetryMs = 1000;
const longestRetryMs = 60_000;
const misconfiguredMs = 300_000;
const providerShutdownMs = 2500;

export const createEventSink = ({provider, send, clock, random, outside, dropped, limits, onProblem}: SinkParts): EventSink => {
  /** As many make a batch; with less room than for two of them, sooner. */
  const isMany = () => queue.length >= Math.min(provider.manifest.batch.events, limits.waiting / 2);
  let queue: EventRecord[] = [];
  let inFlight: readonly EventRecord[] = [];
  let delivered = 0;
  let failures = 0;
  let resend = false;
  /** How many of a batch that was refused go together, until the one that is to blame is found. */
  let most = Infinity;
  let timer: unknown;
  let sending: Promise<void> | undefined;
  let stopping: Promise<void> | undefined;
  let stopped = false;
  let cut = () => {};

  const bound = () => {
    const over = queue.length + inFlight.length - limits.waiting;
    if (over <= 0) return;
    const lost = queue.splice(0, over).length;
    dropped.add('overflow', lost);
    onProblem({code: 'server-queue-full', message: 'more events than can be sent: the oldest are dropped and counted'});
  };

  const putBack = (records: readonly EventRecord[]) => {
    if (records.length > 0) queue = [...records, ...queue];
  };

  const schedule = (ms: number) => {
    if (timer !== undefined || stopped) return;
    timer = outside(() =>
      clock.setTimeout(() => {
        timer = undefined;
        void pump(false);
      }, ms),
    );
    // A server that has nothing else to do may end.
    (timer as {unref?: () => void} | undefined)?.unref?.();
  };

  /** How long (ms) to wait after a failure. */
  const failed = (batch: readonly EventRecord[], error: SendError | undefined): number => {
    if (error?.kind === 'rejected' || error?.kind === 'too-large') {
      if (batch.length === 1) dropped.add(error.kind);
      else putBack(batch);
      most = batch.length === 1 ? Infinity : Math.ceil(batch.length / 2);
      return 0;
    }
    putBack(batch);
    resend ||= error?.kind !== 'retry' || error.unknown;
    if (failures++ === 0)
      onProblem({code: 'provider-unreachable', message: 'events could not be sent: they wait in memory, and are sent again'});
    if (error?.kind === 'misconfigured') return misconfiguredMs;
    const backoff = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(failures - 1, 10)) * (0.5 + random() / 2);
    return Math.max(backoff, error?.delayMs ?? 0);
  };

  /** Sends one batch; false when there is nothing to send, or the next attempt must wait. */
  const attempt = async (): Promise<boolean> => {
    // A flush of somebody else's may still be waiting for its turn.
    if (stopped) return false;
    const {batch: size, maxAgeMs} = provider.manifest;
    const eldest = clock.now() - maxAgeMs;
    // The oldest come first.
    const fresh = queue.findIndex(({timestamp}) => Date.parse(timestamp) >= eldest);
    const old = queue.splice(0, fresh < 0 ? queue.length : fresh).length;
    if (old > 0) dropped.add('too-old', old);
    if (queue.length === 0) return false;
    const batch = (inFlight = queue.splice(0, Math.min(size.events, most)));
    const control = new AbortController();
    cut = () => control.abort();
    const deadline = clock.setTimeout(cut, attemptMs);
    let pauseMs = 0;
    let finished = true;
    try {
      const result = await send(batch, {signal: control.signal, keepalive: false, resend});
      const again = batch.filter(({uuid}) => ['retry', 'unknown'].includes(result?.get(uuid) ?? ''));
      const refused = batch.filter(({uuid}) => result?.get(uuid) === 'rejected').length;
      if (refused > 0) dropped.add('rejected', refused);
      delivered += batch.length - again.length - refused;
      failures = 0;
      most = Infinity;
      resend = again.length > 0;
      putBack(again);
      if (again.length > 0) pauseMs = firstRetryMs;
    } catch (error) {
      pauseMs = failed(batch, isSendError(error) ? error : undefined);
      finished = pauseMs === 0;
    } finally {
      clock.clearTimeout(deadline);
      inFlight = [];
      bound();
    }
    if (pauseMs > 0) schedule(pauseMs);
    return finished && pauseMs === 0;
  };

  /** Waits for some work, or for so long (ms). */
  const within = async (ms: number, work: void | Promise<void>): Promise<void> => {
    let late: unknown;
    const limit = new Promise<void>(resolve => (late = clock.setTimeout(resolve, ms)));
    await Promise.race([work, limit]).finally(() => clock.clearTimeout(late));
  };

  /** Full batches one after the other, and the rest as well when `all` of it is wanted; else the rest waits for company. */
  const pump = (all: boolean): Promise<void> =>
    (sending ??= outside(async () => {
      clock.clearTimeout(timer);
      timer = undefined;
      while ((await attempt()) && (all || most < Infinity || isMany()));
    }).finally(() => {
      sending = undefined;
      if (queue.length > 0) schedule(limits.batchMs);
    }));

  return {
    enqueue(record) {
      if (stopped) return dropped.add('stopped');
      queue.push(record);
      bound();
      // While the provider is down a full batch is no reason to try earlier.
      if (failures === 0 && isMany() && !sending) {
        clock.clearTimeout(timer);
        timer = undefined;
        schedule(0);
      } else if (!sending) schedule(limits.batchMs);
    },
    async flush() {
      // What came while a batch was on its way is not in it.
      await sending;
      await pump(true);
    },
    shutdown(timeoutMs) {
      return (stopping ??= (async () => {
        await within(timeoutMs, this.flush());
        stopped = true;
        clock.clearTimeout(timer);
        const rest = sending;
        cut();
        await rest;
        dropped.add('stopped', queue.splice(0).length);
        await within(providerShutdownMs, provider.shutdown());
      })());
    },
    delivered: () => delivered,
    waiting: () => queue.length + inFlight.length,
  };
};
