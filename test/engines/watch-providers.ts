import {covers} from '../../src/lib/covers.js';
import {disclosure} from '../../src/testing/index.js';
import type {Browser, Tab} from '../faults/driver.js';
import {policiesOf, providerPages} from '../helpers/provider-pages.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';
import type {VendorServer} from '../helpers/vendor-server.js';
import {startVendorServer} from '../helpers/vendor-server.js';

/** What went wrong on each page, in words; empty where nothing did. */
export type Watched = Readonly<Record<string, readonly string[]>>;

interface Open {
  readonly name: string;
  readonly site: Site;
  readonly tab: Tab;
  readonly wrongs: string[];
}

const watchMs = 1500;
/** A purge looks for the last time about 2 s after the withdrawal. */
const purgeMs = 3000;
const wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

const stored = `(async () => [
  ...document.cookie.split('; ').filter(Boolean).map(cookie => 'cookie ' + cookie.split('=')[0]),
  ...Object.keys(localStorage).map(name => 'localStorage ' + name),
  ...Object.keys(sessionStorage).map(name => 'sessionStorage ' + name),
  ...((await indexedDB.databases?.()) ?? []).map(({name}) => 'indexedDB ' + name),
  ...((await globalThis.caches?.keys()) ?? []).map(name => 'cache ' + name),
])()`;
const decision = ['localStorage askfirst:consent', 'indexedDB askfirst:consent'];
const root = "document.querySelector('analytics-root')";
const press = (part: string) => `void document.querySelector('consent-banner').shadowRoot.querySelector('[part~="${part}"]').click()`;
const ready = `!!document.querySelector('consent-banner')?.shadowRoot?.querySelector('[part~="refuse"]')`;
/** Everything that a page may try without knowing of any decision. */
const act = `(() => { const {analytics} = ${root};
  analytics.track('tried', {}); analytics.track('tried_ad', {}, {category: 'marketing'}); analytics.identify('u_1'); analytics.page();
  void analytics.flush(); })()`;
/** What only a grant may fetch. */
const granted = /\/chunks\/.*(pipeline|delivery|pii-|provider-|purge-page|posthog)/;

/**
 * Opens the page of every provider in one browser, each on a site (an origin) of its own, and looks at the vendors' log, the site's log, the
 * browser's storage and its reports of broken Content Security Policies: before any decision, after a refusal, while granted, and after a
 * withdrawal. Until the grant the page has the policy for "before", then the one for "after".
 */
export const watchProviders = async (browser: Browser): Promise<Watched> => {
  const vendor = await startVendorServer();
  const sites: Site[] = [];
  try {
    const opened: Open[] = [];
    for (const [name, page] of Object.entries(providerPages(vendor.url))) {
      const site = await startSite({
        pages: {'/': page.html, '/granted': page.html, '/receipts': ''},
        scripts: {'/tag.js': 'window.tagged = true;'},
        headers: path => {
          const {before, after} = policiesOf(page, site.url, `${vendor.url}/violation?${name}`);
          return {'Content-Security-Policy': path === '/' ? before : after};
        },
      });
      sites.push(site);
      opened.push({name, site, tab: await browser.newTab(), wrongs: []});
    }
    await watch(opened, vendor);
    return Object.fromEntries(opened.map(({name, wrongs}) => [name, wrongs]));
  } finally {
    await Promise.all([vendor.stop(), ...sites.map(site => site.stop())]);
  }
};

const watch = async (opened: readonly Open[], vendor: VendorServer) => {
  const pages = providerPages(vendor.url);
  /** What a page has asked of vendors: its addresses there begin with its name. */
  const asked = (name: string, from = 0) =>
    vendor.requests
      .slice(from)
      .filter(({path}) => `${path}/`.startsWith(`/${name}/`))
      .map(({method, path}) => `${method} ${path}`);
  const note = (page: Open, when: string, what: readonly string[]) => page.wrongs.push(...what.map(one => `${when}: ${one}`));
  const look = async (when: string, allowed: readonly string[], from = 0) => {
    for (const page of opened) {
      const {name, tab, site} = page;
      const found = await tab.run<string[]>(stored);
      note(
        page,
        when,
        found.filter(one => !allowed.includes(one)),
      );
      note(page, when, asked(name, from));
      if (!from)
        note(
          page,
          when,
          site.requests.filter(path => granted.test(path)),
        );
    }
  };

  for (const {tab, site} of opened) {
    await tab.goto(`${site.url}/`);
    await until('the banner', () => tab.run<boolean>(ready));
    await tab.run(act);
  }
  await wait(watchMs);
  await look('before consent', []);

  for (const {tab} of opened) await tab.run(press('refuse'));
  for (const {tab} of opened) await tab.run(act);
  await wait(watchMs);
  await look('after refusal', decision);

  for (const {tab, site, name, wrongs} of opened) {
    await tab.goto(`${site.url}/granted`);
    await until('the root', () => tab.run<boolean>(`!!${root}?.consent?.get().settled`));
    await tab.run(`void ${root}.consent.acceptAll()`);
    for (const path of pages[name]!.reaches)
      await until(`${name} asks ${path}`, async () => {
        await tab.run(
          `(async () => { ${root}.analytics.track('granted', {}, {category: 'analytics'}); await ${root}.analytics.flush(); })()`,
        );
        return asked(name).some(one => one.includes(path));
      }).catch((error: Error) => wrongs.push(error.message));
    await until(`${name} has an id`, async () => (await tab.run<string[]>(stored)).includes('localStorage askfirst:user')).catch(
      (error: Error) => wrongs.push(error.message),
    );
  }

  for (const page of opened) {
    const told = disclosure(pages[page.name]!.config)
      .split('\n')
      .map(line => line.split(' | ')[0]!.replace(/^\| /, '').replace(/\\/g, ''));
    const found = await page.tab.run<string[]>(stored);
    note(
      page,
      'not disclosed',
      found.filter(one => !covers(told, one.replace(/^\w+ /, ''))),
    );
  }

  // What has been sent by now is no finding.
  for (const {tab} of opened) await tab.run(`${root}.analytics.flush()`);
  for (const {tab} of opened) await tab.run(`void ${root}.consent.withdrawAll()`);
  const from = vendor.requests.length;
  for (const {tab} of opened) await tab.run(act);
  await wait(purgeMs);
  await look('after withdrawal', decision, from);

  for (const page of opened)
    note(
      page,
      'policy',
      vendor.requests.flatMap(({path, body}) => (path.endsWith(`/violation?${page.name}`) ? body : [])),
    );
  // The watch itself: what a policy forbids is reported, or its silence says nothing.
  const [first] = opened;
  await first!.tab.run("void fetch('https://elsewhere.example/').catch(() => {})");
  await until('a violation to be reported', () =>
    vendor.requests.some(({path, body}) => path.startsWith('/violation') && body.includes('elsewhere')),
  );
};
