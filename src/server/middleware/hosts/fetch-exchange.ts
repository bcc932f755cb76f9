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

/** Lets the application answer within the exchange, and ends it with the response, or with what was thrown, which goes on as it came. */
export const answerWithin = async (
  exchange: Exchange,
  {signal}: Request,
  answer: () => Response | Promise<Response>,
  route: () => string | undefined,
): Promise<Response> => {
  const left = () => exchange.end({status: 0, route: route(), cutOffBy: 'client'});
  signal.addEventListener('abort', left, {once: true});
  try {
    const response = await exchange.run(answer);
    return observeResponse(exchange, response, route());
  } catch (error) {
    exchange.fail(error);
    exchange.end({status: 500, route: route()});
    throw error;
  } finally {
    signal.removeEventListener('abort', left);
  }
};
