import type {Exchange, RequestFacts} from '../exchange.js';
import {observeResponse} from './observe-response.js';

/** The facts of a fetch request. */
export const fetchFacts = (
  request: Request,
  waitUntil: ((work: Promise<unknown>) => void) | undefined,
  address: () => string | undefined = () => undefined,
): RequestFacts => {
  // Asked for at once: some hosts have nothing left of a request that is answered.
  const {headers, method, url} = request;
  return {
    method,
    url: url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/',
    header: name => headers.get(name) ?? undefined,
    address,
    ...(waitUntil && {waitUntil}),
  };
};

/** Ends the exchange when the client leaves before there is a response. Returns what stops listening. */
export const endOnDeparture = (exchange: Exchange, {signal}: Request, route: () => string | undefined): (() => void) => {
  const left = () => exchange.end({status: 0, route: route(), cutOffBy: 'client'});
  // Who was gone before this heard of it is told of no more.
  if (signal.aborted) left();
  else signal.addEventListener('abort', left, {once: true});
  return () => signal.removeEventListener('abort', left);
};

/**
 * Runs the application's code in the exchange, for those that go on with `then`. There is no `async` on the way of a response: where
 * AsyncLocalStorage is at work each promise costs, and `await` makes more of them.
 */
export const runWithin = <T>(exchange: Exchange, work: () => T | Promise<T>): Promise<T> => {
  try {
    return Promise.resolve(exchange.run(work));
  } catch (error) {
    return Promise.reject(error as Error);
  }
};

/** Lets the application answer within the exchange, and ends it with the response, or with what was thrown, which goes on as it came. */
export const answerWithin = (
  exchange: Exchange,
  request: Request,
  answer: () => Response | Promise<Response>,
  route: () => string | undefined,
): Promise<Response> => {
  const answered = endOnDeparture(exchange, request, route);
  const done = (response: Response) => {
    answered();
    return observeResponse(exchange, response, route());
  };
  const failed = (error: unknown): never => {
    answered();
    exchange.fail(error);
    exchange.end({status: 500, route: route()});
    throw error;
  };
  return runWithin(exchange, answer).then(done, failed);
};
