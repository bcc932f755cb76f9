import {SetupError} from './problems.js';

const loopback = /^((.+\.)?localhost|127(\.\d+){3}|\[::1\])$/;

/** Why this address must not be sent to from a page of this protocol (`https:`), or undefined. Never quotes the address: it may hold a secret. */
export const addressTrouble = (url: URL, pageProtocol: string): string | undefined => {
  if (!/^https?:$/.test(url.protocol)) return 'must begin with https://';
  if (url.username || url.password) return 'must not hold a user name or password';
  // Browsers block it as mixed content, except on the machine itself.
  if (pageProtocol === 'https:' && url.protocol === 'http:' && !loopback.test(url.hostname)) return 'must be https on an https page';
  return undefined;
};

/**
 * A provider's base address without a trailing slash, from `api-host`: absolute, or a path of the page's own origin (`/relay`).
 * @param pageOrigin The page's origin, or an empty string.
 * @throws SetupError `bad-api-host` for anything else than http(s), for a user name, password, query or fragment, and for mixed content.
 */
export const parseEndpoint = (apiHost: unknown, pageOrigin: string): string => {
  const refuse = (why: string) => new SetupError('bad-api-host', `api-host ${why}`);
  if (typeof apiHost !== 'string' || !apiHost) throw refuse('is missing');
  const relative = apiHost.startsWith('/');
  let url: URL;
  try {
    url = new URL(apiHost, relative ? pageOrigin : undefined);
  } catch {
    throw refuse('is no address: it looks like https://analytics.example');
  }
  const trouble = addressTrouble(url, pageOrigin.split('//')[0]!);
  if (trouble) throw refuse(trouble);
  // `//host` and `/\host` look like paths and are other hosts.
  if (relative && url.origin !== pageOrigin) throw refuse('must begin with https:// or be a path');
  if (/[?#]/.test(apiHost)) throw refuse('must not hold a query or fragment');
  return (url.origin + url.pathname).replace(/\/+$/, '');
};
