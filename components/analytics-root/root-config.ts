import type {AnalyticsConfig} from '../../src/config.js';
import {isCategory} from '../../src/config.js';
import {warn} from '../../src/lib/problems.js';

/** Reads an attribute's text; undefined means that it cannot be used. */
type Reader = (text: string) => unknown;

const mostJson = 10_000;
const hostile = /^(?:__proto__|prototype|constructor)$/;

/** Attributes that may be any text. */
const texts =
  'provider api-key api-host site-id domain policy-version storage-prefix app-version environment consent-cookie cookie-domain receipt-url';

/** Every other attribute of the root but `debug`: the words that it may be, or how it is read. */
const attributes: Readonly<Record<string, string | Reader>> = {
  ...Object.fromEntries(texts.split(' ').map(name => [name, ''])),
  gpc: 'refuse marketing ignore',
  dnt: 'refuse marketing ignore',
  'page-views': 'auto manual',
  'before-decision': 'drop hold',
  durability: 'memory standard high',
  'unknown-outcome': 'resend drop',
  'on-withdraw': 'reload report',
  features: value => value.match(/\S+/g)?.sort(),
  'expires-days': value => (Number(value) > 0 ? Math.min(Math.max(Number(value), 1), 730) : undefined),
  categories(value) {
    const ids = value.match(/[^\s,]+/g) ?? [];
    return ids.length <= 20 && ids.every(id => isCategory(id) && !hostile.test(id)) ? ids : undefined;
  },
  options(value) {
    // Hostile keys never get as far as an object that somebody merges.
    const fits = value.startsWith('{') && value.length <= mostJson;
    return fits ? JSON.parse(value, (key, inner: unknown) => (hostile.test(key) ? undefined : inner)) : undefined;
  },
};

export const rootAttributes: readonly string[] = [...Object.keys(attributes), 'debug'];

const read = (rule: string | Reader, value: string): unknown => {
  try {
    return typeof rule !== 'string' ? rule(value) : !rule || rule.split(' ').includes(value) ? value : undefined;
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
  for (const [name, rule] of Object.entries(attributes)) {
    const given = root.getAttribute(name)?.trim();
    if (!given) continue;
    const value = read(rule, given);
    if (value === undefined) warn('bad-attribute', `<analytics-root ${name}>: not usable`);
    else config[name.replace(/-./g, part => part[1]!.toUpperCase())] = value;
  }
  return config;
};
