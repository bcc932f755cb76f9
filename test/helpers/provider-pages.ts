import type {ContentSecurityPolicyOptions} from '../../src/testing/index.js';
import {contentSecurityPolicy} from '../../src/testing/index.js';

/** A page with our elements, set up for one provider, or several. */
export interface ProviderPage {
  readonly html: string;
  /** What the same set-up is called in script. */
  readonly config: ContentSecurityPolicyOptions;
  /** Parts of vendor paths that must be asked for once everything is granted; none where nothing is sent. */
  readonly reaches: readonly string[];
}

const attributes = (config: object): string =>
  Object.entries(config)
    .filter(([name]) => name !== 'gatedScripts')
    .map(([name, value]) => {
      const text = Array.isArray(value) ? value.join(' ') : typeof value === 'object' ? JSON.stringify(value) : String(value);
      return `${name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}='${text}'`;
    })
    .join(' ');

const page = (config: ContentSecurityPolicyOptions, reaches: readonly string[], head = '', body = ''): ProviderPage => {
  const {providers = [], ...root} = config;
  const children = providers.map(one => `<analytics-provider ${attributes(one)}></analytics-provider>`).join('');
  return {
    config,
    reaches,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>${head}
<script type="module" src="/askfirst.js"></script></head><body><h1>Shop</h1><analytics-root ${attributes(root)}>${children}</analytics-root>
<consent-banner></consent-banner>${body}<footer><consent-settings></consent-settings></footer></body></html>`,
  };
};

/** One page per built-in provider, one with all of them, and both kinds of Google's consent mode. Each sends to a path of its own. */
export const providerPages = (vendor: string): Readonly<Record<string, ProviderPage>> => {
  const to = (name: string) => `${vendor}/${name}`;
  const posthog = (name: string) => ({provider: 'posthog', apiKey: 'phc_demo', apiHost: to(name)});
  return {
    posthog: page(posthog('posthog'), ['/posthog/batch/']),
    'posthog-flags': page({...posthog('posthog-flags'), features: ['flags']}, ['/posthog-flags/batch/', '/posthog-flags/flags/']),
    'posthog-v1': page({...posthog('posthog-v1'), options: {ingest: 'v1'}}, ['/posthog-v1/i/v1/analytics/events']),
    plausible: page({provider: 'plausible', domain: 'shop.example', apiHost: to('plausible')}, ['/plausible/api/event']),
    matomo: page({provider: 'matomo', siteId: '1', apiHost: to('matomo')}, ['/matomo/matomo.php']),
    http: page({provider: 'http', apiHost: to('http')}, ['/http']),
    console: page({provider: 'console'}, []),
    noop: page({provider: 'noop'}, []),
    all: page(
      {
        ...posthog('all/posthog'),
        features: ['flags'],
        receiptUrl: '/receipts',
        providers: [
          {name: 'plausible', domain: 'shop.example', apiHost: to('all/plausible')},
          {name: 'matomo', siteId: '1', apiHost: to('all/matomo'), category: 'marketing'},
          {name: 'http', apiHost: to('all/http'), category: 'marketing'},
          {name: 'console'},
          {name: 'noop'},
        ],
      },
      ['/all/posthog/batch/', '/all/posthog/flags/', '/all/plausible/api/event', '/all/matomo/matomo.php', '/all/http'],
    ),
    'google-basic': page(
      {provider: 'noop', googleConsentMode: 'basic', gatedScripts: [to('google-basic/tag.js')]},
      ['/google-basic/tag.js'],
      '',
      `<script type="text/plain" data-consent="analytics" src="${to('google-basic/tag.js')}"></script>`,
    ),
    // The tag itself is the page's own here: what it does is not ours.
    'google-advanced': page(
      {provider: 'noop', googleConsentMode: 'advanced'},
      [],
      '<script src="/google-consent.js"></script><script src="/tag.js"></script>',
    ),
  };
};

/** The policies of a page, with what tells of each violation. */
export const policiesOf = ({config}: ProviderPage, origin: string, report: string) => {
  const {before, after} = contentSecurityPolicy({...config, origin});
  return {before: `${before}; report-uri ${report}`, after: `${after}; report-uri ${report}`};
};
