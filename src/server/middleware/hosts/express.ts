import type {IncomingMessage, ServerResponse} from 'node:http';
import type {HostAnalytics} from './host-analytics.js';
import {expressRoute, type ExpressRequest} from './express-route.js';
import {beginNodeExchange, exchangeOf} from './node-response.js';

type Next = (error?: unknown) => void;

/** Express 4 and 5: `app.use(analyticsMiddleware(analytics))`, before everything else. */
export const analyticsMiddleware =
  (analytics: HostAnalytics) =>
  (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    const asked = request as IncomingMessage & ExpressRequest;
    const exchange = beginNodeExchange(analytics, request, response, () => ({route: expressRoute(asked)}), asked.originalUrl);
    if (exchange) exchange.run(next);
    else next();
  };

/** Express 4 and 5: `app.use(analyticsErrors())`, after all routes and before error handlers of one's own. Errors go on as they came. */
export const analyticsErrors =
  () =>
  (error: unknown, _request: IncomingMessage, response: ServerResponse, next: Next): void => {
    exchangeOf(response)?.fail(error);
    next(error);
  };
