import {isObject} from './parse-json.js';

/** Names under which SDKs send an IP address or a full user agent. */
const privateName =
  /^\$?(initial_)?((raw_)?user_agent|useragent|ua|uadata|cip|ip|ip_address|ipaddress|remote_addr|x[-_]forwarded[-_]for|client_ip)$/i;
const unsafeName = /^(__proto__|constructor|prototype)$/;
const userAgent = /Mozilla\/\d\.\d+ \(/;

/**
 * Takes IP addresses and full user agents out by name and by shape, at any depth, and names that poison prototypes.
 * The browser family and version that SDKs send beside them stay. `onDrop` hears the name of each that was taken out.
 */
export const stripPrivate = (value: unknown, onDrop?: (name: string) => void, at = ''): unknown => {
  if (Array.isArray(value)) return value.map(inner => stripPrivate(inner, onDrop, at));
  if (typeof value === 'string') {
    if (value.length <= 11 || !userAgent.test(value)) return value;
    onDrop?.(at);
    return '';
  }
  if (!isObject(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    if (!privateName.test(name) && !unsafeName.test(name)) kept[name] = stripPrivate(value[name], onDrop, name);
    else if (!unsafeName.test(name)) onDrop?.(name);
  }
  return kept;
};
