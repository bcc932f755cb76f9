import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {fileURLToPath} from 'node:url';
import {after, before, test} from 'node:test';
import type {Browser, Page} from 'playwright-core';
import {createCollector, type Collector} from '../../src/server/collector/index.js';
import {createProxy} from '../../src/server/proxy/index.js';
import {launchChromium} from '../helpers/chromium.js';
import {until} from '../helpers/until.js';

// The collector's writer thread runs from source, like the tests.
process.env['NODE_OPTIONS'] = `--import ${new URL('../helpers/register-tsx.mjs', import.meta.url).href}`;

const app = fileURLToPath(new URL('../../.cache/sveltekit/app', import.meta.url));
const endings: (() => unknown)[] = [];
let collector: Collector;
let browser: Browser;
let url: string;
const shopSaid: string[] = [];

interface Stored {
  readonly event: string;
  readonly distinctId: string;
  readonly properties: Record<string, unknown>;
}

/** What the collector has, of the page and of the server alike. */
const stored = (): Stored[] =>
  collector.store
    .after(0, 1000)
    .map(row => ({...row, properties: JSON.parse(row.properties) as Record<string, unknown>}) as unknown as Stored);

const named = (name: string, where: Record<string, unknown> = {}) =>
  stored().filter(({event, properties}) => event === name && Object.entries(where).every(([key, value]) => properties[key] === value));

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as {port: number};
  server.close();
  await once(server, 'close');
  return port;
};

/** The built shop, as `npm start` runs it. */
const startShop = async (analyticsHost: string): Promise<string> => {
  const port = await freePort();
  const shop = spawn(process.execPath, ['build'], {
    cwd: app,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOST: '127.0.0.1',
      HOST_HEADER: 'x-forwarded-host',
      PROTOCOL_HEADER: 'x-forwarded-proto',
      ANALYTICS_HOST: analyticsHost,
      PUBLIC_ANALYTICS_HOST: '/ingest',
    },
  });
  endings.push(async () => {
    shop.kill('SIGKILL');
    await once(shop, 'exit');
  });
  for (const stream of [shop.stdout, shop.stderr]) stream.setEncoding('utf8').on('data', text => shopSaid.push(String(text)));
  await until('the shop listens', () => shopSaid.join('').includes('Listening'), 30_000);
  return `http://127.0.0.1:${port}`;
};

before(async () => {
  collector = createCollector({db: ':memory:', port: 0, writeLog: () => undefined, rates: {eventsPerSecond: 0, requestsPerSecond: 0}});
  const {url: vendor} = await collector.start();
  endings.push(() => collector.stop());
  const proxy = createProxy({upstream: await startShop(vendor), port: 0, stopMs: 500, openapi: [], relay: {to: {posthog: vendor}}});
  ({url} = await proxy.start());
  endings.push(() => proxy.stop());
  browser = await launchChromium();
  endings.push(() => browser.close());
});
after(async () => {
  for (const ending of endings.reverse()) await ending();
});

/** A visitor, whose page notes every banner that ever comes into it, and every error. */
const visit = async (): Promise<{page: Page; errors: string[]; hadBanner: () => Promise<boolean>}> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', error => errors.push(error.message));
  await page.addInitScript(() => {
    new MutationObserver(() => {
      if (document.querySelector('consent-banner')) document.documentElement.dataset['hadBanner'] = 'yes';
    }).observe(document, {childList: true, subtree: true});
  });
  await page.goto(url);
  return {page, errors, hadBanner: () => page.evaluate(() => document.documentElement.dataset['hadBanner'] === 'yes')};
};

test('the server renders every page without throwing, and nothing is told before a decision', async () => {
  for (const path of ['/', '/teas/sencha', '/privacy']) {
    const response = await fetch(url + path);
    const html = await response.text();
    assert.equal(response.status, 200);
    assert.match(html, /<analytics-root[^>]*api-host="\/ingest"/);
    assert.match(html, /<consent-banner/);
    assert.match(html, /Analytics: <output>off<\/output>/);
  }
  const {page, errors} = await visit();
  await page.getByRole('button', {name: 'Accept all'}).waitFor();
  await page.getByRole('link', {name: /Sencha/}).click();
  await page.getByRole('button', {name: 'Brew'}).click();
  await page.getByText('Ready in 2 minutes.').waitFor();
  assert.deepEqual(errors, []);
  assert.deepEqual(stored(), []);
  assert.deepEqual(
    shopSaid.filter(text => /error|throw/i.test(text)),
    [],
  );
  await page.context().close();
});

