import {isObject} from './parse-json.js';

/** Names under which SDKs send an IP address or a full user agent. */
const privateName =
  /^\$?(initial_)?(ua|uadata|cip|ip|ip_?address|remote_?addr|x[-_]forwarded[-_]for|client_?ip|((http|browser|raw|\w+_raw)[._]?)?user[-_ ]?agent([._]?(original|full|raw|string))?)$/i;
const unsafeName = /^(__proto__|constructor|prototype)$/;
/** A product with a version and then the device in brackets, also with its spaces written as `+` or its signs as escapes. */
const userAgent = /\b(Mozilla|Opera|Dalvik|AppleWebKit|UCWEB)(\/|%2F)\d+\.\d+[\d.]*( |\+|%20)*(\(|%28)/i;

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
