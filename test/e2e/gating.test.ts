import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

const nonce = 'bm9uY2U';
const codes = readdirSync(fileURLToPath(new URL('../../components/locales', import.meta.url))).flatMap(name =>
  name === 'en.ts' ? [] : (/^([a-z]{2})\.ts$/.exec(name)?.[1] ?? []),
);

const note = (word: string) => `(window.noted??=[]).push('${word}')`;
const waiting = (attributes: string, body = '') => `<script type="text/plain" data-consent="marketing" ${attributes}>${body}</script>`;

const page = (lang: string, body: string) => `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><title>Page</title><script type="module" src="/askfirst.js"></script></head>
<body><h1>Page</h1><analytics-root></analytics-root><consent-banner></consent-banner>${body}</body></html>`;

const gated = `${waiting('src="/vendor/slow.js"')}${waiting(`nonce="${nonce}"`, note('inline'))}${waiting('', note('without a nonce'))}
${waiting('src="/vendor/quick.js"')}
<consent-gate><template><iframe src="/embed" title="A map" width="300" height="150"></iframe>
<script src="/vendor/embed.js"></script><script nonce="${nonce}">${note('in the gate')}</script></template></consent-gate>`;

const policy = (trusted: string) =>
  `default-src 'self'; script-src 'self' 'nonce-${nonce}'; require-trusted-types-for 'script'; trusted-types ${trusted}`;

/** Says what the policy has refused, from the first moment. */
const noteViolations = () => {
  const refused: string[] = [];
  (window as unknown as {refused: string[]}).refused = refused;
  document.addEventListener('securitypolicyviolation', ({effectiveDirective, sample}) => refused.push(`${effectiveDirective} ${sample}`));
};

describe('gates, waiting scripts and languages, in Chromium, with the real build', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;
  let asked: string[];

  const start = async (pages: Record<string, string>, headers: Record<string, string> = {}) => {
    site = await startSite({pages: {'/embed': '<!doctype html><title>Embed</title>', ...pages}, headers});
    await context.route('**/vendor/*.js', async route => {
      const name = /(\w+)\.js$/.exec(route.request().url())![1]!;
      asked.push(name);
      if (name === 'slow') await new Promise(resolve => setTimeout(resolve, 300));
      await route.fulfill({contentType: 'text/javascript', body: note(name)});
    });
  };
  const open = async (path = '/'): Promise<Page> => {
    const opened = await context.newPage();
    await opened.addInitScript(noteViolations);
    await opened.goto(site.url + path);
    return opened;
  };
  const noted = (target: Page) => target.evaluate(() => (window as unknown as {noted?: string[]}).noted ?? []);
  const refused = (target: Page) => target.evaluate(() => (window as unknown as {refused: string[]}).refused);
  const placeholder = (target: Page) => target.locator('consent-gate').getByRole('group');

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    asked = [];
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await site.stop();
  });

  it('fetches one file for a language beside the entry, and none for one that it does not have', async () => {
    await start({'/': page('nn-NO', ''), '/other': page('xx', '')});
    const own = () => site.requests.filter(path => path.endsWith('.js')).map(path => path.replace(/\/chunks\/\w{6}/, '/chunks'));
    const norwegian = await open();
    await norwegian.getByRole('heading', {name: 'Ditt personvern, ditt valg'}).waitFor();
    assert.deepEqual(own(), ['/askfirst.js', '/chunks/locale-nb.js']);
    const other = await open('/other');
    await other.getByRole('heading', {name: 'Your privacy, your choice'}).waitFor();
    assert.deepEqual(own(), ['/askfirst.js', '/chunks/locale-nb.js', '/askfirst.js']);
  });

  it('speaks every language of the build, when lang changes at run time', async () => {
    await start({'/': page('en', '')}, {'Content-Security-Policy': policy("'none'")});
    const target = await open();
    const spoken = new Set<string>();
    for (const code of codes) {
      await target.evaluate(lang => void (document.documentElement.lang = lang), code);
      const panel = target.locator(`consent-banner [part=panel][lang^=${code}]`);
      await panel.waitFor();
      spoken.add((await panel.getByRole('heading').textContent())!);
    }
    assert.equal(spoken.size, codes.length);
    assert.deepEqual(await refused(target), []);
  });

  // Where the policy may not be made, all runs but inline scripts in a template: of these the browser has made copies.
  for (const [trusted, inGate] of [
    ['askfirst', ['in the gate']],
    ["'none'", []],
  ] as const)
    it(`runs what the visitor has agreed to, in order, with its nonce, under trusted-types ${trusted}`, async () => {
      await start({'/': page('en', gated)}, {'Content-Security-Policy': policy(trusted)});
      const target = await open();
      await placeholder(target).waitFor();
      assert.deepEqual([asked, await noted(target), site.requests.includes('/embed')], [[], [], false]);
      assert.deepEqual(await refused(target), []);
      await target.getByRole('button', {name: 'Accept all'}).click();
      await until('the scripts should have run', async () => (await noted(target)).length >= 4 + inGate.length);
      await until('the embed should be asked for', () => site.requests.includes('/embed'));
      const order = await noted(target);
      assert.deepEqual(
        order.filter(word => !/embed|gate/.test(word)),
        ['slow', 'inline', 'quick'],
      );
      assert.deepEqual(
        order.filter(word => /embed|gate/.test(word)),
        ['embed', ...inGate],
      );
      // The inline script without a nonce is the page's own fault, and refused as the page has asked.
      const unexpected = (await refused(target)).filter(what => !what.startsWith('script-src'));
      if (trusted === 'askfirst') assert.deepEqual(unexpected, []);
      assert.ok(unexpected.every(what => /^trusted-types|in the gate/.test(what)));
      await target.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll());
      await placeholder(target).waitFor();
      assert.equal(await target.locator('iframe').count(), 0);
    });

  it('loads once in this page only: not in another tab, nor after a reload', async () => {
    await start({'/': page('en', gated)});
    const [target, other] = [await open(), await open()];
    await target.getByRole('button', {name: 'Load once'}).click();
    await target.locator('iframe').waitFor();
    assert.equal(await target.evaluate(() => localStorage.length), 0);
    await placeholder(other).waitFor();
    await target.reload();
    await placeholder(target).waitFor();
    assert.equal(await target.locator('iframe').count(), 0);
    assert.deepEqual(asked, ['embed']);
    await target.getByRole('button', {name: 'Always allow'}).click();
    await other.locator('iframe').waitFor();
    assert.equal(await target.evaluate(() => document.querySelector('analytics-root')!.consent.get().source), 'gate');
  });

  it('runs them in the order of the page for a visitor who has agreed before', async () => {
    await start({'/': page('en', gated)});
    const first = await open();
    await first.getByRole('button', {name: 'Accept all'}).click();
    await until('six scripts should have run', async () => (await noted(first)).length === 6);
    const again = await open();
    await until('six scripts should have run again', async () => (await noted(again)).length === 6);
    assert.deepEqual(
      (await noted(again)).filter(word => !/embed|gate/.test(word)),
      ['slow', 'inline', 'without a nonce', 'quick'],
    );
  });

  it('opens the settings from a trigger in a shadow tree, by one more file', async () => {
    await start({'/': page('en', '<div id="host"><template shadowrootmode="open"><consent-trigger></consent-trigger></template></div>')});
    const target = await open();
    await target.getByRole('button', {name: 'Privacy settings'}).click();
    await target.getByRole('dialog', {name: 'Privacy settings'}).waitFor();
    assert.equal(site.requests.filter(path => path.includes('/on-demand')).length, 1);
  });
});
