import type {IncomingMessage, ServerResponse} from 'node:http';
import type {HostAnalytics} from './host-analytics.js';
import type {Exchange, RequestFacts} from '../exchange.js';

const exchanges = new WeakMap<object, Exchange>();

/** The exchange of a response, or of whatever else stands for one request at its host. */
export const exchangeOf = (response: object): Exchange | undefined => exchanges.get(response);

/** @returns The same exchange. */
export const rememberExchange = (response: object, exchange: Exchange): Exchange => {
  exchanges.set(response, exchange);
  return exchange;
};

/** @param url Where a router has shortened `request.url`, the address as the client wrote it. */
export const nodeFacts = (request: IncomingMessage, url: string = request.url ?? '/'): RequestFacts => ({
  method: request.method ?? 'GET',
  url,
  header(name) {
    const value = request.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  },
  address: () => request.socket.remoteAddress,
});

/** Adds the header right before the headers go out: only then the duration is known. */
const addServerTiming = (response: ServerResponse, exchange: Exchange) => {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = (...args: unknown[]) => {
    const value = response.headersSent ? undefined : exchange.serverTiming();
    if (value) response.appendHeader('Server-Timing', value);
    return writeHead(...args);
  };
};

/**
 * Begins an exchange for a request of Node's own server, and ends it when the response is over, in whatever way. Nothing of the response is touched,
 * but for `writeHead` where `Server-Timing` is wanted. Undefined when the request has one already.
 * @param route Asked when it is over: the template of the route, or undefined.
 */
export const beginNodeExchange = (
  analytics: HostAnalytics,
  request: IncomingMessage,
  response: ServerResponse,
  route: () => string | undefined,
  url?: string,
): Exchange | undefined => {
  if (exchangeOf(response)) return undefined;
  const exchange = rememberExchange(response, analytics.begin(nodeFacts(request, url)));
  if (analytics.serverTiming) addServerTiming(response, exchange);
  const {socket} = request;
  // `close` comes after `finish` too, once for each response of a connection that is kept alive.
  response.once('close', () => {
    const cutOffBy = response.writableFinished ? undefined : socket.readableEnded || socket.errored ? 'client' : 'server';
    exchange.end({
      status: response.headersSent ? response.statusCode : 0,
      route: safely(route),
      cutOffBy,
      longLived: isEventStream(request, response),
    });
  });
  return exchange;
};

const safely = (route: () => string | undefined): string | undefined => {
  try {
    const template = route();
    return typeof template === 'string' ? template : undefined;
  } catch {
    return undefined; // a router whose insides we misread must not cost the rest
  }
};

const isEventStream = ({headers}: IncomingMessage, response: ServerResponse): boolean =>
  headers.accept === 'text/event-stream' || String(response.getHeader('content-type')).startsWith('text/event-stream');
