import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {systemClock, type Clock} from '../../lib/clock.js';
import {SetupError, warn} from '../../lib/problems.js';
import type {Problem} from '../../types.js';
import {createAnalyticsMiddleware, type AnalyticsMiddleware} from '../middleware/create-middleware.js';
import {beginNodeExchange} from '../middleware/hosts/node-response.js';
import {watchUpgrades} from '../middleware/hosts/watch-upgrades.js';
import type {MiddlewareOptions} from '../middleware/options.js';
import {createConsentReader} from '../middleware/read-consent.js';
import {createTally} from '../middleware/stats.js';
import {ambiguityOf, endToEndHeaders} from './end-to-end-headers.js';
import {passOn, refuse} from './pass-on.js';
import {passOnUpgrade} from './pass-on-upgrade.js';
import {proxyMetrics, type ProxyStats} from './proxy-metrics.js';
import {createRelay, type RelayOptions} from './relay.js';
import {createRouteTable} from './route-table.js';
import {createTarget} from './target.js';
import {isLoop, upstreamHeaders} from './upstream-headers.js';

export interface ProxyOptions {
  /** The backend: `http://127.0.0.1:8000`. A path in it is put before every request's own. */
  readonly upstream: string;
  /** Default 8080; 0 takes any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Where the backend describes its routes: paths of it, or `file:openapi.json`. Default `/openapi.json`. */
  readonly openapi?: readonly string[];
  /** Templates that are in no description, such as a WebSocket's: `/ws/{room}`. */
  readonly routes?: readonly string[];
  /** How often (ms) descriptions are read again. Default 60,000. */
  readonly refreshMs?: number;
  /** How long (ms) the backend may take to begin an answer. Default 60,000. */
  readonly timeoutMs?: number;
  /** How long (ms) requests may still take, and then events, when it is stopped. Default 5000. */
  readonly stopMs?: number;
  readonly relay?: RelayOptions;
  /** Where the counters are served as Prometheus' text, on this machine only. Default: nowhere. */
  readonly metricsPort?: number;
  /** What is told and to whom, as for every host of the middleware; `trustedHops` also decides whose `X-Forwarded-*` is believed. */
  readonly analytics?: MiddlewareOptions;
}

export interface AnalyticsProxy {
  /** Resolves when it listens, having tried once to read the routes. Rejects with `SetupError` when the port is taken. */
  start(): Promise<{readonly url: string; readonly metricsUrl?: string}>;
  /** Takes nothing new, lets requests end, sends what waits. */
  stop(): Promise<void>;
  stats(): ProxyStats;
  readonly analytics: AnalyticsMiddleware;
}

const listen = (server: Server, port: number, host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const failed = ({code = ''}: NodeJS.ErrnoException) =>
      reject(new SetupError('address', `cannot listen on port ${port} of ${host} (${code}); choose another port or host`));
    server.once('error', failed).listen(port, host, () => {
      server.off('error', failed);
      const {address, family, port: actual} = server.address() as AddressInfo;
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${actual}`);
    });
  });

const tellConsole = ({code, message}: Problem) => warn(code, message);

/** The path for the upstream. A client may also write the whole address (RFC 9112 §3.2.2). */
const pathOf = (request: IncomingMessage, base: string): string => {
  const path = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  return path === '*' ? path : base + (path.startsWith('/') ? path : `/${path}`);
};

/**
 * A reverse proxy that tracks what passes: it gives any backend what the middleware gives to Node's.
 * @throws SetupError when the options cannot work.
 */
export const createProxy = (options: ProxyOptions, {clock = systemClock}: {readonly clock?: Clock} = {}): AnalyticsProxy => {
  const {port = 8080, host = '127.0.0.1', refreshMs = 60_000, timeoutMs = 60_000, stopMs = 5000, metricsPort} = options;
  const {trustedHops = 0, consent = {}, onProblem = tellConsole} = options.analytics ?? {};
  const analytics = createAnalyticsMiddleware({...options.analytics, onProblem});
  const target = createTarget(options.upstream, '--upstream');
  const failures = createTally();
  const onFailure = (reason: string) => failures.add(reason);
  const table = createRouteTable({
    upstream: options.upstream.replace(/\/+$/, ''),
    openapi: options.openapi ?? ['/openapi.json'],
    routes: options.routes ?? [],
    refreshMs,
    fetch: globalThis.fetch,
    clock,
    onProblem,
  });
  const read = typeof consent === 'function' ? consent : createConsentReader(consent, clock.now);
  const consentOf = (request: Parameters<typeof read>[0]) => {
    try {
      const said = read(request);
      return said === true || said === 'granted' ? 'granted' : 'denied';
    } catch {
      onProblem({code: 'consent-failed', message: 'the decision could not be read from a request: it counts as no'});
      return 'denied';
    }
  };
  const relay = options.relay && createRelay(options.relay, {consentOf, trustedHops, timeoutMs, onFailure});
  const stats = (): ProxyStats => ({failures: failures.all(), relay: relay?.stats() ?? {}});

  /** Some applications describe themselves with the path that stands in `upstream`, others without. */
  const templateOf = (request: IncomingMessage, status: number): string | undefined => {
    const {method = 'GET', url = '/'} = request;
    return (
      table.templateOf(method, url, status) ?? (target.base ? table.templateOf(method, pathOf(request, target.base), status) : undefined)
    );
  };

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const ambiguity = ambiguityOf(request);
    if (!ambiguity && relay?.handle(request, response)) return;
    let isCutOff = false;
    beginNodeExchange(analytics, request, response, () => ({
      route: templateOf(request, response.headersSent ? response.statusCode : 0),
      ...(isCutOff && {cutOffBy: 'server'}),
    }));
    if (ambiguity) return refuse(request, response, ambiguity.status, ambiguity.text);
    if (isLoop(request)) {
      onFailure('loop');
      refuse(request, response, 508, 'This proxy is its own upstream.');
      return;
    }
    passOn(request, response, {
      target,
      path: pathOf(request, target.base),
      headers: upstreamHeaders(request, trustedHops, target.host),
      answerHeaders: answer => endToEndHeaders(answer),
      timeoutMs,
      onFailure(reason) {
        isCutOff = reason === 'cut_off';
        onFailure(reason);
      },
    });
  };

  // Uploads may take their time: a client that stalls is noticed by the silence, not by the clock.
  const server = createServer({requestTimeout: 0, headersTimeout: 15_000, insecureHTTPParser: false}, handle);
  const tunnels = new Set<Duplex>();
  watchUpgrades(analytics, server, {route: request => templateOf(request, 101)});
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    tunnels.add(socket);
    socket.once('close', () => tunnels.delete(socket));
    passOnUpgrade(request, socket, head, {target, path: pathOf(request, target.base), trustedHops, timeoutMs, onFailure});
  });
  const metrics = createServer((_, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(analytics.metrics.prometheus() + proxyMetrics(stats()));
  });

  return {
    async start() {
      const url = await listen(server, port, host);
      await table.start();
      return metricsPort === undefined ? {url} : {url, metricsUrl: await listen(metrics, metricsPort, '127.0.0.1')};
    },
    async stop() {
      table.stop();
      metrics.close();
      metrics.closeAllConnections();
      const late = clock.setTimeout(() => server.closeAllConnections(), stopMs);
      // Connections that clients keep alive become idle one by one, as their last answer goes out.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const socket of tunnels) socket.destroy();
      await closed;
      clock.clearTimeout(late);
      clearInterval(sweep);
      await analytics.shutdown(stopMs);
      target.close();
      relay?.close();
    },
    stats,
    analytics,
  };
};
