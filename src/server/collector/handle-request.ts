import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Access} from './access.js';
import {isDatabaseBusy} from './database.js';
import {limits} from './limits.js';
import type {Log} from './log.js';
import type {MemoryLease} from './memory-budget.js';
import {readBody} from './read-body.js';
import {Refusal} from './refusal.js';
import type {Rejections} from './rejections.js';
import {text, type Answer, type Call, type Route, type Streaming} from './route.js';
import {checkMethod, type Match} from './router.js';

export interface RequestParts {
  readonly match: (path: string) => Match | undefined;
  readonly access: Access;
  readonly lease: () => MemoryLease;
  /** Throws a 429 `Refusal` when too many requests come over this connection. */
  readonly checkConnection: (request: IncomingMessage) => void;
  readonly visitor: (request: IncomingMessage, project: string) => string;
  readonly rejections: Rejections;
  readonly log: Log;
  readonly now: () => number;
  /** True once the collector is stopping: everything new is sent elsewhere. */
  readonly draining: () => boolean;
}

const contentTypes = /^(application\/(json|x-www-form-urlencoded|octet-stream)|text\/plain)\s*(;|$)/i;

/** Takes one request from its head to its answer. Never throws and never leaves a request without an answer. */
export const createRequestHandler = (parts: RequestParts): ((request: IncomingMessage, response: ServerResponse) => Promise<void>) => {
  const {match, access, rejections, log, now} = parts;

  const run = async (request: IncomingMessage, response: ServerResponse, found: Match, lease: MemoryLease): Promise<void> => {
    const {route, params} = found;
    if (request.method === 'OPTIONS') return send(request, response, {status: 204});
    parts.checkConnection(request);
    checkMethod(route, request.method ?? '');
    access.check(route, request.headers);
    const {'content-type': contentType} = request.headers;
    if (contentType !== undefined && contentType !== '' && !contentTypes.test(contentType))
      throw new Refusal(415, 'this content type is not accepted');
    const call: Call = {
      method: request.method ?? '',
      params,
      query: new URLSearchParams(queryOf(request)),
      headers: request.headers,
      lease,
      now: now(),
      read: () => readBody(request, route.maxBytes, lease),
      visitor: project => parts.visitor(request, project),
      reject: (status, reason, events) => rejections.note(route.path, status, reason, events),
    };
    const answer: Answer | Streaming = await route.handle(call);
    if ('stream' in answer) answer.stream(response);
    else send(request, response, answer);
  };

  return async (request, response) => {
    const lease = parts.lease();
    const found = match(pathOf(request));
    try {
      response.setHeaders(new Map(Object.entries(fixedHeaders)));
      if (found) response.setHeaders(new Map(Object.entries(access.cors(found.route, request.headers))));
      if (parts.draining()) throw new Refusal(503, 'transient error, please retry: the collector is stopping', 5);
      if (!found) throw new Refusal(404, 'no such path');
      await run(request, response, found, lease);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : refusalOf(error);
      if (refusal.status === 500)
        log('error', 'a handler failed', {route: found?.route.path ?? '(unmatched)', kind: (error as Error)?.name ?? 'unknown'});
      const isStranger = found?.route.access !== 'read' || refusal.status === 401 || refusal.status === 403;
      rejections[isStranger ? 'note' : 'tell'](found?.route.path ?? '(unmatched)', refusal.status, refusal.reason);
      sendRefusal(request, response, refusal, found?.route);
    } finally {
      lease.end();
    }
  };
};

/** A database that another program holds, or whose disk is full, is so for a while; anything else is our mistake. */
const refusalOf = (error: unknown): Refusal =>
  isDatabaseBusy(error) ? new Refusal(503, 'transient error, please retry: the database is busy', 5) : new Refusal(500, 'internal error');

const fixedHeaders = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // Pages under `Cross-Origin-Embedder-Policy: require-corp` load the pixel too.
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

const pathOf = (request: IncomingMessage): string => (request.url ?? '').split('?', 1)[0]!;
const queryOf = (request: IncomingMessage): string => (request.url ?? '').slice(pathOf(request).length + 1);

const sendRefusal = (request: IncomingMessage, response: ServerResponse, refusal: Refusal, route: Route | undefined): void => {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const {status, headers, body} = route?.refuse?.(refusal) ?? text(refusal.reason, refusal.status);
  const retry = refusal.retryAfter === undefined ? {} : {'Retry-After': String(refusal.retryAfter)};
  const allow = refusal.status === 405 && route ? {Allow: [...route.methods, 'OPTIONS'].join(', ')} : {};
  send(request, response, {status, headers: {...headers, ...retry, ...allow}, ...(body !== undefined && {body})});
};

const send = (request: IncomingMessage, response: ServerResponse, {status, headers = {}, body}: Answer): void => {
  response.writeHead(status, {...headers, ...(body !== undefined && {'Content-Length': Buffer.byteLength(body)})});
  response.end(body);
  if (request.complete) return;
  // Cutting the line at once would destroy the answer before the client reads it.
  request.resume();
  setTimeout(() => request.complete || request.destroy(), limits.lingerTimeout).unref();
};
