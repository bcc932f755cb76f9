import assert from 'node:assert/strict';
import {text} from 'node:stream/consumers';
import {test} from 'node:test';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {createProxy} from '../../src/server/proxy/index.js';
import {launchChromium} from '../helpers/chromium.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Shop</title><script type="module" src="/askfirst.js"></script></head>
<body><analytics-root provider="posthog" api-key="phc_demo" api-host="/ingest" consent-cookie="askfirst_consent"></analytics-root>
<consent-banner></consent-banner><footer><consent-settings></consent-settings></footer></body></html>`;

test("the page's events go through the relay of its own site, with its cookie at the relay and without it at the vendor", async t => {
  const seen: {readonly cookie: string | undefined; readonly body: string}[] = [];
  const vendor = createServer(async (request, response) => {
    seen.push({cookie: request.headers.cookie, body: await text(request)});
    response.writeHead(200, {'Content-Type': 'application/json', 'Set-Cookie': 'vendor=1'}).end('{"status":1}');
  });
  await new Promise<void>(resolve => vendor.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    vendor.close();
    vendor.closeAllConnections();
  });
  const site = await startSite({pages: {'/': page}});
  t.after(() => site.stop());
  const to = {posthog: `http://127.0.0.1:${(vendor.address() as AddressInfo).port}`};
  const proxy = createProxy({upstream: site.url, port: 0, stopMs: 500, openapi: [], relay: {to}});
  const {url} = await proxy.start();
  t.after(() => proxy.stop());
  const browser = await launchChromium();
  t.after(() => browser.close());

  const context = await browser.newContext();
  const visitor = await context.newPage();
  await visitor.goto(url);
  await visitor.getByRole('button', {name: 'Accept all'}).click();
  await until('the page view arrives', () => seen.some(({body}) => body.includes('$pageview')), 20_000);
  assert.ok(seen.every(({cookie}) => cookie === undefined));
  assert.ok(!(await context.cookies()).some(({name}) => name === 'vendor'));
  assert.equal(proxy.stats().relay['no_consent'], undefined);

  const cookies = (await context.cookies()).map(({name, value}) => `${name}=${value}`).join('; ');
  const forge = (headers: Record<string, string>) => fetch(`${url}/ingest/batch/`, {method: 'POST', headers, body: '{}'});
  assert.equal((await forge({cookie: cookies})).status, 200);
  await visitor.evaluate(() =>
    (document.querySelector('analytics-root') as unknown as {consent: {withdrawAll(): void}}).consent.withdrawAll(),
  );
  const later = await until('the cookie says no', async () => {
    const now = (await context.cookies()).map(({name, value}) => `${name}=${value}`).join('; ');
    return now === cookies ? undefined : now;
  });
  const count = seen.length;
  assert.equal((await forge({cookie: later})).status, 403);
  assert.equal(seen.length, count);
});
