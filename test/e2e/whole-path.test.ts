import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import type {Collector, EventView} from '../../src/server/collector/index.js';
import {createCollector} from '../../src/server/collector/index.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

const csp = (collector: string, policies: string) =>
  `default-src 'self'; connect-src 'self' ${collector}; require-trusted-types-for 'script'; trusted-types ${policies}`;

const page = (root: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Chat for jane.doe@example.com</title>
<script type="module" src="/askfirst.js"></script></head>
<body><h1>Shop</h1>${root}
<consent-banner privacy-url="/privacy"></consent-banner>
<button id="buy" data-track="buy_clicked" data-track-amount="12">Buy</button>
<footer><consent-settings></consent-settings></footer></body></html>`;

const rootOf = (provider: string, collector: string) =>
  `<analytics-root provider="${provider}" api-key="phc_demo" api-host="${collector}" site-id="1" domain="shop.example"
    app-version="1.5.0" environment="test"></analytics-root>`;

/** Notes every write to any storage, from the first moment of each page. */
const noteWrites = () => {
  const writes: string[] = [];
  (window as unknown as {storageWrites: string[]}).storageWrites = writes;
  const note = <T extends object>(owner: T, name: keyof T & string, kind: string) => {
    const original = owner[name] as unknown as (...args: unknown[]) => unknown;
    (owner as Record<string, unknown>)[name] = function (this: unknown, ...args: unknown[]) {
      writes.push(`${kind} ${String(args[0])}`);
      return original.apply(this, args);
    };
  };
  note(Storage.prototype, 'setItem', 'setItem');
  // Not its opening: the journal is looked for, and nothing is made where there is none.
  note(IDBDatabase.prototype, 'createObjectStore', 'createObjectStore');
  note(IDBObjectStore.prototype, 'put', 'put');
  note(CacheStorage.prototype, 'open', 'caches.open');
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')!;
  Object.defineProperty(Document.prototype, 'cookie', {...cookie, set: value => writes.push(`cookie ${String(value)}`)});
};

describe('the whole path, in Chromium, with the real build and the real collector', () => {
  let browser: Browser;
  let folder: string;
  let collector: Collector;
  let collectorUrl: string;
  let site: Site;
  let context: BrowserContext;

  const stored = (): Promise<EventView[]> =>
    fetch(`${collectorUrl}/api/events?after=0&limit=1000`)
      .then(response => response.json() as Promise<{events: EventView[]}>)
      .then(answer => answer.events);
  const names = async () => (await stored()).map(({event}) => event);

  const open = async (path = '/'): Promise<Page> => {
    const opened = await context.newPage();
    await opened.goto(site.url + path);
    return opened;
  };
  const button = (target: Page, name: string) => target.locator('consent-banner').getByRole('button', {name, exact: true});
  const ourKeys = (target: Page) => target.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('askfirst')));
  const ourDatabases = (target: Page) => target.evaluate(async () => (await indexedDB.databases()).map(({name}) => name));

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'askfirst-'));
    collector = createCollector({db: join(folder, 'events.db'), port: 0, writeLog: () => {}});
    collectorUrl = (await collector.start()).url;
    const pages: Record<string, string> = {'/': page(rootOf('posthog', collectorUrl)), '/privacy': page(rootOf('posthog', collectorUrl))};
    for (const provider of ['posthog', 'plausible', 'matomo', 'http', 'console', 'noop'])
      pages[`/${provider}`] = page(rootOf(provider, collectorUrl));
    site = await startSite({pages, headers: {'Content-Security-Policy': csp(collectorUrl, "'none'")}});
    context = await browser.newContext();
    // The test compiler marks functions with a helper that pages do not have; without it `noteWrites` would note nothing.
    await context.addInitScript('globalThis.__name = value => value');
  });
  afterEach(async () => {
    await context.close();
    await site.stop();
    await collector.stop();
    await rm(folder, {recursive: true, force: true});
  });

  it('a fresh profile: for 5 s one request for us, none beyond the site, no storage written, whatever the provider', async () => {
    await context.addInitScript(noteWrites);
    const requests: string[] = [];
    context.on('request', request => requests.push(request.url()));
    const pages = await Promise.all(['/posthog', '/plausible', '/matomo', '/http', '/console', '/noop'].map(path => open(path)));
    for (const opened of pages) {
      await button(opened, 'Accept all').waitFor();
      await opened.locator('#buy').click();
      await opened.evaluate(() => document.dispatchEvent(new CustomEvent('analytics-track', {detail: {name: 'message_sent'}})));
    }
    await new Promise(resolve => setTimeout(resolve, 5000));
    assert.deepEqual(
      requests.filter(url => !url.startsWith(site.url)),
      [],
    );
    for (const path of new Set(site.requests)) assert.ok(!path.startsWith('/chunks/'), `${path} was loaded before consent`);
    for (const opened of pages) {
      assert.deepEqual(await opened.evaluate(() => (window as unknown as {storageWrites: string[]}).storageWrites), []);
      assert.deepEqual(await ourDatabases(opened), []);
      assert.equal(await opened.evaluate(() => document.cookie), '');
    }
    assert.deepEqual(await stored(), []);
  });

  it('accept: the events arrive, enriched and guarded; reload: still granted, no banner', async () => {
    const first = await open('/?invite=jane.doe@example.com');
    await button(first, 'Accept all').click();
    await first.locator('#buy').click();
    await first.evaluate(() => {
      const {analytics} = document.querySelector('analytics-root')!;
      analytics.track('message_sent', {chat_id: 'c_17', text: 'write to jane.doe@example.com today', message_length_chars: 12});
      analytics.identify('u_4711', {created_at: '2026-01-02', email: 'jane.doe@example.com'});
      return analytics.flush();
    });
    const events = await until('four events', async () => ((await stored()).length >= 4 ? stored() : null));
    const by = (name: string) => events.find(({event}) => event === name)!;
    assert.deepEqual(events.map(({event}) => event).sort(), ['$identify', '$pageview', 'buy_clicked', 'message_sent']);

    const {properties} = by('message_sent');
    assert.equal(properties['chat_id'], 'c_17');
    assert.equal(properties['message_length_chars'], 12);
    assert.match(String(properties['text']), /^write to \[email\] today$/);
    for (const name of [
      'session_started_at',
      'device_type',
      'viewport_width',
      'screen_width',
      'app_version',
      'environment',
      'timezone',
      'local_hour',
      'page_path',
      'browser',
      'browser_version',
      'os',
      'is_pwa',
      'is_identified',
    ])
      assert.ok(properties[name] !== undefined, `${name} is missing`);
    assert.deepEqual([properties['app_version'], properties['environment'], properties['browser']], ['1.5.0', 'test', 'Chrome']);
    assert.equal(by('buy_clicked').properties['amount'], 12);
    assert.ok(!JSON.stringify(events).includes('jane'), 'nothing of the address may arrive');
    const ids = new Set(events.map(event => event.uuid));
    assert.equal(ids.size, 4);

    await first.reload();
    await first.waitForFunction(() => document.querySelector('analytics-root')!.consent.hasConsent('analytics'));
    assert.equal(await button(first, 'Accept all').isVisible(), false);
    await until('a page view of the reloaded page', async () => (await names()).filter(name => name === '$pageview').length === 2);
    const [before, reloaded] = (await stored()).filter(({event}) => event === '$pageview');
    assert.equal(reloaded!.distinct_id, 'u_4711');
    assert.equal(reloaded!.session_id, before!.session_id);
  });

  it('a second open tab follows each of nine changes, without focus', async t => {
    const [one, two] = [await open(), await open()];
    await one.bringToFront();
    await two.evaluate(() => {
      const seen: number[] = [];
      (window as unknown as {seen: number[]}).seen = seen;
      document.querySelector('analytics-root')!.addEventListener('consent-change', () => seen.push(Date.now()));
    });
    await button(one, 'Accept all').click();
    await until('the banner of the second tab to close', async () => !(await button(two, 'Accept all').isVisible()));
    const delays: number[] = [];
    for (let change = 1; change <= 9; change++) {
      const decided = await one.evaluate(
        grant => {
          document.querySelector('analytics-root')!.consent.setCategory('marketing', grant);
          return Date.now();
        },
        change % 2 === 0,
      );
      const seen = await until('the second tab to follow', () =>
        two.evaluate(count => (window as unknown as {seen: number[]}).seen[count], change),
      );
      delays.push(seen - decided);
    }
    delays.sort((a, b) => a - b);
    t.diagnostic(`median of nine: ${delays[4]} ms`);
  });

  it('withdrawal: nothing more is sent by any tab, and our keys are gone but the decision', async () => {
    const [one, two] = [await open(), await open()];
    await button(one, 'Accept all').click();
    for (const tab of [one, two]) {
      await tab.waitForFunction(() => document.querySelector('analytics-root')!.consent.hasConsent('analytics'));
      await tab.evaluate(() => document.querySelector('analytics-root')!.analytics.track('before_withdrawal'));
      await tab.evaluate(() => document.querySelector('analytics-root')!.analytics.flush());
    }
    await until('events of both tabs', async () => (await names()).filter(name => name === 'before_withdrawal').length === 2);

    await context.setOffline(true);
    for (const tab of [one, two]) await tab.evaluate(() => document.querySelector('analytics-root')!.analytics.track('never_sent'));
    await one.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll());
    await context.setOffline(false);
    await two.waitForFunction(() => !document.querySelector('analytics-root')!.consent.hasConsent('analytics'));
    const requests: string[] = [];
    context.on('request', request => requests.push(request.url()));
    for (const tab of [one, two]) {
      await tab.evaluate(() => {
        const {analytics} = document.querySelector('analytics-root')!;
        analytics.track('never_sent');
        analytics.page();
        return analytics.flush();
      });
      await tab.locator('#buy').click();
    }
    await new Promise(resolve => setTimeout(resolve, 4000));
    assert.deepEqual(
      requests.filter(url => url.startsWith(collectorUrl)),
      [],
    );
    for (const tab of [one, two]) {
      assert.deepEqual(await ourKeys(tab), ['askfirst:consent']);
      await until('our database to be gone', async () => (await ourDatabases(tab)).join() === 'askfirst:consent');
    }
    await Promise.all([one.close(), two.close()]);
    assert.ok(!(await names()).includes('never_sent'));

    const views = (await names()).filter(name => name === '$pageview').length;
    const again = await open();
    await again.evaluate(() => document.querySelector('analytics-root')!.consent.acceptAll());
    await until('a page view after the new grant', async () => (await names()).filter(name => name === '$pageview').length > views);
    const people = new Set((await stored()).map(event => event.distinct_id));
    assert.equal(
      people.size,
      2,
      `a new grant begins with a new anonymous id: ${JSON.stringify((await stored()).map(event => [event.event, event.distinct_id]))}`,
    );
    assert.ok(!(await names()).includes('never_sent'));
  });

  it('withdrawal while the code is still on its way: no id is stored, not even for a moment', async () => {
    await context.addInitScript(noteWrites);
    let release = () => {};
    const held = new Promise<void>(resolve => (release = resolve));
    let asked = false;
    await context.route('**/pii-guard.js', async route => {
      asked = true;
      await held;
      await route.continue();
    });
    const only = await open();
    await button(only, 'Accept all').click();
    await until('the guard to be asked for', () => asked);
    await only.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll());
    const arrived = only.waitForResponse(/pii-guard/);
    release();
    await (await arrived).finished();
    await only.evaluate(() => new Promise(resolve => setTimeout(resolve, 500)));
    const writes = await only.evaluate(() => (window as unknown as {storageWrites: string[]}).storageWrites);
    // The decision, its copy in the journal, and its receipt (`put` names the value first).
    const ours = /^(setItem askfirst:consent|createObjectStore decision|put (true|\{"essential".*|\[object Object\].*))$/;
    assert.deepEqual(
      writes.filter(write => !ours.test(write)),
      [],
    );
    assert.deepEqual(await ourDatabases(only), ['askfirst:consent']);
    assert.deepEqual(await ourKeys(only), ['askfirst:consent']);

    await only.evaluate(() => document.querySelector('analytics-root')!.consent.acceptAll());
    await until('a page view after the new grant', async () => (await names()).includes('$pageview'));
  });

  it('refuse: nothing ever', async () => {
    const requests: string[] = [];
    context.on('request', request => requests.push(request.url()));
    const only = await open();
    await button(only, 'Essential only').click();
    await until('the banner to close', async () => !(await button(only, 'Essential only').isVisible()));
    await only.locator('#buy').click();
    await only.evaluate(() => {
      const {analytics} = document.querySelector('analytics-root')!;
      analytics.track('never_sent');
      analytics.identify('u_1');
      return analytics.flush();
    });
    await only.reload();
    await only.waitForFunction(() => document.querySelector('analytics-root')?.consent?.hasDecided());
    assert.equal(await button(only, 'Essential only').isVisible(), false);
    await new Promise(resolve => setTimeout(resolve, 3500));
    await only.close();
    assert.deepEqual(
      requests.filter(url => !url.startsWith(site.url) || /pipeline|guard|delivery|provider/.test(url)),
      [],
    );
    assert.deepEqual(await stored(), []);
  });

  // With no policy at all, and on a page that has Lit of its own.
  for (const policies of ["'none'", 'lit-html'])
    it(`works under a strict Content Security Policy with trusted-types ${policies}, without a violation`, async () => {
      await site.stop();
      const headers = {'Content-Security-Policy': csp(collectorUrl, policies)};
      site = await startSite({pages: {'/': page(rootOf('posthog', collectorUrl))}, headers});
      await context.addInitScript(() => {
        const violations: string[] = [];
        (window as unknown as {violations: string[]}).violations = violations;
        document.addEventListener('securitypolicyviolation', event => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
      });
      const strict = await open();
      await button(strict, 'Settings').click();
      await strict.getByRole('dialog').waitFor();
      await strict.keyboard.press('Escape');
      assert.equal(
        await strict.evaluate(() => document.querySelector('analytics-root')!.consent.hasDecided()),
        false,
        'Escape decides nothing',
      );
      await button(strict, 'Accept all').click();
      await until('the page view', async () => (await names()).includes('$pageview'));
      assert.deepEqual(await strict.evaluate(() => (window as unknown as {violations: string[]}).violations), []);
    });
});
