import type {Exchange, RequestFacts} from '../exchange.js';
import {observeResponse} from './observe-response.js';

/** The facts of a fetch request. */
export const fetchFacts = (
  request: Request,
  waitUntil: ((work: Promise<unknown>) => void) | undefined,
  address: () => string | undefined = () => undefined,
): RequestFacts => ({
  method: request.method,
  url: request.url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/',
  header: name => request.headers.get(name) ?? undefined,
  address,
  ...(waitUntil && {waitUntil}),
});

/** Ends the exchange when the client leaves before there is a response. Returns what stops listening. */
export const endOnDeparture = (exchange: Exchange, {signal}: Request, route: () => string | undefined): (() => void) => {
  const left = () => exchange.end({status: 0, route: route(), cutOffBy: 'client'});
  // Who was gone before this heard of it is told of no more.
  if (signal.aborted) left();
  else signal.addEventListener('abort', left, {once: true});
  return () => signal.removeEventListener('abort', left);
};

/** Lets the application answer within the exchange, and ends it with the response, or with what was thrown, which goes on as it came. */
export const answerWithin = async (
  exchange: Exchange,
  request: Request,
  answer: () => Response | Promise<Response>,
  route: () => string | undefined,
): Promise<Response> => {
  const answered = endOnDeparture(exchange, request, route);
  try {
    const response = await exchange.run(answer);
    return observeResponse(exchange, response, route());
  } catch (error) {
    exchange.fail(error);
    exchange.end({status: 500, route: route()});
    throw error;
  } finally {
    answered();
  }
};
