import {isObject} from './parse-json.js';

/** Names under which SDKs send an IP address or a full user agent. */
const privateName =
  /^\$?(initial_)?((raw_)?user_agent|useragent|ua|uadata|cip|ip|ip_address|ipaddress|remote_addr|x[-_]forwarded[-_]for|client_ip)$/i;
const unsafeName = /^(__proto__|constructor|prototype)$/;
const userAgent = /Mozilla\/\d\.\d+ \(/;

/**
 * Takes IP addresses and full user agents out by name and by shape, at any depth, and names that poison prototypes.
 * The browser family and version that SDKs send beside them stay.
 */
export const stripPrivate = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(stripPrivate);
  if (typeof value === 'string') return userAgent.test(value) ? '' : value;
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) {
    if (!privateName.test(name) && !unsafeName.test(name)) kept[name] = stripPrivate(inner);
  }
  return kept;
};
