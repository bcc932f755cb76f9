import type {IncomingMessage, ServerResponse} from 'node:http';
import {SetupError} from '../../lib/problems.js';
import type {CategoryDecision} from '../../types.js';
import type {RequestFacts} from '../middleware/exchange.js';
import {clientAddress} from '../middleware/client-address.js';
import {nodeFacts} from '../middleware/hosts/node-response.js';
import {createTally} from '../middleware/stats.js';
import {hasBody} from './end-to-end-headers.js';
import {passOn, refuse} from './pass-on.js';
import {assetAddress, relayPaths, type RelayVendor} from './relay-vendors.js';
import {createTarget} from './target.js';
import type {FailureReason} from './upstream-failure.js';

/** What else of a request the vendor may get. */
export type RelayForward = 'user-agent' | 'accept-language' | 'referer' | 'address';

export interface RelayOptions {
  /** The vendors' addresses: `{posthog: 'https://eu.i.posthog.com'}`. */
  readonly to: Readonly<Partial<Record<RelayVendor, string>>>;
  /** The path that `api-host` of the widget names. Default `/ingest`. */
  readonly path?: string;
  /** Default: none. The vendor then sees neither the browser nor the address of a visitor. */
  readonly forward?: readonly RelayForward[];
}

export interface RelayParts {
  readonly consentOf: (request: RequestFacts) => CategoryDecision;
  readonly trustedHops: number;
  readonly timeoutMs: number;
  readonly onFailure: (reason: FailureReason) => void;
}

export interface Relay {
  /** Answers a request for the relay; false when it is for somebody else. */
  handle(request: IncomingMessage, response: ServerResponse): boolean;
  /** By outcome: `passed`, `no_consent`, `unknown_path`, `method`. */
  stats(): Readonly<Record<string, number>>;
  close(): void;
}

const passedOn = [
  ...['accept', 'accept-encoding', 'content-type', 'content-encoding', 'content-length', 'if-none-match', 'if-modified-since'],
  ...['posthog-sdk-info', 'posthog-attempt', 'posthog-request-id', 'posthog-request-timestamp'],
];
const passedBack = new Set([
  ...['content-type', 'content-encoding', 'content-length', 'cache-control', 'etag', 'last-modified', 'vary', 'retry-after'],
  ...['x-plausible-dropped', 'x-matomo-request-id'],
]);
/** PostHog's newest capture endpoint takes the public key of the project from here. It is no secret, and the only credential that goes on. */
const projectKey = /^Bearer phc_[\w-]{1,60}$/;

const answerHeaders = ({rawHeaders}: IncomingMessage): string[] => {
  const kept: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (passedBack.has(rawHeaders[index]!.toLowerCase())) kept.push(rawHeaders[index]!, rawHeaders[index + 1]!);
  return kept;
};

/**
 * A relay of the site's own for what goes to an analytics vendor: known paths only, only after a yes, no cookie, and nothing of the visitor that is not
 * named in `forward`. Answers are the vendor's, without its cookies.
 * @throws SetupError for addresses that are none.
 */
export const createRelay = ({to, path = '/ingest', forward = []}: RelayOptions, parts: RelayParts): Relay => {
  if (!/^(\/[\w.~-]+)+$/.test(path)) throw new SetupError('relay-path', 'the path of the relay looks like /ingest');
  const outcomes = createTally();
  const vendors = Object.entries(to).map(([vendor, address]) => {
    if (!Object.hasOwn(relayPaths, vendor))
      throw new SetupError('relay', `there is no relay to that vendor, only to ${Object.keys(relayPaths).join(', ')}`);
    const name = vendor as RelayVendor;
    const target = createTarget(address, '--relay');
    const assets = assetAddress(name, address);
    return {name, target, assets: assets === address ? target : createTarget(assets, '--relay')};
  });

  const headersFor = (request: IncomingMessage, vendor: RelayVendor, host: string): string[] => {
    const {headers} = request;
    const names = [...passedOn, ...forward.filter(name => name !== 'address')];
    const kept = names.flatMap(name => (headers[name] === undefined ? [] : [name, String(headers[name])]));
    const {authorization = ''} = headers;
    const address = clientAddress(request.socket.remoteAddress, nodeFacts(request).header('x-forwarded-for'), parts.trustedHops);
    return [
      ...['host', host, ...kept],
      ...(hasBody(request) && headers['content-length'] === undefined ? ['transfer-encoding', 'chunked'] : []),
      ...(vendor === 'posthog' && projectKey.test(authorization) ? ['authorization', authorization] : []),
      ...(forward.includes('address') && address ? ['x-forwarded-for', address] : []),
    ];
  };

  const no = (request: IncomingMessage, response: ServerResponse, outcome: string, status: number, text: string, headers = {}) => {
    outcomes.add(outcome);
    refuse(request, response, status, text, headers);
    request.resume();
    return true;
  };

  return {
    handle(request, response) {
      const {method = 'GET'} = request;
      // A client may also write the whole address (RFC 9112 §3.2.2).
      const url = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
      if (!url.startsWith(`${path}/`)) return false;
      const [bare = ''] = url.slice(path.length).split('?', 1);
      const found = vendors.flatMap(vendor =>
        relayPaths[vendor.name].filter(({pattern}) => pattern.test(bare)).map(known => ({...vendor, known})),
      )[0];
      if (!found) return no(request, response, 'unknown_path', 404, 'There is no such path.');
      const {name, known} = found;
      if (!known.methods.includes(method))
        return no(request, response, 'method', 405, 'Not with this method.', {Allow: known.methods.join(', ')});
      if (parts.consentOf(nodeFacts(request)) !== 'granted')
        return no(request, response, 'no_consent', 403, 'The visitor has not consented.');
      outcomes.add('passed');
      const target = known.asset ? found.assets : found.target;
      passOn(request, response, {
        target,
        path: target.base + url.slice(path.length),
        headers: headersFor(request, name, target.host),
        answerHeaders,
        timeoutMs: parts.timeoutMs,
        maxBytes: known.maxBytes,
        onFailure: parts.onFailure,
      });
      return true;
    },
    stats: outcomes.all,
    close() {
      for (const {target, assets} of vendors) for (const one of [target, assets]) one.close();
    },
  };
};
