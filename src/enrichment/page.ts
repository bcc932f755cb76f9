import type {Properties, TrackedEvent} from '../types.js';

/** Host and path of an address; a hash route (`#/chat`) is part of the path. Null for what is no address. */
const read = (url: string): {readonly host: string; readonly path: string} | null => {
  if (!url) return null;
  try {
    const {hostname, pathname, hash} = new URL(url);
    return {host: hostname, path: pathname + (/^#!?\//.test(hash) ? hash.split('?')[0] : '')};
  } catch {
    return null; // a broken referrer
  }
};

/**
 * Where the event happened: `page_path` (without domain and query), `page_title`, the previous path within the site, and of a foreign
 * referrer the domain only. `previous_path` follows navigation inside one document too, which `document.referrer` does not.
 */
export const createPageEnricher = (): ((event: TrackedEvent) => Properties) => {
  let seen = '';
  let titled = '';
  let current: string | undefined;
  let place: Properties = {};

  // Reading addresses is slow, and most events come from the page that the one before came from.
  return ({url, title, referrer}) => {
    if (url === seen && title === titled) return place;
    const page = read(url);
    const from = read(referrer);
    const internal = from?.host === page?.host;
    const previous = page?.path === current ? place['previous_path'] : (current ?? (internal ? from?.path : undefined));
    seen = url;
    titled = title;
    current = page?.path;
    return (place = {
      ...(current && {page_path: current}),
      ...(title && {page_title: title}),
      ...(previous && {previous_path: previous}),
      ...(from?.host && !internal && {referrer_domain: from.host}),
    });
  };
};
