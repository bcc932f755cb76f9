import {readConsentCookie} from '../../lib/consent-cookie.js';
import type {Category, CategoryDecision} from '../../types.js';
import type {RequestFacts} from './exchange.js';

/** Reads the visitor's decision from a request, in an application's own way. Anything but a clear yes is no. */
export type ReadConsent = (request: RequestFacts) => boolean | CategoryDecision | undefined;

export interface ConsentOptions {
  /** The name of the widget's cookie: `consent-cookie` of `<analytics-root>`. Default `askfirst_consent`. */
  readonly cookie?: string;
  /** The category that server events belong to. Default `analytics`. */
  readonly category?: Category;
  /** As on the page: a decision for another version is none. Default `1.0`. */
  readonly policyVersion?: string;
  /** As on the page. Default 182. */
  readonly expiresDays?: number;
  /** What Global Privacy Control means: always no, no unless the cookie has a decision, or nothing. Default `refuse`. */
  readonly gpc?: 'refuse' | 'unless-decided' | 'ignore';
  /** Further origins whose pages may say so in the header, compared exactly: `https://app.example`. Default: only the request's own. */
  readonly origins?: readonly string[];
}

const dayMs = 86_400_000;

/** Whether a header says a word. On its way it may have been doubled: Node then joins what it heard. */
const says = (header: string | undefined, word: string): boolean =>
  header !== undefined && header.split(',').some(each => each.trim().toLowerCase() === word);

const hostOf = (origin: string): string | undefined => {
  try {
    return new URL(origin).host;
  } catch {
    return undefined; // `null`, as sandboxed pages say
  }
};

/** Whether a page of the same origin, or of one that is named, has sent it. What nobody vouches for has not. */
const isOwn = (request: RequestFacts, origins: readonly string[]): boolean => {
  const origin = request.header('origin');
  if (origin !== undefined && origins.includes(origin)) return true;
  const site = request.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const host = request.header('host');
  return origin !== undefined && host !== undefined && hostOf(origin) === host;
};

/**
 * The decision of one request: `Sec-GPC`, then the widget's cookie, then `X-Analytics-Consent` from a page of the same origin, else
 * unknown, which is no. Where a cookie of the name is there, no header grants; whoever says no wins, and what cannot be read is no yes.
 */
export const createConsentReader = (
  {
    cookie = 'askfirst_consent',
    category = 'analytics',
    policyVersion = '1.0',
    expiresDays = 182,
    gpc = 'refuse',
    origins = [],
  }: ConsentOptions,
  now: () => number,
): ((request: RequestFacts) => CategoryDecision) => {
  // Some hosts join doubled headers with commas.
  const isThere = new RegExp(`(?:^|[;,\\s])${cookie.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*=`);

  const fromCookie = (header: string): CategoryDecision => {
    const found = readConsentCookie(header, cookie, now());
    // A decision that is too old, or about another policy, is asked for again.
    if (!found || found.version !== policyVersion || found.time + expiresDays * dayMs <= now()) return 'unknown';
    return found.granted.includes(category) ? 'granted' : found.denied.includes(category) ? 'denied' : 'unknown';
  };

  return request => {
    const signal = gpc !== 'ignore' && says(request.header('sec-gpc'), '1');
    if (signal && gpc === 'refuse') return 'denied';
    const header = request.header('x-analytics-consent');
    if (header !== 'true' && says(header, 'false')) return 'denied';
    const cookies = request.header('cookie');
    if (cookies !== undefined && isThere.test(cookies)) {
      const decision = fromCookie(cookies);
      if (decision === 'unknown' && signal) return 'denied';
      return decision === 'granted' && header !== undefined && header !== 'true' ? 'unknown' : decision;
    }
    if (signal) return 'denied';
    return header === 'true' && isOwn(request, origins) ? 'granted' : 'unknown';
  };
};
