import {answerWithin, fetchFacts} from './fetch-exchange.js';
import type {HostAnalytics} from './host-analytics.js';
import {exchangeOf, rememberExchange} from './node-response.js';

/** What is read of SvelteKit's `RequestEvent`. */
export interface SvelteKitEvent {
  readonly request: Request;
  readonly route: {readonly id: string | null};
  getClientAddress(): string;
  readonly platform?: unknown;
}

const waitUntilOf = ({platform}: SvelteKitEvent): ((work: Promise<unknown>) => void) | undefined => {
  // Under these names adapters hand it on (Cloudflare: `ctx`, formerly `context`).
  const {ctx, context} = Object(platform) as Record<string, {waitUntil?(work: Promise<unknown>): void} | undefined>;
  const edge = ctx ?? context;
  return edge?.waitUntil && (work => edge.waitUntil!(work));
};

const addressOf = (event: SvelteKitEvent): string | undefined => {
  try {
    return event.getClientAddress();
  } catch {
    return undefined; // while a page is prerendered there is nobody
  }
};

/** SvelteKit: `export const handle = analyticsHandle(analytics)` in `hooks.server`, or the first in `sequence(…)`. */
export const analyticsHandle =
  (analytics: HostAnalytics) =>
  <Event extends SvelteKitEvent>({
    event,
    resolve,
  }: {
    event: Event;
    resolve: (event: Event) => Response | Promise<Response>;
  }): Promise<Response> => {
    const exchange = rememberExchange(event, analytics.begin(fetchFacts(event.request, waitUntilOf(event), () => addressOf(event))));
    return answerWithin(
      exchange,
      event.request,
      () => resolve(event),
      () => event.route.id ?? undefined,
    );
  };

interface HandledError<Event> {
  readonly error: unknown;
  readonly event: Event;
  readonly status: number;
  readonly message: string;
}

/** SvelteKit: `export const handleError = analyticsHandleError(yours)`. What SvelteKit throws for a page that is not there is no failure. */
export const analyticsHandleError =
  <Event extends SvelteKitEvent, Result = void>(own?: (input: HandledError<Event>) => Result) =>
  (input: HandledError<Event>): Result | undefined => {
    if (input.status >= 500) exchangeOf(input.event)?.fail(input.error);
    return own?.(input);
  };
