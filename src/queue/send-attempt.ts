import type {Clock} from '../lib/clock.js';
import {isSendError} from '../lib/send-errors.js';
import type {RetryLater, SendError} from '../lib/send-errors.js';
import type {SendOptions} from '../provider-types.js';
import type {EventRecord} from '../types.js';
import type {LaneTarget} from './queue-parts.js';

/** A retry is `unknown` when it may have arrived all the same, and of the `network` when no server has answered. */
export type Outcome = {readonly kind: 'accepted'; readonly told: ReadonlyMap<string, string>} | SendError | Failure;

type Failure = Pick<RetryLater, 'kind' | 'delayMs' | 'unknown' | 'network'>;

const failure = (unknown: boolean): Failure => ({kind: 'retry', unknown, network: true});
const outcomeOf = (error: unknown): Outcome => (isSendError(error) ? error : failure(false));

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
      settle(failure(true));
    }, timeoutMs);
    const settle = (outcome: Outcome) => {
      clock.clearTimeout(timer);
      resolve(outcome);
    };
    try {
      Promise.resolve(target.send(records, {...options, signal: controller.signal})).then(
        result => settle({kind: 'accepted', told: result instanceof Map ? result : new Map()}),
        (error: unknown) => settle(outcomeOf(error)),
      );
    } catch (error) {
      settle(outcomeOf(error));
    }
  });
