import type {IncomingMessage, ServerResponse} from 'node:http';
import {isDeparture} from '../classify-error.js';
import type {HostAnalytics} from './host-analytics.js';
import type {Exchange, Outcome, RequestFacts} from '../exchange.js';

/** A property, as a weak map of what lives for one request is dear to the garbage collector. */
const key = Symbol('askfirst.exchange');

/** The exchange of a response, or of whatever else stands for one request at its host. */
export const exchangeOf = (response: object): Exchange | undefined => (response as {[key]?: Exchange})[key];

/** @returns The same exchange. */
export const rememberExchange = (response: object, exchange: Exchange): Exchange => {
  (response as {[key]?: Exchange})[key] = exchange;
  return exchange;
};

/** @param url Where a router has shortened `request.url`, the address as the client wrote it. */
export const nodeFacts = (request: IncomingMessage, url: string = request.url ?? '/'): RequestFacts => {
  // Asked for at once: a socket that is closed does not know it any more.
  const {remoteAddress} = request.socket;
  return {
    method: request.method ?? 'GET',
    url,
    header(name) {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    address: () => remoteAddress,
  };
};

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
 * @param describe Asked when it is over: the route, and what the host knows better than the socket.
 */
export const beginNodeExchange = (
  analytics: HostAnalytics,
  request: IncomingMessage,
  response: ServerResponse,
  describe: () => Pick<Outcome, 'route'> & Partial<Outcome>,
  url?: string,
): Exchange | undefined => {
  if (exchangeOf(response)) return undefined;
  const exchange = rememberExchange(response, analytics.begin(nodeFacts(request, url)));
  if (analytics.serverTiming) addServerTiming(response, exchange);
  const {socket} = request;
  // `close` comes after `finish` too, once for each response of a connection that is kept alive.
  response.once('close', () => {
    // Of HTTP/2 a connection has many requests, and each of them an end of its own.
    const {stream} = request as {readonly stream?: {readonly aborted: boolean}};
    // Whoever destroys a response with an error, as what broke the stream that was its body, destroys the socket with it.
    const {errored} = response;
    const hasLeft = stream?.aborted ?? (socket.readableEnded || (Boolean(socket.errored) && socket.errored !== errored));
    // Who gives an upload up may still be written an answer to: nobody hears it.
    const isHeard = stream
      ? response.writableEnded && !hasLeft
      : !errored && response.writableFinished && (request.complete || !request.destroyed || !hasLeft);
    const cutOffBy = isHeard ? undefined : hasLeft ? 'client' : 'server';
    if (cutOffBy === 'server' && errored && !isDeparture(errored)) exchange.fail(errored);
    exchange.end({
      status: response.headersSent ? response.statusCode : 0,
      cutOffBy,
      longLived: isEventStream(response),
      ...safely(describe),
    });
  });
  return exchange;
};

const safely = <T extends Pick<Outcome, 'route'>>(describe: () => T): T | Pick<Outcome, 'route'> => {
  try {
    return describe();
  } catch {
    return {route: undefined}; // a router whose insides we misread must not cost the rest
  }
};

const eventStream = /(?:^|\r\ncontent-type: *)text\/event-stream/i;

/** In the head as it went out: what `writeHead` was given is nowhere else. HTTP/2 has none, and keeps all of it. */
const isEventStream = (response: ServerResponse): boolean => {
  const {_header: head} = response as {_header?: unknown};
  return eventStream.test(typeof head === 'string' ? head : String(response.getHeader('content-type') ?? ''));
};
