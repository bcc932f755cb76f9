import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import type {Browser} from 'playwright-core';
import type {Collector, EventView} from '../../src/server/collector/index.js';
import {createCollector} from '../../src/server/collector/index.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';

const page = (collector: string, inspector: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title><script type="module" src="/askfirst.js"></script></head>
<body><h1>Shop</h1><analytics-root provider="posthog" api-key="phc_demo" api-host="${collector}"></analytics-root>
<consent-banner></consent-banner>${inspector}</body></html>`;

describe('the inspector, as built, under a strict policy', () => {
  let browser: Browser;
  let collector: Collector;
  let collectorUrl: string;
  let site: Site;

  before(async () => {
    collector = createCollector({db: ':memory:', port: 0, writeLog: () => {}});
    collectorUrl = (await collector.start()).url;
    site = await startSite({
      pages: {'/': page(collectorUrl, '<analytics-inspector></analytics-inspector>'), '/plain': page(collectorUrl, ''), '/favicon.ico': ''},
      headers: {
        'Content-Security-Policy': `default-src 'self'; connect-src 'self' ${collectorUrl}; require-trusted-types-for 'script'; trusted-types 'none'`,
      },
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await site.stop();
    await collector.stop();
  });

  it('shows the way of an event that a real collector has acknowledged, without the page being able to tell', async () => {
    const target = await browser.newPage();
    const complaints: string[] = [];
    target.on('console', message => message.type() === 'error' && complaints.push(message.text()));
    target.on('pageerror', error => complaints.push(error.message));
    await target.goto(site.url);
    const inspector = target.locator('analytics-inspector');
    await inspector.getByRole('heading', {name: 'Analytics inspector'}).waitFor();
    assert.deepEqual(await target.evaluate(() => [localStorage.length, document.cookie]), [0, '']);
    await target.getByRole('button', {name: 'Accept all'}).click();
    await target.evaluate(() => document.querySelector('analytics-root')!.analytics.track('bought', {note: 'for jane@example.com'}));
    const row = inspector.locator('tbody').filter({has: target.getByRole('button', {name: 'bought'})});
    await row.getByText('acknowledged').waitFor();
    await row.getByText('masked: email').waitFor();
    await row.getByRole('button', {name: 'bought'}).click();
    await row.getByText('"for [email]"').waitFor();
    const uuid = await row.getByText('uuid', {exact: true}).locator('xpath=following-sibling::*').textContent();
    const {events} = (await (await fetch(`${collectorUrl}/api/events?after=0&limit=1000`)).json()) as {events: EventView[]};
    assert.deepEqual(
      events.filter(({event}) => event === 'bought').map(event => event.uuid),
      [uuid],
    );
    assert.deepEqual(complaints, []);
    await target.close();
  });

  it('is fetched only where a page has one', async () => {
    const from = site.requests.length;
    const target = await browser.newPage();
    await target.goto(`${site.url}/plain`);
    await target.getByRole('button', {name: 'Accept all'}).click();
    await target.waitForFunction(() => document.querySelector('analytics-root')!.analytics.stats().delivered > 0);
    assert.deepEqual(
      site.requests.slice(from).filter(path => /inspector|on-demand/.test(path)),
      [],
    );
    await target.evaluate(() => document.body.append(document.createElement('analytics-inspector')));
    await target.getByRole('heading', {name: 'Analytics inspector'}).waitFor();
    assert.equal(site.requests.filter(path => path.includes('analytics-inspector')).length > 0, true);
    await target.close();
  });
});
