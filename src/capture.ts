import type {Call} from './analytics-service.js';
import type {AnalyticsConfig} from './config.js';
import type {Enrich} from './enrichment/enrich.js';
import type {SessionKeeper} from './enrichment/session.js';
import type {UserKeeper} from './enrichment/user.js';
import {SetupError} from './lib/problems.js';
import {tracer} from './lib/trace.js';
import type {isPseudonym} from './privacy/is-pseudonym.js';
import type {EventQueue} from './queue/event-queue.js';
import {readCall} from './read-call.js';
import type {Category, Problem, Properties, TrackedEvent} from './types.js';

export interface CaptureParts {
  readonly config: () => AnalyticsConfig<unknown>;
  readonly isPseudonym: typeof isPseudonym;
  /** Undefined where the guard does not let the event pass. */
  readonly enrich: Enrich;
  readonly queue: Pick<EventQueue, 'enqueue' | 'count'>;
  readonly user: UserKeeper;
  readonly session: SessionKeeper;
  readonly granted: (category: Category) => boolean;
  /** When the category's present grant began (epoch ms). */
  readonly epoch: (category: Category) => number;
  /** The visitor is another one. */
  readonly onReset: () => void;
  readonly onProblem: (problem: Problem) => void;
}

/** The path of one event, second part: a call of the page is read, checked, enriched, guarded and queued. Synchronous, never throws. */
export const createCapture = ({config, isPseudonym, enrich, queue, user, session, granted, epoch, onReset, onProblem}: CaptureParts) => {
  /** Only what was tracked before any decision, and held, may be older than its grant: that is in `analytics`. */
  const allowed = ({category, time}: TrackedEvent) => granted(category) && (category === 'analytics' || epoch(category) <= time);

  const pass = (event: TrackedEvent, {events, validate} = config()) => {
    if (!allowed(event)) return;
    if (events?.check(event, validate, onProblem) === false) return queue.count('invalid');
    const made = enrich(event);
    if (!made) return queue.count('guard');
    queue.enqueue(made.record, made.shared);
  };

  const identify = (id: unknown, event: TrackedEvent) => {
    if (!isPseudonym(id)) return onProblem({code: 'not-a-pseudonym', message: 'identify() takes a pseudonym; nothing was identified'});
    const {userId} = user.current();
    if (userId === id && Object.keys(event.properties).length === 0) return;
    // Another person at the same machine: nothing of the one before is linked to them.
    if (userId !== null && userId !== id) session.end();
    user.identify(id);
    pass(event);
  };

  const accept = (call: Call): void => {
    tracer()?.('tracked', call.method);
    try {
      if (call.method === 'reset') {
        user.reset();
        session.end();
        onReset();
        return;
      }
      const {event, id} = readCall(call);
      if (call.method === 'identify') identify(id, event);
      else pass(event);
    } catch (error) {
      // Never into the page: a call that cannot be understood, or a fault of ours.
      const known = error instanceof SetupError;
      onProblem({code: known ? error.code : 'event-failed', message: known ? error.message : 'an event was dropped by a fault'});
      queue.count('invalid');
    }
  };

  /** A call that is not the page's, of this moment. */
  const eventOf = (method: Call['method'], ...args: unknown[]) =>
    readCall({method, args, time: Date.now(), page: {url: location.href, title: document.title, referrer: document.referrer}}).event;

  return Object.assign(accept, {
    /** Takes an event that a provider has of its own, of which the page's definitions say nothing. */
    own(category: Category, event: string, properties: Properties): void {
      tracer()?.('tracked', 'track');
      try {
        pass(eventOf('track', event, properties, {category}), {});
      } catch {
        // Never into the provider, nor the page behind it.
        queue.count('invalid');
      }
    },
    /** Tells who the visitor is, if they have been identified, to a provider that may not know. */
    introduce(category: Category): void {
      const {userId} = user.current();
      if (userId !== null) pass({...eventOf('identify', userId), category});
    },
  });
};
