import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Browser} from 'playwright-core';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';

const seven = [
  'ad_storage',
  'ad_user_data',
  'ad_personalization',
  'analytics_storage',
  'functionality_storage',
  'personalization_storage',
  'security_storage',
];

/** Stands for Google's tag: notes what it finds when it runs. */
const tag = 'window.found = JSON.stringify([...(window.dataLayer ?? [])].map(entry => [...entry]));';
const page = (root: string, head: string, body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
${head}<script type="module" src="/askfirst.js"></script></head><body><analytics-root ${root}></analytics-root>
<consent-banner></consent-banner>${body}</body></html>`;

type Entry = ['consent', 'default' | 'update', Record<string, string | number>];

describe('Google’s consent mode, in Chromium, with the real build', () => {
  let browser: Browser;
  let site: Site;

  before(async () => {
    browser = await launchChromium();
    site = await startSite({
      pages: {
        '/basic': page('google-consent-mode="basic"', '', '<script type="text/plain" data-consent="analytics" src="/tag.js"></script>'),
        '/advanced': page(
          'google-consent-mode="advanced"',
          '<script src="/google-consent.js" data-wait-for-update="900" data-regions="DE FR"></script><script src="/tag.js"></script>',
          '',
        ),
      },
      scripts: {'/tag.js': tag},
    });
  });
  after(async () => {
    await browser.close();
    await site.stop();
  });

  const open = async (path: string) => {
    const target = await (await browser.newContext()).newPage();
    await target.goto(site.url + path);
    const banner = target.locator('consent-banner');
    await banner.getByRole('button', {name: 'Accept all'}).waitFor();
    const read = (from: string) => target.evaluate(text => JSON.parse(text) as Entry[], from);
    const layer = async () =>
      read(
        await target.evaluate(() => JSON.stringify([...(window as never as {dataLayer: Iterable<[]>}).dataLayer].map(entry => [...entry]))),
      );
    const found = async () => {
      await target.waitForFunction(() => 'found' in window);
      return read(await target.evaluate(() => (window as never as {found: string}).found));
    };
    const decide = (category: string, granted: boolean) =>
      target.evaluate(
        ([name, value]) =>
          (
            document.querySelector('analytics-root') as never as {consent: {setCategory(name: string, value: boolean): void}}
          ).consent.setCategory(name as string, value as boolean),
        [category, granted] as const,
      );
    return {target, layer, found, decide};
  };
  const granted = ([, , signals]: Entry) => Object.keys(signals).filter(signal => signals[signal] === 'granted');

  it('basic: no tag runs before consent, and it finds all signals denied and then what was decided', async () => {
    const {target, layer, found, decide} = await open('/basic');
    assert.equal(await target.evaluate(() => 'found' in window), false);
    await decide('analytics', true);
    const [first, second, ...more] = await found();
    assert.deepEqual([first!.slice(0, 2), more], [['consent', 'default'], []]);
    assert.deepEqual(Object.keys(first![2]).sort(), [...seven, 'wait_for_update'].sort());
    assert.ok(seven.every(signal => first![2][signal] === 'denied'));
    assert.deepEqual(
      [second!.slice(0, 2), granted(second!)],
      [
        ['consent', 'update'],
        ['analytics_storage', 'security_storage'],
      ],
    );
    await decide('marketing', true);
    assert.deepEqual(granted((await layer()).at(-1)!), [
      'ad_storage',
      'ad_user_data',
      'ad_personalization',
      'analytics_storage',
      'security_storage',
    ]);
    await decide('analytics', false);
    await decide('marketing', false);
    assert.deepEqual(granted((await layer()).at(-1)!), ['security_storage']);
    await decide('analytics', true);
    await target.reload();
    assert.deepEqual((await found()).map(granted), [[], ['analytics_storage', 'security_storage']], 'said again on the next page');
  });

  it('advanced: the head script denies all before the tag, once, and a decision updates it', async () => {
    const {target, layer, found, decide} = await open('/advanced');
    const [first, ...more] = await found();
    assert.deepEqual(more, []);
    assert.ok(seven.every(signal => first![2][signal] === 'denied'));
    assert.deepEqual([first![2]['wait_for_update'], first![2]['region']], [900, ['DE', 'FR']]);
    await decide('marketing', true);
    await target.waitForFunction(() => (window as never as {dataLayer: unknown[]}).dataLayer.length === 2);
    assert.deepEqual(granted((await layer())[1]!), ['ad_storage', 'ad_user_data', 'ad_personalization', 'security_storage']);
  });
});
