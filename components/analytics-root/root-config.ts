import type {AnalyticsConfig} from '../../src/config.js';
import {isCategory} from '../../src/config.js';
import {hostile, readAttributes} from './read-attributes.js';

/** What has to be known before anybody has decided anything. */
const rules = {
  'policy-version': '',
  'storage-prefix': '',
  'consent-cookie': '',
  'cookie-domain': '',
  gpc: 'refuse marketing ignore',
  dnt: 'refuse marketing ignore',
  'before-decision': 'drop hold',
  'expires-days': (value: string) => (Number(value) > 0 ? Math.min(Math.max(Number(value), 1), 730) : undefined),
  categories(value: string) {
    const ids = value.match(/[^\s,]+/g) ?? [];
    return ids.length <= 20 && ids.every(id => isCategory(id) && !hostile.test(id)) ? ids : undefined;
  },
};

/** The configuration in the root's attributes; the part that only a decision calls for is read when it is. */
export const rootConfig = (root: Element): AnalyticsConfig => ({
  ...readAttributes(root, rules),
  debug: root.hasAttribute('debug'),
  late: () => import('./late-config.js').then(({lateConfig}) => lateConfig(root)),
});
