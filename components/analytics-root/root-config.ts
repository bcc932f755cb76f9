import type {AnalyticsConfig} from '../../src/config.js';
import {isCategory} from '../../src/config.js';
import {warn} from '../../src/lib/problems.js';

/** Reads an attribute's text; undefined means that it cannot be used. */
type Reader = (text: string) => unknown;

const mostJson = 10_000;
const hostile = /^(?:__proto__|prototype|constructor)$/;

/** Every attribute of the root and of the providers in it but `debug`: the words that it may be, no words where any text will do, or how it is read. */
const attributes: Readonly<Record<string, string | Reader>> = {
  provider: '',
  name: '',
  category: '',
  'api-key': '',
  'api-host': '',
  'site-id': '',
  domain: '',
  'policy-version': '',
  'storage-prefix': '',
  'app-version': '',
  environment: '',
  gpc: 'refuse marketing ignore',
  dnt: 'refuse marketing ignore',
  'consent-cookie': '',
  'cookie-domain': '',
  'receipt-url': '',
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
 * The configuration in the attributes of the root and of the providers in it. Never throws: what cannot be used is warned of once, without its value (it may hold
 * anything), and left to its default.
 */
export const rootConfig = (root: Element): AnalyticsConfig => {
  const config: Record<string, unknown> = {
    debug: root.hasAttribute('debug'),
    providers: [...root.querySelectorAll('analytics-provider')].map(rootConfig),
  };
  for (const [name, rule] of Object.entries(attributes)) {
    const given = root.getAttribute(name)?.trim();
    if (!given) continue;
    const value = read(rule, given);
    if (value === undefined) warn('bad-attribute', `<${root.localName} ${name}>: not usable, its default is used`);
    else config[name.replace(/-./g, part => part[1]!.toUpperCase())] = value;
  }
  return config;
};
