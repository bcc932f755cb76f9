import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {chromium} from 'playwright-core';
import {startDemo} from '../demo/serve.mjs';
import {chromiumArgs, findBrowsers} from './browsers.mjs';
import {build} from './build.mjs';
import {root, setUp} from './setup.mjs';

const folder = join(root, 'screenshots');
const desk = {width: 1280, height: 800};
const tablet = {width: 820, height: 1100};
const phone = {width: 390, height: 780};
const narrow = {width: 320, height: 640};
const zoomed = {width: 320, height: 256};

const themes = ['', 'paper', 'pill', 'ink'];

const openSettings = async page => {
  await page.locator('consent-banner').getByRole('button').nth(2).click();
  await page.locator('consent-settings dialog [part=save]').waitFor();
};
const standInPlace = async page => {
  await page.locator('consent-banner [part=accept]').click();
  await page.locator('consent-settings section [part=save]').waitFor({state: 'attached'});
  await page.locator('consent-settings').scrollIntoViewIfNeeded();
};
const addCategory = async page => {
  await page.locator('consent-banner [part=accept]').click();
  await page.locator('input[name=maps]').check();
  await page.locator('consent-banner [part=panel]').waitFor();
};

// name: the query of the demo's page of looks, the window, and what happens before the picture is taken
const pictures = [
  ...themes.flatMap(theme =>
    ['light', 'dark'].flatMap(scheme => [
      [`${theme || 'default'}-${scheme}`, {theme, scheme}, desk],
      [`${theme || 'default'}-${scheme}-settings`, {theme, scheme}, desk, openSettings],
      [`${theme || 'default'}-${scheme}-phone`, {theme, scheme, lang: 'de'}, phone],
      [`${theme || 'default'}-${scheme}-phone-settings`, {theme, scheme, lang: 'de'}, phone, openSettings],
    ]),
  ),
  ...themes.map(theme => [`${theme || 'default'}-in-place`, {theme}, desk, standInPlace]),
  ...['top', 'center', 'bottom-start', 'bottom-end'].map(position => [`position-${position}`, {position}, desk]),
  ...['en', 'de', 'el', 'ar', 'ja'].map(lang => [`language-${lang}`, {lang, dir: lang === 'ar' ? 'rtl' : 'ltr'}, desk]),
  ...['de', 'el', 'ar'].map(lang => [`language-${lang}-narrow`, {lang, dir: lang === 'ar' ? 'rtl' : 'ltr'}, narrow]),
  ['modal', {modal: 'on'}, desk],
  ['modal-narrow', {modal: 'on', lang: 'de'}, narrow],
  ['tablet', {}, tablet],
  ['landscape', {}, {width: 740, height: 360}],
  ['narrow-settings', {lang: 'de'}, narrow, openSettings],
  ['zoomed-400', {}, zoomed],
  ['zoomed-400-settings', {}, zoomed, openSettings],
  ['rtl', {dir: 'rtl', position: 'bottom-start'}, desk],
  ['rtl-settings', {dir: 'rtl', lang: 'ar'}, desk, openSettings],
  ['new-category', {}, desk, addCategory],
  ['new-category-settings', {}, desk, async page => (await addCategory(page), await openSettings(page))],
  ['focus', {}, desk, page => page.keyboard.press('Tab')],
  ['forced-colors', {}, desk, undefined, {forcedColors: 'active'}],
  ['forced-colors-dark', {}, desk, undefined, {forcedColors: 'active', colorScheme: 'dark'}],
  ['forced-colors-settings', {}, desk, openSettings, {forcedColors: 'active'}],
  ['forced-colors-in-place', {}, desk, standInPlace, {forcedColors: 'active'}],
  ['print', {}, desk, page => page.emulateMedia({media: 'print'})],
];

const wanted = process.argv[2] ?? '';

/** Takes every picture whose name contains the argument, of a fresh build of the demo, into `screenshots/`. */
const run = async () => {
  setUp();
  await build({quiet: true});
  rmSync(folder, {recursive: true, force: true});
  mkdirSync(folder);
  const demo = await startDemo({port: 0, collectorPort: 0, database: ':memory:'});
  const browser = await chromium.launch({executablePath: findBrowsers().chromium, args: chromiumArgs});
  const take = async (name, query, act, options) => {
    const context = await browser.newContext({reducedMotion: 'reduce', colorScheme: 'light', ...options});
    const page = await context.newPage();
    try {
      await page.goto(`${demo.url}/looks.html?${new URLSearchParams(query)}`);
      await page.locator('consent-banner [part=panel]').waitFor();
      await act?.(page);
      await page.screenshot({path: join(folder, `${name}.png`), animations: 'disabled'});
    } finally {
      await context.close();
    }
  };
  const shown = async (url, name, viewport) => {
    const page = await browser.newPage({viewport, reducedMotion: 'reduce'});
    await page.goto(demo.url + url);
    await page.locator('consent-banner [part=panel]').waitFor();
    await page.screenshot({path: join(folder, `${name}.png`)});
    await page.close();
  };
  try {
    for (const [name, query, viewport, act, options] of pictures)
      if (name.includes(wanted)) await take(name, query, act, {viewport, ...options});
    if ('demo'.includes(wanted)) {
      await shown('/', 'demo', desk);
      await shown('/', 'demo-phone', phone);
      await shown('/privacy.html', 'demo-privacy', desk);
    }
  } finally {
    await browser.close();
    await demo.stop();
  }
};

await run();
