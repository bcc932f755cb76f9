import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Browser, Page} from 'playwright-core';
// @ts-expect-error -- the demo's server is plain JavaScript, as it runs without a build step of its own
import {startDemo} from '../../demo/serve.mjs';
import {launchChromium} from '../helpers/chromium.js';
import {until} from '../helpers/until.js';

interface Demo {
  readonly url: string;
  readonly collectorUrl: string;
  stop(): Promise<void>;
}

interface Stored {
  readonly event: string;
  readonly distinct_id: string;
  readonly properties: Record<string, unknown>;
}

describe('the demo', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;

  const stored = async (): Promise<Stored[]> => {
    const response = await fetch(`${demo.collectorUrl}/api/events?after=0&limit=1000`);
    return ((await response.json()) as {events: Stored[]}).events;
  };
  const say = async (words: string) => {
    await page.locator('textarea').first().fill(words);
    await page.keyboard.press('Enter');
  };
  const live = () => page.frameLocator('iframe').locator('body');

  before(async () => {
    demo = await (startDemo as (options: object) => Promise<Demo>)({port: 0, collectorPort: 0, database: ':memory:'});
    browser = await launchChromium();
    page = await browser.newPage({viewport: {width: 1280, height: 800}});
    await page.goto(demo.url);
  });
  after(async () => {
    await browser.close();
    await demo.stop();
  });

  it('shows within a minute what the product does: ask, measure, mask, go offline, withdraw', async () => {
    await say('before the decision');
    await live().getByText('Nothing has left this page').waitFor();
    assert.deepEqual(await stored(), []);

    await page.locator('consent-banner').getByRole('button', {name: 'Accept all', exact: true}).click();
    await say('write to jane.doe@example.com about the offer');
    await live().getByText('message_sent').first().waitFor();
    const sent = (await stored()).find(({event}) => event === 'message_sent')!;
    assert.match(String(sent.properties['message_preview']), /write to \[email\] about the offer/);
    await live().getByText('[email]').first().waitFor();

    await page.getByRole('switch', {name: 'Offline'}).click();
    await say('while the line is cut');
    await until('events to wait', () => page.evaluate(() => document.querySelector('analytics-root')!.analytics.stats().waiting > 0));
    const before = (await stored()).length;
    await page.getByRole('switch', {name: 'Offline'}).click();
    await until('them to arrive', async () => (await stored()).length > before, 20_000);
    await until(
      'nothing to wait',
      () => page.evaluate(() => document.querySelector('analytics-root')!.analytics.stats().waiting === 0),
      20_000,
    );

    const ofPage = (await stored()).findLast(({event}) => event === 'message_sent')!;
    for (const name of ['chat_completion', 'api_request']) {
      const ofBackend = await until(`${name} from the backend, beside the page's events`, async () =>
        (await stored()).findLast(({event, distinct_id: id}) => event === name && id === ofPage.distinct_id),
      );
      assert.equal(ofBackend.properties['source'], 'backend');
      assert.equal(ofBackend.properties['$session_id'], ofPage.properties['$session_id']);
    }
    const rowOf = (name: string) =>
      live()
        .locator('details', {has: page.locator(`xpath=.//*[@class="name" and text()="${name}"]`)})
        .first();
    const who = await rowOf('message_sent').locator('.who').first().innerText();
    for (const name of ['chat_completion', 'api_request']) {
      await rowOf(name).locator('summary').click();
      await rowOf(name).getByText('backend').first().waitFor();
      assert.equal(await rowOf(name).locator('.who').first().innerText(), who, 'they stand together in the live list');
    }
    assert.doesNotMatch(JSON.stringify(await stored()), /answers\?|\/api\/chats\/[^:]/, 'templates only');

    await page.getByRole('switch', {name: 'Every click'}).click();
    await until('a click of its own', async () => {
      await page.locator('#provider').click();
      return (await stored()).some(({event}) => event === '$autocapture');
    });
    await page.keyboard.press('Escape');

    await page.getByRole('button', {name: 'Withdraw', exact: true}).first().click();
    await until('the gate to close', () => page.evaluate(() => !document.querySelector('analytics-root')!.consent.hasConsent('analytics')));
    const last = (await stored()).length;
    await say('after the withdrawal');
    await page.evaluate(() => document.querySelector('analytics-root')!.analytics.flush());
    await new Promise(resolve => setTimeout(resolve, 1500));
    assert.equal((await stored()).length, last);
  });
});
