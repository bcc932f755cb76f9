import type {IncomingMessage, ServerResponse} from 'node:http';
import type {HostAnalytics} from './host-analytics.js';
import {beginNodeExchange} from './node-response.js';

export {shutdownOnSignal} from './shutdown-on-signal.js';
export type {ShutdownOptions} from './shutdown-on-signal.js';
export {watchUpgrades} from './watch-upgrades.js';
export type {UpgradeOptions} from './watch-upgrades.js';

export interface NodeOptions<Request extends IncomingMessage = IncomingMessage> {
  /** The template of the route that a request is answered by. Asked when the response is over. Without it all are `(unmatched)`. */
  readonly route?: (request: Request) => string | undefined;
}

/** `createServer(withAnalytics(analytics, listener, {route}))`. What the listener throws or rejects with goes on as it came. */
export const withAnalytics =
  <Request extends IncomingMessage, Response extends ServerResponse>(
    analytics: HostAnalytics,
    listener: (request: Request, response: Response) => unknown,
    {route}: NodeOptions<Request> = {},
  ): ((request: Request, response: Response) => unknown) =>
  (request, response) => {
    const exchange = beginNodeExchange(analytics, request, response, () => ({route: route?.(request)}));
    if (!exchange) return listener(request, response);
    const failed = (error: unknown): never => {
      exchange.fail(error);
      throw error;
    };
    return exchange.run(() => {
      try {
        const result = listener(request, response);
        // Thrown again, so that what the application does about unhandled rejections stays its own affair.
        return result instanceof Promise ? result.catch(failed) : result;
      } catch (error) {
        return failed(error);
      }
    });
  };
