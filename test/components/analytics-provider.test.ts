import {expect, waitUntil} from '@open-wc/testing';
import {registerProvider} from '../../src/providers/register-provider.js';
import type {AnalyticsProvider} from '../../src/provider-types.js';
import type {ProviderConfig} from '../../src/types.js';
import {createNoop} from '../../src/providers/noop.js';
import {pagePair} from '../../src/page-pair.js';
import {page, part, shown, warnings} from '../helpers/elements.js';

/** What each instance was asked to do, in order. */
let log: string[] = [];
const vendor = (name: string, manifest: Partial<AnalyticsProvider['manifest']> = {}) =>
  registerProvider(name, () => {
    let host = '';
    return {
      ...createNoop(),
      name,
      manifest: {...createNoop().manifest, ...manifest},
      init({apiHost = '', options, features}: ProviderConfig) {
        host = apiHost;
        log.push(`init ${name} ${[apiHost, options && JSON.stringify(options), features?.join('+')].filter(Boolean).join(' ')}`.trim());
      },
      send(records) {
        for (const {event, type} of records) log.push(`${name} ${host} ${type === 'track' ? event : type}`.replace(/ +/g, ' '));
        return Promise.resolve(undefined);
      },
      reset: () => void log.push(`reset ${name}`),
      shutdown: () => void log.push(`shutdown ${name}`),
    };
  });

const {consent, analytics} = pagePair();
const said = (line: string) => waitUntil(() => log.includes(line), `"${line}" should be in: ${log.join(', ')}`, {timeout: 5000});
const arrives = async (line: string) => {
  await waitUntil(
    async () => {
      await analytics.flush();
      return log.includes(line);
    },
    `"${line}" should arrive: ${log.join(', ')}`,
    {timeout: 5000},
  );
};

describe('analytics-provider', () => {
  before(() => {
    vendor('main-one');
    vendor('beside');
    vendor('other', {hosts: ['https://other.example'], cookies: ['_other'], localStorage: ['_other'], keptDays: 30});
  });
  beforeEach(() => void (log = []));
  afterEach(() => consent.withdrawAll());

  const open = (children = '') =>
    page(`<analytics-root provider="main-one" page-views="manual" storage-prefix="beside">${children}</analytics-root>`);

  it('works beside the root’s own while its category is granted, and not before', async () => {
    await open('<analytics-provider name="beside" category="marketing"></analytics-provider>');
    consent.setCategory('analytics', true);
    await said('init main-one');
    analytics.track('one');
    await arrives('main-one one');
    expect(log.join()).not.to.contain('beside');
    consent.setCategory('marketing', true);
    await said('init beside');
    analytics.track('two');
    await arrives('beside two');
    await arrives('main-one two');
    analytics.reset();
    expect(log.slice(-2)).to.deep.equal(['reset main-one', 'reset beside']);
    consent.setCategory('marketing', false);
    await said('shutdown beside');
    analytics.track('three');
    await arrives('main-one three');
    expect(log).not.to.contain('beside three');
    expect(log).not.to.contain('beside one');
  });

  it('may be added, changed and removed while the page runs', async () => {
    const holder = await open();
    const root = holder.querySelector('analytics-root')!;
    consent.acceptAll();
    await said('init main-one');
    analytics.identify('u_42');
    const added = document.createElement('analytics-provider');
    added.setAttribute('name', 'beside');
    root.append(added);
    await said('init beside');
    await arrives('beside identify');
    added.setAttribute('api-host', 'b');
    await said('init beside b');
    added.setAttribute('options', '{"a":1}');
    added.setAttribute('features', 'y x');
    await said('init beside b {"a":1} x+y');
    analytics.track('one');
    await arrives('beside b one');
    added.setAttribute('name', 'other');
    await said('init other b {"a":1} x+y');
    await waitUntil(() => log.filter(line => line === 'shutdown beside').length >= 3, 'each that was replaced should be shut down');
    log = [];
    added.setAttribute('category', 'marketing');
    await said('shutdown other');
    await said('init other b {"a":1} x+y');
    analytics.track('two');
    await arrives('other b two');
    log = [];
    added.remove();
    await said('shutdown other');
    log = [];
    analytics.track('three');
    await arrives('main-one three');
    expect(log.join()).not.to.match(/other|beside/);
  });

  it('does nothing outside of a root, without a name, or with attributes that cannot be used', async () => {
    const said = await warnings(async () => {
      const holder = await open(
        '<analytics-provider></analytics-provider><analytics-provider name="beside" options="{"></analytics-provider>',
      );
      log = [];
      holder.insertAdjacentHTML('beforeend', '<analytics-provider name="other"></analytics-provider>');
      consent.acceptAll();
      await waitUntil(() => log.includes('init beside'), 'the one that can work should work', {timeout: 5000});
    });
    expect(log.join()).not.to.contain('other');
    expect(said.filter(text => text.includes('options')).length).to.be.at.most(1);
  });

  it('is told of in the settings: per category who receives what, what is stored, and for how long', async () => {
    const holder = await page(`<consent-settings lang="en"></consent-settings>
      <analytics-root provider="main-one" storage-prefix="told">
        <analytics-provider name="other" category="marketing"></analytics-provider>
        <analytics-provider name="plausible" domain="shop.example"></analytics-provider>
      </analytics-root>`);
    const settings = holder.querySelector('consent-settings')!;
    await settings.open();
    const dialog = await shown(settings, 'dialog');
    const rows = () => [...dialog.querySelectorAll<HTMLElement>('[part="category"]')];
    const services = (row: number) => rows()[row]?.querySelector<HTMLElement>('[part="services"]')?.textContent ?? '';
    await waitUntil(() => services(1) && services(2), 'both categories should name their services', {timeout: 5000});
    expect(services(0)).to.equal('');
    expect(services(1)).to.match(/main-one · Stores nothing.*plausible · Recipient: plausible\.io · Stores nothing/s);
    expect(services(2)).to.contain('other · Recipient: other.example · Stores _other · Kept for 30 days');
    expect(services(1)).not.to.contain('other.example');

    // What the page has changed since is told at the next look.
    holder.querySelector('analytics-provider')!.remove();
    settings.close();
    await waitUntil(() => !part(settings, 'dialog')?.querySelector('[part="category"]'), 'the dialog should close');
    await settings.open();
    await waitUntil(() => services(1), 'the services should be there again', {timeout: 5000});
    expect(services(2)).to.equal('');
  });
});
