import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, describe, it} from 'node:test';
import type {AxeResults} from 'axe-core';
import type {Browser, BrowserContextOptions, Page} from 'playwright-core';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const page = (banner = '', theme = '', html = '') => `<!doctype html>
<html lang="en" ${html}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Shop</title>
<meta name="color-scheme" content="light dark">${theme && `<link rel="stylesheet" href="/themes/${theme}.css">`}
<script type="module" src="/askfirst.js"></script></head>
<body><main><h1>Shop</h1><p><button id="first">First</button></p>${'<p>Tea, and what belongs to it.</p>'.repeat(40)}
<p><button id="last">Last</button></p>
<analytics-root></analytics-root><consent-banner privacy-url="/privacy" ${banner}></consent-banner></main>
<footer><consent-settings privacy-url="/privacy"></consent-settings></footer></body></html>`;

const themes = ['', 'paper', 'pill', 'ink'];
const strict = "default-src 'self'; style-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

const audit = (page: Page, themed: boolean): Promise<string[]> =>
  page.evaluate(
    async how => {
      const {axe} = window as unknown as {axe: {run(where: Document, how: object): Promise<AxeResults>}};
      const {violations} = await axe.run(document, how);
      return violations.map(({id, nodes}) => `${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`);
    },
    {runOnly: themed ? {type: 'rule', values: ['color-contrast']} : {type: 'tag', values: rules}},
  );

/** With a theme only what a theme can change, in both schemes. */
const offences = async (page: Page, themed: boolean): Promise<string[]> => {
  if (!themed) return audit(page, false);
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({colorScheme});
    found.push(...(await audit(page, true)).map(offence => `${colorScheme}: ${offence}`));
  }
  return found;
};

const banner = (page: Page, part: string) => page.locator(`consent-banner [part=${part}]`);
const dialog = (page: Page, part: string) => page.locator(`consent-settings dialog [part=${part}]`);
const decided = (page: Page) => page.evaluate(() => document.querySelector('analytics-root')!.consent.get().decided);

/** Counts the frames from a click until the banner is gone, and adds up what has moved. As text: the compiler's helpers are not in the page. */
const watchFrames = `{
  const seen = (window.seen = {frames: -1, shift: 0});
  new PerformanceObserver(list => list.getEntries().forEach(({value}) => (seen.shift += value))).observe({type: 'layout-shift', buffered: true});
  const {shadowRoot} = document.querySelector('consent-banner');
  let frames = 0;
  const look = () => {
    frames++;
    if (shadowRoot.querySelector('[part=panel]')) requestAnimationFrame(look);
    else seen.frames = frames;
  };
  addEventListener('click', () => requestAnimationFrame(look));
}`;

