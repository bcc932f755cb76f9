import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test, type TestContext} from 'node:test';
import type {Browser, Page} from 'playwright-core';
import {createCollector, type Collector, type CollectorOptions} from '../../src/server/collector/index.js';
import {launchChromium} from '../helpers/chromium.js';

let browser: Browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

const start = async (t: TestContext, options: Partial<CollectorOptions> = {}): Promise<{url: string; collector: Collector}> => {
  const collector = createCollector({db: ':memory:', port: 0, writeLog: () => {}, ...options});
  t.after(() => collector.stop());
  return {url: (await collector.start()).url, collector};
};

const capture = (url: string, body: unknown) =>
  fetch(`${url}/e/`, {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const anEvent = (event: string, properties: object = {}) => ({api_key: 'phc_demo', event, distinct_id: 'visitor-7', properties});

const open = async (t: TestContext, url: string, options: Parameters<Browser['newContext']>[0] = {}) => {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const problems: string[] = [];
  const foreign: string[] = [];
  page.on('console', message => ['error', 'warning'].includes(message.type()) && problems.push(message.text()));
  page.on('pageerror', error => problems.push(String(error)));
  page.on('request', request => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) foreign.push(request.url());
  });
  await page.goto(`${url}/`);
  return {page, problems, foreign};
};

const row = (page: Page, name: string) => page.locator('collector-live-feed li', {hasText: name}).first();

test('shows what comes in as it comes, with what was masked and dropped, and what was refused and why', async t => {
  const {url} = await start(t);
  await capture(url, anEvent('earlier_event'));
  const {page, problems, foreign} = await open(t, url);
  await row(page, 'earlier_event').waitFor();
  await capture(url, anEvent('message_sent', {note: 'write to jane.roe@example.org', $ip: '203.0.113.9', page_path: '/chat'}));
  await row(page, 'message_sent').waitFor();
  await capture(url, '{broken');
  await page.locator('collector-live-rejected li', {hasText: 'invalid JSON'}).waitFor();

  // By keyboard alone: to the row, and into it.
  await row(page, 'message_sent').locator('summary').focus();
  await page.keyboard.press('Enter');
  await row(page, 'message_sent').getByText('Dropped, never stored').waitFor();
  const inside = await row(page, 'message_sent').innerText();
  assert.match(inside, /properties\.note → \[email\]/);
  assert.match(inside, /Dropped, never stored: \$ip/);
  assert.ok(!inside.includes('jane.roe') && !inside.includes('203.0.113.9'));
  await page.locator('collector-live-names', {hasText: 'message_sent'}).waitFor();
  await page.locator('collector-live-masked', {hasText: '[email]'}).waitFor();

  for (const panel of ['overview', 'names', 'masked', 'rejected', 'consent', 'feed'])
    assert.ok(await page.locator(`collector-live-${panel}`).isVisible());
  assert.ok((await page.locator('collector-live-overview table').count()) > 0, 'the chart has its table');
  assert.deepEqual([problems, foreign], [[], []]);
});

test('an event whose name and properties are markup is text', async t => {
  const {url} = await start(t);
  const {page, problems} = await open(t, url);
  const bad = '"><svg onload=window.x=1><img src=x onerror=window.x=1>';
  await capture(url, anEvent(bad, {[bad]: bad, link: 'javascript:window.x=1'}));
  const item = row(page, 'svg onload');
  await item.locator('summary').click();
  assert.ok((await item.innerText()).includes('onerror=window.x=1'));
  await page.locator('collector-live-names', {hasText: 'onerror'}).waitFor();
  assert.equal(await page.evaluate(() => (globalThis as {x?: number}).x), undefined);
  assert.equal(await page.locator('svg, img, iframe, a').count(), 0);
  assert.deepEqual(problems, []);
});

test('is served with a strict policy, to this machine only', async t => {
  const {url} = await start(t);
  const {headers, status} = await fetch(`${url}/live`);
  assert.equal(status, 200);
  const policy = headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'/);
  assert.ok(!/unsafe|https?:|\*/.test(policy));
  assert.equal(headers.get('x-frame-options'), 'DENY');
  const foreign = await start(t, {host: '0.0.0.0'});
  assert.equal((await fetch(foreign.url.replace('0.0.0.0', '127.0.0.1'))).status, 403);
});

