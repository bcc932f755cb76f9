import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {storesNothing} from '../../../src/providers/stores-nothing.js';
import {registerProvider} from '../../../src/providers/register-provider.js';
import {createNoop} from '../../../src/providers/noop.js';
import {contentSecurityPolicy, disclosure} from '../../../src/testing/index.js';

const posthog = {provider: 'posthog', apiKey: 'phc_demo', apiHost: 'https://eu.i.posthog.com', origin: 'https://shop.example'};

registerProvider('sticky', () => ({
  ...createNoop(),
  name: 'sticky',
  manifest: {...createNoop().manifest, ...storesNothing, hosts: ['https://sticky.example'], cookies: ['_sticky'], keptDays: 390},
}));

describe('the content security policy', () => {
  it('lets nothing but the page itself be spoken to before consent', () => {
    const {before, after} = contentSecurityPolicy(posthog);
    assert.match(before, /connect-src 'self';/);
    assert.match(after, /connect-src 'self' https:\/\/eu\.i\.posthog\.com;/);
  });

  it('names every provider once, receipts before and after, and never the page', () => {
    const {before, after} = contentSecurityPolicy({
      ...posthog,
      receiptUrl: 'https://proof.example/receipts',
      scriptOrigin: 'https://cdn.example',
      providers: [
        {name: 'plausible', domain: 'shop.example'},
        {name: 'matomo', apiHost: '/matomo', siteId: '1', category: 'marketing'},
        {name: 'plausible', domain: 'other.example'},
      ],
    });
    assert.match(before, /connect-src 'self' https:\/\/proof\.example;/);
    assert.match(before, /script-src 'self' https:\/\/cdn\.example;/);
    assert.match(after, /connect-src 'self' https:\/\/proof\.example https:\/\/eu\.i\.posthog\.com https:\/\/plausible\.io;/);
  });

  it('lets gated scripts run only once they are agreed to, by the one policy that runs them', () => {
    const {before, after} = contentSecurityPolicy({...posthog, gatedScripts: ['https://ads.example/pixel.js?id=7', '/own.js']});
    assert.match(before, /script-src 'self'; .*trusted-types 'none'$/);
    assert.match(after, /script-src 'self' https:\/\/ads\.example; .*trusted-types askfirst$/);
  });

  it('names what Google’s tags need when they may run: after consent, or from the start', () => {
    const basic = contentSecurityPolicy({
      ...posthog,
      googleConsentMode: 'basic',
      gatedScripts: ['https://www.googletagmanager.com/gtag/js'],
    });
    assert.doesNotMatch(basic.before, /google/);
    assert.match(basic.after, /script-src 'self' https:\/\/www\.googletagmanager\.com https:\/\/\*\.googletagmanager\.com;/);
    assert.match(basic.after, /connect-src 'self' https:\/\/eu\.i\.posthog\.com https:\/\/\*\.google-analytics\.com /);
    assert.match(basic.after, /img-src 'self' https:\/\/\*\.google-analytics\.com /);
    const advanced = contentSecurityPolicy({...posthog, googleConsentMode: 'advanced'});
    assert.match(advanced.before, /script-src 'self' https:\/\/\*\.googletagmanager\.com;/);
    assert.doesNotMatch(advanced.before, /posthog/);
  });

  it('lets no configuration add a directive', () => {
    const {after} = contentSecurityPolicy({
      provider: 'http',
      apiHost: "https://a.example/; script-src 'unsafe-inline'",
      origin: 'https://b.example',
    });
    assert.ok(!after.includes('unsafe-inline'));
  });
});

describe('the disclosure', () => {
  it('lists what we store and who receives events, by category', () => {
    const table = disclosure({...posthog, consentCookie: 'askfirst_consent', expiresDays: 90});
    assert.match(table, /\| askfirst:consent \| local storage \| this site \| remembers your choice \| 90 days \| essential \|/);
    assert.match(table, /\| askfirst\\_consent \| cookie \|/);
    assert.match(table, /\| nothing \| none \| eu\.i\.posthog\.com \| .* \| analytics \|/);
  });

  it('takes what a provider stores from its manifest', () => {
    const table = disclosure({provider: 'noop', providers: [{name: 'sticky', category: 'marketing'}]});
    assert.match(table, /\| \\_sticky \| cookie \| sticky\.example \| used by sticky \| 390 days \| marketing \|/);
  });

  it('is a table whatever the configuration holds', () => {
    const table = disclosure({consentCookie: 'a|b\n<script>', provider: '|'});
    const columns = table.split('\n').map(line => line.match(/(?<!\\)\|/g)?.length);
    assert.deepEqual([...new Set(columns)], [7]);
    assert.doesNotMatch(table, /(?<!\\)<script/);
  });
});
