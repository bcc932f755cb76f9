import {limits} from './limits.js';

/** A page's address in parts, under PostHog's names, without user, port, query or fragment. */
export interface PageAddress {
  readonly $host: string;
  readonly $pathname: string;
  readonly utm: Readonly<Record<string, string>>;
}

const withoutWww = (host: string) => host.toLowerCase().replace(/^www\./, '');

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not every percent sign begins an escape: then it means itself.
    return path;
  }
};

/** Parses an address; undefined when it is none. `keepHash` is for sites that route by the fragment. */
export const readPageAddress = (address: string, keepHash = false): PageAddress | undefined => {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return undefined;
  }
  const utm = [...url.searchParams].filter(([name, value]) => /^utm_(source|medium|campaign|term|content)$/.test(name) && value !== '');
  return {
    $host: withoutWww(url.hostname) || '(none)',
    $pathname: decode(url.pathname).trim() + (keepHash ? decode(url.hash) : '') || '/',
    utm: Object.fromEntries(utm.map(([name, value]) => [name, value.slice(0, limits.columnLength)])),
  };
};

/** Referrers whose names people know better than their domains. */
const famous: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)google\.[a-z.]{2,6}$/, 'Google'],
  [/(^|\.)facebook\.com$/, 'Facebook'],
  [/(^|\.)(twitter\.com|x\.com|t\.co)$/, 'Twitter'],
  [/(^|\.)linkedin\.com$/, 'LinkedIn'],
  [/(^|\.)reddit\.com$/, 'Reddit'],
  [/(^|\.)bing\.com$/, 'Bing'],
  [/(^|\.)duckduckgo\.com$/, 'DuckDuckGo'],
  [/(^|\.)youtube\.com$/, 'Youtube'],
  [/(^|\.)github\.com$/, 'GitHub'],
];

/** Domains that send made-up visits to be found in statistics. */
const spam =
  /(^|\.)(1-best-seo|best-seo-offer|best-seo-solution|buttons-for-website|darodar|free-share-buttons|get-free-traffic-now|semalt|simple-share-buttons|social-buttons|trafficmonetize)\.(com|org|net)$/;

export interface Referrer {
  /** Domain and path, without `www.`, query and last slash. */
  readonly $referrer: string;
  readonly $referring_domain: string;
  readonly referrer_source: string;
}

/** Reads an outside referrer; undefined for none, for the page's own host, for this machine and for what is not http(s). */
export const readReferrer = (address: string, pageHost: string): Referrer | undefined => {
  const parts = /^https?:\/\//i.test(address) ? readPageAddress(address) : undefined;
  if (!parts || parts.$host === pageHost || parts.$host === 'localhost') return undefined;
  const {$host} = parts;
  return {
    $referrer: ($host + parts.$pathname).replace(/\/$/, ''),
    $referring_domain: $host,
    referrer_source: famous.find(([pattern]) => pattern.test($host))?.[1] ?? $host,
  };
};

/** Whether a referrer is one of the known spammers. */
export const isSpamReferrer = (address: string): boolean => spam.test(readPageAddress(address)?.$host ?? '');
