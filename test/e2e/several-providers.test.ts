import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import type {EventRecord} from '../../src/types.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

interface Sink {
  readonly url: string;
  readonly records: EventRecord[];
  /** What it does with a request. */
  mode: 'answer' | 'hang';
  stop(): Promise<void>;
}

const startSink = async (): Promise<Sink> => {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += String(chunk)));
    request.on('end', () => {
      if (sink.mode === 'hang') return;
      sink.records.push(...(JSON.parse(body || '{"records":[]}') as {records: EventRecord[]}).records);
      response.setHeader('Access-Control-Allow-Origin', '*').end('{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records: [],
    mode: 'answer',
    stop: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
  return sink;
};

type Root = HTMLElement & {
  consent: {setCategory(category: string, granted: boolean): void; acceptAll(): void};
  analytics: {track(name: string, properties?: object, options?: object): void; identify(id: string): void; flush(): Promise<void>};
};

describe('several providers, in Chromium, with the real build', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;
  let first: Sink;
  let second: Sink;

  const open = async (path = '/'): Promise<Page> => {
    const opened = await context.newPage();
    await opened.goto(site.url + path);
    await opened.waitForFunction(() => 'consent' in document.querySelector('analytics-root')!);
    return opened;
  };
  const grant = (target: Page, category: string, granted = true) =>
    target.evaluate(
      ([name, value]) => document.querySelector<Root>('analytics-root')!.consent.setCategory(name as string, value as boolean),
      [category, granted] as const,
    );
  const track = (target: Page, name: string, category?: string) =>
    target.evaluate(
      ([event, of]) => {
        document.querySelector<Root>('analytics-root')!.analytics.track(event!, {}, of ? {category: of} : {});
      },
      [name, category] as const,
    );
  const names = (sink: Sink) => sink.records.map(({event, type}) => (type === 'track' ? event : type));
  const arrived = (sink: Sink, name: string) => until(`${name} arrives`, () => names(sink).includes(name));

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    [first, second] = [await startSink(), await startSink()];
    const page = (body: string) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>
<script type="module" src="/askfirst.js"></script></head><body>${body}
<button data-track="ad_clicked" data-track-category="marketing">Ad</button></body></html>`;
    site = await startSite({
      pages: {
        '/': page(`<analytics-root provider="http" api-host="${first.url}" page-views="manual">
          <analytics-provider name="http" category="marketing" api-host="${second.url}"></analytics-provider></analytics-root>`),
        '/flags': page(`<script type="module">
          import {registerProvider} from '/askfirst.js';
          const none = () => {};
          registerProvider('flagged', () => ({name: 'flagged', manifest: {hosts: [], cookies: [], localStorage: [], sessionStorage: [],
            indexedDB: [], maxAgeMs: 1e6, batch: {events: 10, bytes: 1e5}, dedupes: true, canStop: true},
            init: none, track: none, identify: none, page: none, reset: none, shutdown: none,
            flags: {flag: key => ({composer: 'b', off: false})[key], onFlags: listener => (setTimeout(listener, 50), none)}}));
          </script><analytics-root provider="flagged"></analytics-root>
          <feature-flag key="composer" variant="b"><p>New</p><p slot="otherwise">Old</p></feature-flag>
          <feature-flag key="composer" variant="c"><p>Other variant</p></feature-flag><feature-flag key="off"><p>Off</p></feature-flag>`),
        '/both': page(`<analytics-root provider="http" api-host="${first.url}" page-views="manual">
          <analytics-provider name="http" api-host="${second.url}"></analytics-provider></analytics-root>`),
      },
    });
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([site.stop(), first.stop(), second.stop()]);
  });

  it('an event reaches a provider only if both its category and the provider’s are granted', async () => {
    const target = await open();
    await grant(target, 'analytics');
    await track(target, 'one');
    await track(target, 'never', 'marketing');
    await arrived(first, 'one');
    await grant(target, 'marketing');
    await track(target, 'two');
    await target.getByRole('button', {name: 'Ad'}).click();
    for (const sink of [first, second]) {
      await arrived(sink, 'two');
      await arrived(sink, 'ad_clicked');
    }
    assert.deepEqual(names(first), ['one', 'two', 'ad_clicked']);
    assert.deepEqual(names(second), ['two', 'ad_clicked']);
    await grant(target, 'analytics', false);
    await track(target, 'never');
    await track(target, 'three', 'marketing');
    await arrived(second, 'three');
    await new Promise(resolve => setTimeout(resolve, 500));
    assert.deepEqual([names(first).length, names(second)], [3, ['two', 'ad_clicked', 'three']]);
    const ids = (name: string) => second.records.find(({event}) => event === name)!.anonymous_id;
    assert.notEqual(ids('two'), ids('three'), 'what was withdrawn is not linked with what follows');
  });

  it('a withdrawn category leaves the disk at once, and the rest is delivered', async () => {
    const target = await open();
    [first.mode, second.mode] = ['hang', 'hang'];
    await target.evaluate(() => document.querySelector<Root>('analytics-root')!.consent.acceptAll());
    await track(target, 'kept');
    await track(target, 'secret_sale', 'marketing');
    const onDisk = () => target.evaluate(() => JSON.stringify(Object.entries(localStorage).filter(([key]) => key.includes(':q:'))));
    await until('both wait', async () => /kept.*secret_sale|secret_sale.*kept/.test(await onDisk()));
    await grant(target, 'marketing', false);
    await until('it is gone', async () => !(await onDisk()).includes('secret_sale'));
    assert.ok(!(await onDisk()).includes('http.1'), 'nothing waits for a provider that has no grant');
    [first.mode, second.mode] = ['answer', 'answer'];
    await until('the rest arrives', async () => {
      await target.evaluate(() => document.querySelector<Root>('analytics-root')!.analytics.flush());
      return names(first).includes('kept');
    });
    assert.deepEqual([names(first), names(second)], [['kept'], []]);
  });

  it('a feature-flag shows what its provider says, and the other thing without consent', async () => {
    const target = await open('/flags');
    const shown = (text: string) => target.getByText(text, {exact: true});
    await shown('Old').waitFor();
    await grant(target, 'analytics');
    await shown('New').waitFor();
    for (const text of ['Old', 'Other variant', 'Off']) assert.equal(await shown(text).isVisible(), false, text);
    await grant(target, 'analytics', false);
    await shown('Old').waitFor();
    assert.equal(await shown('New').isVisible(), false);
  });

  it('one that hangs does not keep the other waiting, and what is added knows who the visitor is', async () => {
    const target = await open('/both');
    first.mode = 'hang';
    await grant(target, 'analytics');
    await target.evaluate(() => document.querySelector<Root>('analytics-root')!.analytics.identify('user_42'));
    await track(target, 'one');
    await arrived(second, 'one');
    assert.deepEqual(names(second), ['identify', 'one']);
    const third = await startSink();
    try {
      await target.evaluate(url => {
        const added = document.createElement('analytics-provider');
        added.setAttribute('name', 'http');
        added.setAttribute('api-host', url);
        document.querySelector('analytics-root')!.append(added);
      }, third.url);
      await arrived(third, 'identify');
      await track(target, 'two');
      await arrived(third, 'two');
      assert.deepEqual([names(third), third.records[0]!.user_id], [['identify', 'two'], 'user_42']);
      await arrived(second, 'two');
      await target.evaluate(() => document.querySelectorAll('analytics-provider')[1]!.remove());
      await track(target, 'three');
      await arrived(second, 'three');
      await new Promise(resolve => setTimeout(resolve, 500));
      assert.deepEqual([names(third).length, names(second)], [2, ['identify', 'one', 'two', 'three']]);
    } finally {
      await third.stop();
    }
  });
});
