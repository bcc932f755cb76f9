import type {IncomingMessage, ServerResponse} from 'node:http';
import type {HostAnalytics} from './host-analytics.js';
import type {Exchange} from '../exchange.js';
import {endOnDeparture, fetchFacts, runWithin} from './fetch-exchange.js';
import {beginNodeExchange} from './node-response.js';
import {observeResponse} from './observe-response.js';

interface MatchedRoute {
  readonly path: string;
  readonly method: string;
}

/** What is read of Hono's context. */
export interface HonoContext {
  readonly req: {readonly raw: Request; readonly routePath: string; readonly matchedRoutes: MatchedRoute[]};
  res: Response;
  readonly error: Error | undefined;
  readonly env: unknown;
  readonly executionCtx: {waitUntil(work: Promise<unknown>): void};
}

/** `app.use` and `app.all` look alike: what ends in a star, holds for all methods and found nothing was a middleware. */
const routeOf = (c: HonoContext, status: number): string | undefined => {
  const {routePath, matchedRoutes} = c.req;
  const own = matchedRoutes.findLast(({path}) => path === routePath);
  if (!own) return undefined;
  const isMiddleware = own.method === 'ALL' && own.path.endsWith('*');
  return isMiddleware && (status === 404 || matchedRoutes.every(({method, path}) => method === 'ALL' && path.endsWith('*')))
    ? undefined
    : routePath;
};

const waitUntilOf = (c: HonoContext): ((work: Promise<unknown>) => void) | undefined => {
  try {
    const {executionCtx} = c;
    return work => executionCtx.waitUntil(work);
  } catch {
    return undefined; // Hono throws where there is none
  }
};

/** Hono 4: `app.use(analyticsMiddleware(analytics))`, before everything else. On Node the response ends when the last byte is out. */
export const analyticsMiddleware =
  (analytics: HostAnalytics) =>
  (c: HonoContext, next: () => Promise<void>): Promise<void> => {
    const {incoming, outgoing} = Object(c.env) as {incoming?: IncomingMessage; outgoing?: ServerResponse};
    return incoming && outgoing ? answerOnNode(analytics, c, incoming, outgoing, next) : answerOnEdge(analytics, c, next);
  };

type Next = () => Promise<void>;

const answerOnNode = (analytics: HostAnalytics, c: HonoContext, incoming: IncomingMessage, outgoing: ServerResponse, next: Next) => {
  // Nothing is asked of `c.res`: it would have to become a whole Response, which the host does without.
  const exchange = beginNodeExchange(analytics, incoming, outgoing, () => ({route: routeOf(c, outgoing.statusCode)}));
  return exchange ? within(exchange, c, next) : next();
};

const answerOnEdge = (analytics: HostAnalytics, c: HonoContext, next: Next) => {
  const exchange = analytics.begin(fetchFacts(c.req.raw, waitUntilOf(c)));
  const answered = endOnDeparture(exchange, c.req.raw, () => routeOf(c, 0));
  const done = () => {
    answered();
    const watched = observeResponse(exchange, c.res, routeOf(c, c.res.status));
    if (watched !== c.res) c.res = watched;
  };
  const failed = () => {
    answered();
    exchange.end({status: 500, route: routeOf(c, 500)});
  };
  return within(exchange, c, next, done, failed);
};

const nothing = () => {};

/** Hono's own error handler takes errors only; whatever else is thrown passes through here. */
const within = (exchange: Exchange, c: HonoContext, next: Next, done = nothing, failed = nothing) =>
  runWithin(exchange, next).then(
    () => {
      if (c.error) exchange.fail(c.error);
      done();
    },
    (error: unknown) => {
      exchange.fail(error);
      failed();
      throw error;
    },
  );