/** Which part has the focus, through all shadow trees. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('part') ?? element?.id ?? '';
  });

describe('the banner and the settings, as built, in Chromium', () => {
  let browser: Browser;
  let site: Site;

  const visit = async <T>(path: string, options: BrowserContextOptions, act: (page: Page) => Promise<T>): Promise<T> => {
    const context = await browser.newContext({viewport: {width: 1280, height: 800}, reducedMotion: 'reduce', ...options});
    try {
      const page = await context.newPage();
      await page.goto(site.url + path);
      await banner(page, 'panel').waitFor();
      return await act(page);
    } finally {
      await context.close();
    }
  };

  before(async () => {
    const pages: Record<string, string> = {
      '/': page(),
      '/modal': page('modal'),
      '/rtl': page('', '', 'dir="rtl"'),
      '/de': page('lang="de"'),
    };
    for (const theme of themes) pages[`/theme-${theme}`] = page('', theme);
    site = await startSite({pages, headers: {'Content-Security-Policy': strict}});
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await site.stop();
  });

  const settings: readonly [name: string, path: string, options: BrowserContextOptions][] = [
    ['light', '/', {}],
    ['dark', '/', {colorScheme: 'dark'}],
    ['forced colours', '/', {forcedColors: 'active'}],
    ['right to left', '/rtl', {}],
    ['320 pixels', '/de', {viewport: {width: 320, height: 640}}],
    ['400 % zoom', '/', {viewport: {width: 320, height: 256}}],
    ['a modal banner', '/modal', {}],
    ...themes.slice(1).map(theme => [`${theme}, light and dark`, `/theme-${theme}`, {}] as [string, string, BrowserContextOptions]),
  ];

  for (const [name, path, options] of settings)
    it(`has nothing for axe to find, and two equal answers: ${name}`, () =>
      // Axe itself needs a policy of its own for scripts from strings, so the page's is put aside here.
      visit(path, {...options, bypassCSP: true}, async page => {
        await page.evaluate(axe);
        assert.deepEqual(await offences(page, path.startsWith('/theme-')), []);
        const [yes, no] = await Promise.all(
          ['accept', 'refuse'].map(part =>
            banner(page, part).evaluate(element => {
              const style = getComputedStyle(element);
              const {width, height, top} = element.getBoundingClientRect();
              const looks = [...style].filter(
                property => !/size|width|height|origin|transition/.test(property) || /font|border/.test(property),
              );
              return {
                looks: looks.map(property => `${property}: ${style.getPropertyValue(property)}`),
                box: [width, height, top].map(Math.round),
                words: element.scrollWidth <= element.clientWidth,
              };
            }),
          ),
        );
        assert.deepEqual(yes, no);
        assert.ok(yes!.box[1]! >= 44 && yes!.words);
        await banner(page, 'settings').click();
        await dialog(page, 'save').waitFor();
        assert.deepEqual(await offences(page, path.startsWith('/theme-')), []);
        const small = await page
          .locator('consent-settings dialog')
          .evaluate(
            element =>
              [...element.querySelectorAll('button, input, a')].filter(control => control.getBoundingClientRect().height < 24).length,
          );
        assert.equal(small, 0);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
        assert.equal(wide, false, 'the page scrolls sideways');
      }));

  it('walks by keyboard: to the banner first, to refusing with the second Tab, and on into the page', () =>
    visit('/', {}, async page => {
      const walk: string[] = [];
      for (const key of ['Tab', 'Tab', 'Tab', 'Shift+Tab']) {
        await page.keyboard.press(key);
        walk.push(await focused(page));
      }
      assert.deepEqual(walk, ['accept', 'refuse', 'settings', 'refuse']);
      await page.keyboard.press('Escape');
      assert.equal(await decided(page), false);
      await page.keyboard.press('Enter');
      await banner(page, 'panel').waitFor({state: 'detached'});
      assert.deepEqual(await page.evaluate(() => document.querySelector('analytics-root')!.consent.get().decisions), {
        analytics: 'denied',
        marketing: 'denied',
      });
    }));

  it('keeps the focus in the settings, leaves them with Escape, decides nothing by it, and gives the focus back', () =>
    visit('/', {}, async page => {
      await banner(page, 'settings').focus();
      await page.keyboard.press('Enter');
      await dialog(page, 'save').waitFor();
      assert.equal(await focused(page), 'heading');
      const seen = new Set<string>();
      for (let step = 0; step < 25; step++) {
        await page.keyboard.press('Tab');
        seen.add(await focused(page));
        assert.equal(await page.evaluate(() => document.activeElement!.matches('consent-settings, body')), true, 'the focus has left');
      }
      for (const part of ['close', 'switch', 'accept', 'refuse', 'save']) assert.ok(seen.has(part), `${part} was not reached`);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => !document.querySelector('consent-settings')!.shadowRoot!.querySelector('dialog')!.open);
      assert.equal(await focused(page), 'settings');
      assert.equal(await decided(page), false);
    }));

  it('takes neither the backdrop nor scrolling nor leaving for an answer, and locks no scrolling', () =>
    visit('/modal', {}, async page => {
      await page.mouse.click(5, 5);
      assert.equal(await banner(page, 'panel').isVisible(), true);
      await page.keyboard.press('Escape');
      await banner(page, 'panel').waitFor({state: 'detached'});
      await page.mouse.wheel(0, 600);
      await page.waitForFunction(() => scrollY > 0);
      await page.reload();
      await banner(page, 'panel').waitFor();
      assert.equal(await decided(page), false);
      assert.equal(await page.evaluate(() => localStorage.length), 0);
    }));

  it('takes no Enter for an answer that was held since before the page', () =>
    visit('/', {}, async page => {
      const client = await page.context().newCDPSession(page);
      await page.keyboard.press('Tab');
      const enter = {key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r'};
      await client.send('Input.dispatchKeyEvent', {type: 'keyDown', autoRepeat: true, ...enter});
      await client.send('Input.dispatchKeyEvent', {type: 'keyUp', ...enter});
      assert.equal(await focused(page), 'accept');
      assert.equal(await decided(page), false);
    }));

  it('never covers what has the focus while the keyboard walks through the page', () =>
    visit('/', {viewport: {width: 700, height: 400}}, async page => {
      await page.mouse.click(5, 5);
      for (const id of ['first', 'last', 'first']) {
        await page.locator(`#${id}`).focus();
        const covered = await page.evaluate(() => {
          const a = document.activeElement!.getBoundingClientRect();
          const b = document.querySelector('consent-banner')!.shadowRoot!.querySelector('[part=panel]')!.getBoundingClientRect();
          return a.top < b.bottom && b.top < a.bottom;
        });
        assert.equal(covered, false, `#${id} is covered`);
      }
    }));

  it('is gone in the frame after the click, on a machine four times slower, and moves nothing', () =>
    visit('/', {}, async page => {
      const client = await page.context().newCDPSession(page);
      await client.send('Emulation.setCPUThrottlingRate', {rate: 4});
      await page.evaluate(watchFrames);
      await banner(page, 'accept').click();
      await page.waitForFunction(() => (window as unknown as {seen: {frames: number}}).seen.frames > 0);
      const seen = await page.evaluate(() => (window as unknown as {seen: {frames: number; shift: number}}).seen);
      assert.deepEqual(seen, {frames: 1, shift: 0});
    }));

  it('withdraws in as many steps as it takes to agree, from where the visitor is', () =>
    visit('/', {}, async page => {
      await banner(page, 'accept').click();
      await page.locator('consent-settings').scrollIntoViewIfNeeded();
      await page.locator('consent-settings section [part=withdraw]').click();
      assert.equal(await page.evaluate(() => document.querySelector('analytics-root')!.consent.hasConsent('analytics')), false);
    }));

  it('shows under a policy that allows neither inline styles nor any Trusted Types policy, without a violation', () =>
    visit('/', {}, async page => {
      const violations: string[] = [];
      page.on('console', message => message.type() === 'error' && violations.push(message.text()));
      await page.reload();
      await banner(page, 'settings').click();
      await dialog(page, 'save').click();
      await banner(page, 'panel').waitFor({state: 'detached'});
      assert.deepEqual(
        violations.filter(text => !text.includes('favicon')),
        [],
      );
    }));

  it('is not printed', () =>
    visit('/', {}, async page => {
      await page.emulateMedia({media: 'print'});
      assert.equal(await banner(page, 'panel').isVisible(), false);
    }));

  it('shows one state in two tabs: an answer in one takes the banner out of the other', () =>
    visit('/', {}, async page => {
      const other = await page.context().newPage();
      await other.goto(site.url);
      await banner(other, 'panel').waitFor();
      await banner(page, 'refuse').click();
      await banner(other, 'panel').waitFor({state: 'detached'});
    }));
});
