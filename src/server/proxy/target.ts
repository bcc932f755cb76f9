import {Agent as HttpAgent, request as httpRequest, type ClientRequest, type RequestOptions} from 'node:http';
import {Agent as HttpsAgent, request as httpsRequest} from 'node:https';
import {SetupError} from '../../lib/problems.js';

/** A server that requests go on to. */
export interface Target {
  readonly host: string;
  /** The path of its address, without a slash at its end. */
  readonly base: string;
  /** Begins a request over a connection that is kept alive, or over one of its own with `agent: false`. */
  send(options: Pick<RequestOptions, 'method' | 'path' | 'headers' | 'timeout' | 'agent'>): ClientRequest;
  close(): void;
}

/** Shorter than any server keeps an idle connection (uvicorn: 5 s), or a request would meet one that is being closed. */
const idleMs = 4000;

/**
 * @param address `http://127.0.0.1:8000`, perhaps with a path.
 * @throws SetupError `bad-address`, without quoting it.
 */
export const createTarget = (address: string, option: string): Target => {
  const refuse = (why: string) => new SetupError('bad-address', `${option} ${why}: it looks like http://127.0.0.1:8000`);
  if (!URL.canParse(address)) throw refuse('is no address');
  const {protocol, hostname, port, host, pathname, username, password, search, hash} = new URL(address);
  if (!/^https?:$/.test(protocol)) throw refuse('must begin with http:// or https://');
  if (username || password || search || hash) throw refuse('must have no user name, password, query or fragment');
  const secure = protocol === 'https:';
  const agent = new (secure ? HttpsAgent : HttpAgent)({keepAlive: true, timeout: idleMs, maxFreeSockets: 64});
  const where = {protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port: port || (secure ? 443 : 80), agent};
  return {
    host,
    base: pathname.replace(/\/+$/, ''),
    // `insecureHTTPParser` stays off whatever NODE_OPTIONS says: what two parsers read differently is how requests are smuggled.
    send: options => (secure ? httpsRequest : httpRequest)({...where, insecureHTTPParser: false, ...options}),
    close: () => agent.destroy(),
  };
};
