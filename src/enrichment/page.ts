import type {Properties, TrackedEvent} from '../types.js';

/** Path without domain and query; a hash route (`#/chat`) is part of it. Null for what is not an address. */
const pathOf = (url: string): string | null => {
  try {
    const {pathname, hash} = new URL(url);
    return pathname + (/^#!?\//.test(hash) ? hash.split('?')[0] : '');
  } catch {
    return null; // no page (tests, workers) or a broken referrer
  }
};

const hostOf = (url: string): string | null => {
  try {
    return new URL(url).hostname;
  } catch {
    return null; // no referrer
  }
};

/**
 * Where the event happened: `page_path`, `page_title`, the previous path within the site, and of a foreign referrer the domain only.
 * `previous_path` follows navigation inside one document too, which `document.referrer` does not.
 */
export const createPageEnricher = (): ((event: TrackedEvent) => Properties) => {
  let current: string | null = null;
  let previous: string | null = null;
  return ({url, title, referrer}) => {
    const path = pathOf(url);
    const referrerHost = hostOf(referrer);
    const internal = referrerHost !== null && referrerHost === hostOf(url);
    if (path !== current) {
      previous = current ?? (internal ? pathOf(referrer) : null);
      current = path;
    }
    return {
      ...(path && {page_path: path}),
      ...(title && {page_title: title}),
      ...(previous && {previous_path: previous}),
      ...(referrerHost && !internal && {referrer_domain: referrerHost}),
    };
  };
};