test('with a read token, it shows nothing before the token is given', async t => {
  const {url} = await start(t, {readToken: 'open-sesame'});
  await capture(url, anEvent('secret_event'));
  const {page} = await open(t, url);
  await page.getByLabel(/read token/).fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the read token.').waitFor();
  assert.equal(await page.getByText('secret_event').count(), 0);
  await page.getByLabel(/read token/).fill('open-sesame');
  await page.keyboard.press('Enter');
  await row(page, 'secret_event').waitFor();
  await capture(url, anEvent('second_event'));
  await row(page, 'second_event').waitFor();
});

test('can be filtered, paused, and goes on after the collector was away', async t => {
  const {url, collector} = await start(t);
  for (const name of ['one_event', 'two_event']) await capture(url, anEvent(name));
  const {page} = await open(t, url);
  await row(page, 'two_event').waitFor();
  await page.getByLabel('Event', {exact: true}).selectOption('one_event');
  await row(page, 'one_event').waitFor();
  await page.locator('collector-live-feed li', {hasText: 'two_event'}).waitFor({state: 'detached'});
  await page.getByLabel('Event', {exact: true}).selectOption('');
  await row(page, 'two_event').waitFor();
  await page.getByRole('button', {name: 'Pause'}).click();
  await page.locator('.state', {hasText: 'paused'}).waitFor();
  await capture(url, anEvent('three_event'));
  await page.getByRole('button', {name: 'Go on'}).click();
  await row(page, 'three_event').waitFor();
  await collector.stop();
  await page.locator('.state.lost').waitFor();
});

test('has no accessibility violation, and fits, in light, in dark and on a phone', async t => {
  const {url} = await start(t, {adminToken: 'admin-secret'});
  const flags = {'new-composer': {rollout: 25}, 'button-colour': {variants: {red: 50, blue: 50}, payloads: {red: {hex: '#f00'}}}};
  const headers = {Authorization: 'Bearer admin-secret', 'Content-Type': 'application/json'};
  assert.equal((await fetch(`${url}/api/admin/flags`, {method: 'PUT', headers, body: JSON.stringify(flags)})).status, 200);
  await capture(url, '{');
  await capture(url, anEvent('message_sent', {note: 'of jane.roe@example.org'}));
  const {page} = await open(t, url, {bypassCSP: true});
  await row(page, 'message_sent').locator('summary').click();
  await page.locator('collector-live-masked table').waitFor();
  await page.getByLabel('Variants of button-colour').waitFor();
  await page.addScriptTag({content: readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')});
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
  ] as const) {
    await page.emulateMedia({colorScheme});
    await page.setViewportSize({width, height: 800});
    const violations = await page.evaluate(async () => {
      const {axe} = globalThis as unknown as {
        axe: {run(): Promise<{violations: {id: string; nodes: {html: string; failureSummary: string}[]}[]}>};
      };
      return (await axe.run()).violations.map(
        ({id, nodes}) => `${id}: ${nodes.map(node => `${node.html} ${node.failureSummary}`).join(' | ')}`,
      );
    });
    assert.deepEqual(violations, [], `${colorScheme}, ${width} px`);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false, `nothing is cut off at ${width} px`);
  }
});

test('feature flags are changed on the page, and count at once', async t => {
  const {url} = await start(t, {adminToken: 'admin-secret'});
  const {page, problems} = await open(t, url);
  const panel = page.locator('collector-live-flags');
  await panel.getByLabel('A new flag').fill('new-composer');
  await page.keyboard.press('Enter');
  await panel.getByLabel('Variants of new-composer').fill('red 60, blue 30');
  await panel.getByLabel('Admin token').fill('admin-secret');
  await page.keyboard.press('Enter');
  await panel.getByText('do not add up to 100').waitFor();
  // The browser's own word on the refused request, and nothing else.
  assert.match(problems.splice(0).join(), /^[^,]*400 \(Bad Request\)$/);
  await panel.getByLabel('Variants of new-composer').fill('red 60, blue 40');
  await panel.getByRole('button', {name: 'Save all'}).click();
  await panel.getByText('Saved').waitFor();
  const answer = await fetch(`${url}/flags/?v=2`, {method: 'POST', body: JSON.stringify({token: 'phc_demo', distinct_id: 'a'})});
  const {flags} = (await answer.json()) as {flags: Record<string, {enabled: boolean; variant: string}>};
  assert.match(flags['new-composer']!.variant, /^(red|blue)$/);
  assert.deepEqual(problems, []);
});
