import type {AnalyticsConfig} from '../../src/config.js';
import {hostile, readAttributes} from './read-attributes.js';

const mostJson = 10_000;

const rules = {
  provider: '',
  'api-key': '',
  'api-host': '',
  'site-id': '',
  domain: '',
  'app-version': '',
  environment: '',
  'receipt-url': '',
  'page-views': 'auto manual',
  durability: 'memory standard high',
  'unknown-outcome': 'resend drop',
  'on-withdraw': 'reload report',
  features: (value: string) => value.match(/\S+/g)?.sort(),
  options(value: string) {
    // Hostile keys never get as far as an object that somebody merges.
    const fits = value.startsWith('{') && value.length <= mostJson;
    return fits ? (JSON.parse(value, (key, inner: unknown) => (hostile.test(key) ? undefined : inner)) as unknown) : undefined;
  },
};

/** What a provider beside the root's own says of itself. */
const further = {...rules, name: '', category: ''};

/** The rest of the root's attributes and those of the providers in it: what a decision calls for. */
export const lateConfig = (root: Element): AnalyticsConfig => {
  const providers = [...root.querySelectorAll('analytics-provider')].map(one => readAttributes(one, further));
  return {...readAttributes(root, rules), ...(providers[0] && {providers: providers as unknown as AnalyticsConfig['providers'] & object})};
};