test('after a yes the page and its server tell one story, and no banner comes again', async () => {
  const {page, errors, hadBanner} = await visit();
  await page.getByRole('button', {name: 'Accept all'}).click();
  await page.getByText('Analytics: on').waitFor();
  await until('the first page is told', () => named('$pageview', {$pathname: '/'}).length > 0, 20_000);
  await page.getByRole('link', {name: /Darjeeling/}).click();
  await page.getByRole('button', {name: 'Brew'}).click();
  await page.getByText('Ready in 3 minutes.').waitFor();

  const [inPage] = await until(
    'the brew is told by the page',
    () => (named('tea_brewed').length > 0 ? named('tea_brewed') : undefined),
    20_000,
  );
  const [onServer] = await until('and by the server', () => (named('brew_started').length > 0 ? named('brew_started') : undefined), 20_000);
  const [asked] = await until('and its request', () => {
    const found = named('api_request', {endpoint: '/api/brews/[slug]'});
    return found.length > 0 ? found : undefined;
  });
  assert.deepEqual([inPage!.properties['tea'], inPage!.properties['minutes']], ['darjeeling', 3]);
  assert.equal(onServer!.properties['tea'], 'darjeeling');
  assert.equal(asked!.properties['status_code'], 201);
  for (const event of [onServer!, asked!]) {
    assert.equal(event.distinctId, inPage!.distinctId, 'one pseudonym');
    assert.equal(event.properties['$session_id'], inPage!.properties['$session_id'], 'one session');
  }
  await until('the page that was navigated to is told', () => named('$pageview', {$pathname: '/teas/darjeeling'}).length === 1);

  assert.equal(await hadBanner(), true, 'the first page had one');
  const cookie = (await page.context().cookies()).map(({name, value}) => `${name}=${value}`).join('; ');
  assert.doesNotMatch(await (await fetch(url, {headers: {cookie}})).text(), /consent-banner/);
  await page.reload();
  await page.getByText('Analytics: on').waitFor();
  assert.equal(await hadBanner(), false, 'the next one never does');
  assert.deepEqual(errors, []);

  assert.equal((await page.goto(`${url}/leaky`))!.status(), 500);
  await page.getByText('The kettle has boiled over.').waitFor();
  const failed = await until('the failure is told', () => named('api_error', {endpoint: '/leaky'}).at(-1));
  assert.deepEqual([failed.properties['status_code'], failed.properties['error_category']], [500, 'server_error']);
  const thrown = await until('what was thrown is told', () => named('$exception', {endpoint: '/leaky'}).at(-1));
  assert.match(JSON.stringify(thrown.properties['$exception_list']), /"type":"RangeError"/);
  assert.ok(!JSON.stringify(stored()).includes('jane.doe'));
  await page.context().close();
});

test('after a no there is no banner either, and after a withdrawal nothing more is told', async () => {
  const {page, hadBanner} = await visit();
  await page.getByRole('button', {name: 'Essential only'}).click();
  await page.reload();
  await page.getByText('Analytics: off').waitFor();
  assert.equal(await hadBanner(), false);
  const count = stored().length;
  await page.getByRole('link', {name: /Sencha/}).click();
  await page.getByRole('button', {name: 'Brew'}).click();
  await page.getByText('Ready in 2 minutes.').waitFor();
  const cookie = (await page.context().cookies()).map(({name, value}) => `${name}=${value}`).join('; ');
  const body = JSON.stringify({api_key: 'phc_demo', batch: [{event: 'forged', distinct_id: 'x', properties: {}}]});
  assert.equal(
    (await fetch(`${url}/ingest/batch/`, {method: 'POST', headers: {cookie}, body})).status,
    403,
    'the relay looks at the cookie again',
  );
  assert.equal(stored().length, count);
  await page.context().close();
});
