import type {IncomingMessage, Server} from 'node:http';
import type {Duplex} from 'node:stream';
import type {HostAnalytics} from './host-analytics.js';
import {exchangeOf, nodeFacts, rememberExchange} from './node-response.js';

export interface UpgradeOptions {
  /** The template of the route that an upgrade is for. Without it all are `(unmatched)`. */
  readonly route?: (request: IncomingMessage) => string | undefined;
}

const statusLine = /^HTTP\/1\.[01] (\d{3})/;

/** Hears the status in the first thing that is written, and steps aside. */
const hearStatus = (socket: Duplex, onStatus: (status: number) => void) => {
  const aside = () => {
    for (const name of ['write', 'end']) Reflect.deleteProperty(socket, name);
  };
  for (const name of ['write', 'end'] as const) {
    const method = socket[name] as (...args: unknown[]) => unknown;
    (socket as unknown as Record<string, unknown>)[name] = (...args: unknown[]) => {
      aside();
      const first =
        typeof args[0] === 'string' || args[0] instanceof Uint8Array ? Buffer.from(args[0].slice(0, 20)).toString('latin1') : '';
      const [, status] = statusLine.exec(first) ?? [];
      if (status) onStatus(Number(status));
      return method.apply(socket, args);
    };
  }
};

/**
 * Upgrades (WebSocket) pass by every framework's middleware: this sees them at the server itself, on any host that runs on Node's. The exchange
 * ends when the connection does, with the status that the client was told (101, or why not). It listens only while somebody else
 * does, as a listener alone would keep Node from answering. Returns what ends it.
 */
export const watchUpgrades = (analytics: HostAnalytics, server: Server, {route}: UpgradeOptions = {}): (() => void) => {
  const watch = (request: IncomingMessage, socket: Duplex) => {
    if (exchangeOf(socket)) return;
    const exchange = rememberExchange(socket, analytics.begin(nodeFacts(request)));
    let status = 0;
    hearStatus(socket, told => (status = told));
    socket.once('close', () => {
      let template: string | undefined;
      try {
        template = route?.(request);
      } catch (error) {
        exchange.fail(error);
      }
      const cutOffBy = status ? undefined : socket.readableEnded || socket.errored ? 'client' : 'server';
      exchange.end({status, route: template, cutOffBy, longLived: true});
    });
  };
  const follow = (event: string | symbol, listener: unknown) => {
    if (event !== 'upgrade' || listener === watch || server.listeners('upgrade').includes(watch)) return;
    server.prependListener('upgrade', watch);
  };
  const leave = (event: string | symbol) => {
    if (event === 'upgrade' && server.listeners('upgrade').every(listener => listener === watch)) server.off('upgrade', watch);
  };
  server.on('newListener', follow).on('removeListener', leave);
  if (server.listenerCount('upgrade') > 0) server.prependListener('upgrade', watch);
  return () => server.off('newListener', follow).off('removeListener', leave).off('upgrade', watch);
};
