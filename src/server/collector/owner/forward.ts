import {setTimeout as sleep} from 'node:timers/promises';
import {SetupError} from '../../../lib/problems.js';
import type {StoredEvent} from '../store.js';
import type {FindEvents} from '../read/find-events.js';
import type {ForwardLog, ForwardState} from './forward-state.js';
import type {BatchAnswer} from './posthog-batch.js';

export interface ForwardParts {
  readonly find: Pick<FindEvents, 'after'>;
  readonly log: ForwardLog;
  send(events: readonly StoredEvent[], signal: AbortSignal): Promise<BatchAnswer>;
  /** Only events of this project; undefined: all. */
  readonly project?: string | undefined;
  /** Goes on with what comes, instead of ending when all has been forwarded. */
  readonly follow?: boolean | undefined;
  readonly signal: AbortSignal;
  /** Told after each answer; a wait is in ms. */
  onProgress(state: ForwardState, waiting?: {readonly reason: string; readonly ms: number}): void;
  /** Waits (ms); for tests. */
  wait?(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random?(): number;
}

const batchLength = 100;
const batchBytes = 1_000_000;
const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
const pollMs = 1_000;

/**
 * Streams all events, in the order in which they were stored, and remembers after each answer how far it has come. Killed at any moment, it
 * goes on from there: what was on its way is sent again with the same uuids. Resolves when all is forwarded, or `signal` says stop.
 * Throws `SetupError` when the target does not accept the key, or is not one.
 */
export const forward = async (parts: ForwardParts): Promise<ForwardState> => {
  const {find, log, send, signal, onProgress, wait = (ms, stop) => sleep(ms, undefined, {signal: stop}), random = Math.random} = parts;
  let state = log.read();
  let failures = 0;

  const save = (change: Partial<ForwardState>) => {
    state = {...state, ...change};
    log.write(state);
    onProgress(state);
  };

  /** Sends one group; halves it as long as the target does not want it, so that one bad event costs only itself. */
  const deliver = async (events: readonly StoredEvent[]): Promise<void> => {
    for (;;) {
      const answer = await send(events, signal);
      const cursor = events.at(-1)!.id;
      if (answer.kind === 'taken') {
        failures = 0;
        return save({cursor, forwarded: state.forwarded + events.length});
      }
      if (answer.kind === 'closed') throw new SetupError('forward', `${answer.reason}: check --to and the key`);
      if (answer.kind === 'refused') {
        if (events.length === 1) return save({cursor, refused: state.refused + 1});
        const middle = events.length >> 1;
        await deliver(events.slice(0, middle));
        return deliver(events.slice(middle));
      }
      const backoff = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures++, 10));
      const ms = Math.min(longestDelayMs, answer.afterMs ?? backoff * (0.5 + random() / 2));
      onProgress(state, {reason: answer.reason, ms});
      await wait(ms, signal);
    }
  };

  try {
    while (!signal.aborted) {
      const page = find.after(state.cursor, {project: parts.project}, batchLength);
      for (const group of groupsOf(page.events)) await deliver(group);
      // What belongs to other projects is passed by.
      if (page.next > state.cursor) save({cursor: page.next});
      if (page.more) continue;
      if (!parts.follow) break;
      await wait(pollMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return state;
};

/** Neighbours that are small enough to travel together. */
const groupsOf = (events: readonly StoredEvent[]): StoredEvent[][] => {
  const groups: StoredEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    bytes += event.properties.length + 300;
    if (groups.length === 0 || bytes > batchBytes) {
      groups.push([]);
      bytes = event.properties.length + 300;
    }
    groups.at(-1)!.push(event);
  }
  return groups;
};
