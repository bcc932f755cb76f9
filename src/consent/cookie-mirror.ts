import {formatConsentCookie, readConsentCookie} from '../lib/consent-cookie.js';
import type {Problem} from '../types.js';
import type {ConsentMirror, ConsentPlaces} from './consent-parts.js';
import {expiresIn, parseConsentRecord} from './consent-record.js';

export interface CookieMirrorParts {
  /** The document, for its cookies. */
  readonly page: {cookie: string};
  /** Whether the page came by https. */
  readonly secure: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly onProblem: (problem: Problem) => void;
}

/** Nothing that ends a name or a domain, or begins another attribute. */
const word = /^[\w.-]{1,100}$/;

const none: ConsentMirror = {read: () => null, write: () => {}};

/**
 * Mirrors the decision in a first-party cookie, for servers and subdomains. Its own chunk: only pages that ask for it need it.
 * With a name or a domain that cannot be it tells a problem, `bad-cookie`, and does nothing.
 */
export const createCookieMirror = (
  {cookieName, cookieDomain}: ConsentPlaces,
  {page, secure, now, onProblem}: CookieMirrorParts,
): ConsentMirror => {
  if (![cookieName, cookieDomain ?? 'own'].every(text => word.test(text!))) {
    onProblem({code: 'bad-cookie', message: 'consent-cookie needs a name like my_consent, cookie-domain one like shop.example'});
    return none;
  }

  const jar = (): string => {
    try {
      return page.cookie;
    } catch {
      return ''; // a sandboxed frame
    }
  };

  const set = (value: string, seconds: number, domain = '') => {
    try {
      page.cookie = `${cookieName}=${value}; Path=/; Max-Age=${seconds}; SameSite=Lax${secure ? '; Secure' : ''}${domain && `; Domain=${domain}`}`;
    } catch {
      // a sandboxed frame
    }
  };

  return {
    read(places) {
      const found = readConsentCookie(jar(), cookieName!, now());
      if (!found) return null;
      const {time, version, granted, denied} = found;
      // By way of the stored format, so that one set of rules is applied to both.
      const stored: Record<string, unknown> = {timestamp: new Date(time).toISOString(), version};
      for (const id of places.categories) if ([...granted, ...denied].includes(id)) stored[id] = granted.includes(id);
      return parseConsentRecord(JSON.stringify(stored), places, now());
    },

    write(places, record) {
      const of = (choice: boolean) => Object.keys(record!.choices).filter(category => record!.choices[category] === choice);
      const value = record
        ? formatConsentCookie({time: record.time, version: places.policyVersion, granted: of(true), denied: of(false)})
        : undefined;
      if (value && jar().split(/; */).includes(`${cookieName}=${value}`)) return;
      // One for the host alone, from before there was a domain, would make two of them.
      if (cookieDomain) set('', 0);
      // Not written, it must not stay as it was.
      set(value ?? '', value ? Math.ceil(expiresIn(record!.time, places, now()) / 1000) : 0, cookieDomain);
    },
  };
};

/** The mirror in this page's own cookies. */
export const openCookieMirror = (places: ConsentPlaces, onProblem: (problem: Problem) => void): ConsentMirror =>
  createCookieMirror(places, {page: document, secure: location.protocol === 'https:', now: Date.now, onProblem});
