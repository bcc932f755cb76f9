import {createHash, timingSafeEqual} from 'node:crypto';
import type {IncomingHttpHeaders} from 'node:http';
import {Refusal} from './refusal.js';
import type {Route} from './route.js';

export interface AccessOptions {
  /** Origins of the pages that may send events, compared exactly; undefined allows any. */
  readonly allowOrigins: readonly string[] | undefined;
  /** Asked for as `Authorization: Bearer …` by everything that gives events out. */
  readonly readToken: string | undefined;
  /** Whether the server listens on a loopback address only. */
  readonly loopback: boolean;
}

export interface Access {
  /** Throws a `Refusal` (401, 403) when this request may not use this route. */
  check(route: Route, headers: IncomingHttpHeaders): void;
  /** Response headers for the browser. Credentials are never allowed, so no cookie can open anything. */
  cors(route: Route, headers: IncomingHttpHeaders): Record<string, string>;
}

const loopbackName = /^(localhost|[\w-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

const hostName = (host: string | undefined): string => host?.replace(/:\d*$/, '') ?? '';
const isLoopbackOrigin = (origin: string): boolean => {
  const match = /^https?:\/\/([^/]+)$/.exec(origin);
  return match !== null && loopbackName.test(hostName(match[1]));
};

/** Whether two secrets are equal, in a time that tells nothing about where they differ. */
export const sameSecret = (one: string, other: string): boolean => {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
};

/** Says who may use which route from which page. */
export const createAccess = ({allowOrigins, readToken, loopback}: AccessOptions): Access => {
  const allowedOrigin = ({access}: Route, origin: string, host: string | undefined): boolean => {
    if (allowOrigins?.includes(origin)) return true;
    // The live page, whose saving carries its origin; what else a page of that name could do needs the admin token.
    if (access === 'admin' && host !== undefined && [`http://${host}`, `https://${host}`].includes(origin)) return true;
    // Without a list any page may send, but only pages of this machine may read.
    return !allowOrigins && (access === 'ingest' || access === 'open' || isLoopbackOrigin(origin));
  };

  const checkReader = (headers: IncomingHttpHeaders): void => {
    if (readToken !== undefined) {
      const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
      if (!sameSecret(given, readToken)) throw new Refusal(401, 'this needs the read token as "Authorization: Bearer …"');
    } else if (!loopback) throw new Refusal(403, 'reading is off: the collector listens beyond this machine and has no read token');
    // A page whose host name was rebound to 127.0.0.1 would be same-origin, and carry its own name here.
    else if (!loopbackName.test(hostName(headers.host)))
      throw new Refusal(403, 'reading is for this machine only: the Host header names another');
  };

  return {
    check(route, headers) {
      const {origin, host} = headers;
      if (origin !== undefined && !allowedOrigin(route, origin, host)) throw new Refusal(403, 'this origin is not allowed');
      const claim = headers['x-analytics-consent'];
      // The word "true" alone lets nothing in; any other, also beside it, keeps everything out.
      if (route.access === 'ingest' && claim !== undefined && claim !== 'true')
        throw new Refusal(403, 'the sender says that there is no consent');
      if (route.access === 'read') checkReader(headers);
    },
    cors(route, {origin, host}) {
      const any = (route.access === 'ingest' || route.access === 'open') && !allowOrigins;
      if (!any && (origin === undefined || !allowedOrigin(route, origin, host))) return {Vary: 'Origin'};
      return {
        Vary: 'Origin',
        'Access-Control-Allow-Origin': any ? '*' : origin!,
        'Access-Control-Allow-Methods': [...route.methods, 'OPTIONS'].join(', '),
        // Unlike the others, this one is not covered by the star.
        'Access-Control-Allow-Headers': '*, Authorization',
        'Access-Control-Max-Age': '7200',
        'Access-Control-Expose-Headers': 'Retry-After',
      };
    },
  };
};
