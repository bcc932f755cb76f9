import {answerWithin, fetchFacts} from './fetch-exchange.js';
import type {HostAnalytics} from './host-analytics.js';

export interface FetchOptions<Rest extends readonly unknown[] = readonly unknown[]> {
  /** The template of the route that a request is answered by. Without it all are `(unmatched)`. */
  readonly route?: (request: Request) => string | undefined;
  /** On edge hosts: `(request, env, context) => work => context.waitUntil(work)`. */
  readonly waitUntil?: (request: Request, ...rest: Rest) => ((work: Promise<unknown>) => void) | undefined;
  /** The address of the peer, where the host tells it. */
  readonly address?: (request: Request, ...rest: Rest) => string | undefined;
}

/** What the application says of a request, or undefined where it throws: that must not cost anybody the answer. */
const ask = <T>(question: () => T): T | undefined => {
  try {
    return question();
  } catch {
    return undefined;
  }
};

/** Any `(Request) => Response`: Deno, Bun, Cloudflare, `export default {fetch: withAnalytics(analytics, fetch)}`. What it throws goes on as it came. */
export const withAnalytics =
  <Rest extends readonly unknown[]>(
    analytics: HostAnalytics,
    handler: (request: Request, ...rest: Rest) => Response | Promise<Response>,
    {route, waitUntil, address}: FetchOptions<Rest> = {},
  ): ((request: Request, ...rest: Rest) => Promise<Response>) =>
  (request, ...rest) => {
    const facts = fetchFacts(
      request,
      ask(() => waitUntil?.(request, ...rest)),
      () => ask(() => address?.(request, ...rest)),
    );
    return answerWithin(
      analytics.begin(facts),
      request,
      () => handler(request, ...rest),
      () => ask(() => route?.(request)),
    );
  };
