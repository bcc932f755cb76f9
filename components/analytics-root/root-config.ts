import type {AnalyticsConfig} from '../../src/config.js';
import {isCategory} from '../../src/config.js';
import {warn} from '../../src/lib/problems.js';

/** Reads an attribute's text; undefined means that it cannot be used. */
type Reader = (text: string) => unknown;

const text: Reader = value => value;
const oneOf =
  (words: string): Reader =>
  value =>
    words.split(' ').find(word => word === value);
const mostJson = 10_000;
const hostile = /^(?:__proto__|prototype|constructor)$/;

/** Every attribute of the root but `debug`, and how it is read. */
const readers: Readonly<Record<string, Reader>> = {
  provider: text,
  'api-key': text,
  'api-host': text,
  'site-id': text,
  domain: text,
  options(value) {
    // Hostile keys never get as far as an object that somebody merges.
    const parsed: unknown =
      value.length > mostJson ? null : JSON.parse(value, (key, inner: unknown) => (hostile.test(key) ? undefined : inner));
    return parsed && typeof parsed === 'object' && !Array.isArray(parsed) ? parsed : undefined;
  },
  categories(value) {
    const ids = value.split(/[\s,]+/).filter(Boolean);
    return ids.length <= 20 && ids.every(id => isCategory(id) && !hostile.test(id)) ? ids : undefined;
  },
  'policy-version': text,
  'expires-days': value => (Number(value) > 0 ? Math.min(Math.max(Number(value), 1), 730) : undefined),
  gpc: oneOf('refuse marketing ignore'),
  'storage-prefix': text,
  'page-views': oneOf('auto manual'),
  'before-decision': oneOf('drop hold'),
  durability: oneOf('memory standard high'),
  'unknown-outcome': oneOf('resend drop'),
  'app-version': text,
  environment: text,
};

export const rootAttributes: readonly string[] = [...Object.keys(readers), 'debug'];

const read = (reader: Reader, value: string): unknown => {
  try {
    return reader(value);
  } catch {
    // Malformed JSON: like every other value that cannot be used.
    return undefined;
  }
};

/**
 * The configuration in the root's attributes. Never throws: what cannot be used is warned of once, without its value (it may hold
 * anything), and left to its default.
 */
export const rootConfig = (root: Element): AnalyticsConfig => {
  const config: Record<string, unknown> = {debug: root.hasAttribute('debug')};
  for (const [name, reader] of Object.entries(readers)) {
    const given = root.getAttribute(name)?.trim();
    if (!given) continue;
    const value = read(reader, given);
    if (value === undefined) warn('bad-attribute', `<analytics-root ${name}> cannot be used as it is; its default is.`);
    else config[name.replace(/-./g, part => part[1]!.toUpperCase())] = value;
  }
  return config;
};
