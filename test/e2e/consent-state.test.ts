import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import type {SealedReceipt} from '../../src/receipts/index.js';
import {verifyReceipts} from '../../src/receipts/index.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

const page = (attributes = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<script type="module" src="/askfirst.js"></script></head>
<body><analytics-root provider="console" consent-cookie="shop_consent" cookie-domain="shop.localhost" receipt-url="/receipts" ${attributes}></analytics-root>
<consent-banner></consent-banner><script>
  window.changes = [];
  addEventListener('consent-change', ({consent, source}) => changes.push([consent.analytics, source]));
</script></body></html>`;

describe('the decision, in Chromium with the real build', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;

  const at = (host: string) => site.url.replace('127.0.0.1', `${host}.shop.localhost`);
  const open = async (host: string, path = '/'): Promise<Page> => {
    const opened = await context.newPage();
    await opened.goto(at(host) + path);
    await opened.waitForFunction(() => document.querySelector('analytics-root')?.consent?.get().settled);
    return opened;
  };
  const analytics = (tab: Page) => tab.evaluate(() => document.querySelector('analytics-root')!.consent.hasConsent('analytics'));
  const source = (tab: Page) => tab.evaluate(() => document.querySelector('analytics-root')!.consent.get().source);
  const asked = (tab: Page) => tab.evaluate(() => !!document.querySelector('consent-banner')!.shadowRoot!.querySelector('[part=panel]'));
  const press = (tab: Page, name: string) => tab.locator('consent-banner').getByRole('button', {name, exact: true}).click();
  const stored = (tab: Page) =>
    tab.evaluate(async () => [
      document.cookie,
      Object.keys(localStorage).join(),
      (await indexedDB.databases()).map(({name}) => name).join(),
    ]);

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    site = await startSite({pages: {'/': page(), '/more': page('categories="analytics marketing maps"'), '/receipts': ''}});
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await site.stop();
  });

  it('leaves no trace before it is made: no cookie, no database, no key, no request', async () => {
    const tab = await open('a');
    await until('the banner', () => asked(tab));
    assert.deepEqual(await stored(tab), ['', '', '']);
    assert.ok(!site.requests.some(path => path.includes('receipt')));
  });

  it('reaches every open tab, and no other visitor', async () => {
    const [one, two] = [await open('a'), await open('a')];
    const other = await browser.newContext();
    try {
      const stranger = await other.newPage();
      await stranger.goto(at('a'));
      await until('the banner', () => asked(one));
      await press(one, 'Accept all');
      await until('the grant in the other tab', () => analytics(two));
      assert.equal(await asked(two), false, 'the other tab asks no longer');
      const changes = await two.evaluate<[boolean, string][]>('changes');
      assert.equal(changes.length, 1);
      // It comes by both ways, of which either may be the quicker.
      assert.match(String(changes[0]), /^true,(other-tab|cookie)$/);
      await two.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll('settings'));
      await until('the withdrawal in the first tab', async () => !(await analytics(one)));
      assert.deepEqual([await analytics(stranger), (await stored(stranger))[0]], [false, '']);
    } finally {
      await other.close();
    }
  });

  it('is the same on every subdomain: a page that opens later has it, one that is open follows', async () => {
    const a = await open('a');
    await until('the banner', () => asked(a));
    await press(a, 'Accept all');
    const b = await open('b');
    await until('the grant', () => analytics(b));
    assert.deepEqual([await asked(b), await source(b)], [false, 'cookie']);
    await b.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll('settings'));
    await until('the withdrawal', async () => !(await analytics(a)));
    assert.deepEqual(await a.evaluate('changes'), [
      [true, 'banner'],
      [false, 'cookie'],
    ]);
    const later = await open('a');
    assert.deepEqual([await analytics(later), await asked(later)], [false, false]);
  });

  it('is not widened by a cookie that was tampered with', async () => {
    const refuser = await open('a');
    await until('the banner', () => asked(refuser));
    await press(refuser, 'Essential only');
    const {value} = (await context.cookies(at('a'))).find(({name}) => name === 'shop_consent')!;
    assert.match(value, /^1~\d{13}~1\.0~~analytics\.marketing$/);
    const now = Date.now();
    const foreign = [
      'granted',
      'true',
      `2~${now}~1.0~analytics~`,
      `1~${now + 3_600_000}~1.0~analytics.marketing~`,
      `1~${now - 9e6}~1.0~analytics~`,
      'x'.repeat(3000),
    ];
    for (const text of foreign) {
      await context.addCookies([{name: 'shop_consent', value: text, domain: '.shop.localhost', path: '/'}]);
      const tab = await open('a');
      assert.equal(await analytics(tab), false, text.slice(0, 40));
      await tab.close();
    }
    // Twice, and newer than everything: one of them may be anybody's.
    await context.addCookies([
      {name: 'shop_consent', value: `1~${Date.now()}~1.0~analytics~`, domain: '.shop.localhost', path: '/'},
      {name: 'shop_consent', value: `1~${Date.now()}~1.0~analytics.marketing~`, url: at('c')},
    ]);
    const doubled = await open('c');
    assert.deepEqual([await analytics(doubled), await asked(doubled)], [false, true]);
  });

  it('is read again by a page that comes back from the back/forward cache', async () => {
    const tab = await open('a');
    await until('the banner', () => asked(tab));
    await press(tab, 'Accept all');
    await tab.goto(`${at('a')}/more`);
    await tab.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll('settings'));
    await tab.goBack();
    await until('the withdrawal', async () => !(await analytics(tab)));
  });

  it('leaves receipts that are posted, survive a reload, and verify', async () => {
    const tab = await open('a');
    await until('the banner', () => asked(tab));
    const posted = tab.waitForRequest(request => request.method() === 'POST' && request.url().endsWith('/receipts'));
    await press(tab, 'Essential only');
    const body = (await posted).postData()!;
    assert.equal(JSON.parse(body).shown.layout, 'consent-banner');
    assert.equal(JSON.parse(body).method, 'banner');
    await tab.reload();
    const chain = (await tab.evaluate(() => document.querySelector('analytics-root')!.consent.receipts())) as readonly SealedReceipt[];
    assert.equal(chain.length, 1);
    assert.deepEqual(chain[0], JSON.parse(body));
    assert.equal((await verifyReceipts(chain)).valid, true);
  });
});
