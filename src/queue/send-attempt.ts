import type {Clock} from '../lib/clock.js';
import {Misconfigured, Rejected, RetryLater, TooLarge} from '../lib/send-errors.js';
import type {EventRecord, SendOptions} from '../types.js';
import type {LaneTarget} from './queue-parts.js';

export type Outcome =
  | {readonly kind: 'accepted'; readonly refused: ReadonlyMap<string, string>}
  | {readonly kind: 'rejected' | 'too-large' | 'misconfigured'; readonly message: string}
  /** `unknown`: it may have arrived all the same. `network`: no server has answered. */
  | {readonly kind: 'retry'; readonly delayMs: number | undefined; readonly unknown: boolean; readonly network: boolean};

const outcomeOf = (error: unknown): Outcome => {
  const message = error instanceof Error ? error.message : '';
  if (error instanceof Rejected) return {kind: 'rejected', message};
  if (error instanceof TooLarge) return {kind: 'too-large', message};
  if (error instanceof Misconfigured) return {kind: 'misconfigured', message};
  const {delayMs, unknown = false, network = true}: Partial<RetryLater> = error instanceof RetryLater ? error : {};
  return {kind: 'retry', delayMs, unknown, network};
};

/**
 * One send, called synchronously, with a time limit (ms) of its own: a target that never settles is an unknown outcome.
 * Never rejects: whatever the target throws is an outcome.
 */
export const attemptSend = (
  target: LaneTarget,
  records: readonly EventRecord[],
  options: Omit<SendOptions, 'signal'>,
  {controller, clock, timeoutMs}: {controller: AbortController; clock: Clock; timeoutMs: number},
): Promise<Outcome> =>
  new Promise(resolve => {
    const timer = clock.setTimeout(() => {
      controller.abort();
      settle({kind: 'retry', delayMs: undefined, unknown: true, network: true});
    }, timeoutMs);
    const settle = (outcome: Outcome) => {
      clock.clearTimeout(timer);
      resolve(outcome);
    };
    try {
      Promise.resolve(target.send(records, {...options, signal: controller.signal})).then(
        result => settle({kind: 'accepted', refused: result instanceof Map ? result : new Map()}),
        (error: unknown) => settle(outcomeOf(error)),
      );
    } catch (error) {
      settle(outcomeOf(error));
    }
  });
