import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import type {PurgeReport} from '../../src/purge-types.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

/** A vendor that writes everything it has, everywhere, every 200 ms; a stubborn one goes on whatever it is told. */
const vendor = `
const stores = async id => {
  document.cookie = 'vendor_id=' + id + '; Path=/; Max-Age=1000';
  localStorage.setItem('vendor_local', id);
  sessionStorage.setItem('vendor_session', id);
  const open = indexedDB.open('vendor_db');
  open.onupgradeneeded = () => open.result.createObjectStore('s');
  open.onsuccess = () => open.result.close();
  await caches.open('vendor_cache');
};
const create = (name, stubborn, initMs = 0) => () => {
  let timer;
  return {
    name,
    manifest: {
      hosts: [], cookies: ['vendor_*'], localStorage: ['vendor_*'], sessionStorage: ['vendor_*'], indexedDB: ['vendor_db'],
      cacheStorage: ['vendor_*'], unreachable: {httpOnly: ['vendor_sid'], thirdParty: ['vendor.example']},
      maxAgeMs: 1e6, batch: {events: 10, bytes: 1e5}, dedupes: true, canStop: !stubborn,
    },
    async init(config, host) {
      window.begun = true;
      if (initMs) await new Promise(resolve => setTimeout(resolve, initMs));
      const id = host.identity().anonymousId;
      window.ids = [...(window.ids ?? []), id];
      stores(id);
      timer = setInterval(() => { window.writes = (window.writes ?? 0) + 1; stores(id); }, 200);
    },
    track() {}, identify() {}, page() {}, reset() {},
    async send(records) {
      window.sent = (window.sent ?? 0) + records.length;
      window.last = records.find(({event}) => event === 'afterwards') ?? window.last;
    },
    erase() { window.erased = [...(window.erased ?? []), window.ids.at(-1)]; },
    shutdown() { window.shutDowns = (window.shutDowns ?? 0) + 1; if (!stubborn) clearInterval(timer); },
  };
};
export {create};
`;

const page = (provider: string, attributes = '', body = '') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Page</title><script type="module">
import {registerProvider} from '/askfirst.js';
import {create} from '/vendor.js';
registerProvider('polite', create('polite', false));
registerProvider('stubborn', create('stubborn', true));
registerProvider('late', create('late', false, 3500));
window.reports = [];
document.addEventListener('consent-purge', ({report}) => reports.push(report));
</script></head><body><h1>Page</h1><analytics-root provider="${provider}" ${attributes}></analytics-root>
<consent-banner></consent-banner>${body}<consent-settings></consent-settings></body></html>`;

interface Window {
  reports: PurgeReport[];
  ids?: string[];
  writes?: number;
  sent?: number;
  begun?: boolean;
  shutDowns?: number;
}
type Root = HTMLElement & {
  consent: {withdrawAll(): void; acceptAll(): void; setCategory(category: string, granted: boolean): void};
  analytics: {track(name: string): void; flush(): Promise<void>; forget(): Promise<unknown>};
};

describe('a withdrawal, in Chromium, with the real build', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Site;

  const open = async (path: string): Promise<Page> => {
    const opened = await context.newPage();
    await opened.goto(site.url + path);
    return opened;
  };
  const accept = (target: Page) => target.locator('consent-banner').getByRole('button', {name: 'Accept all'}).click();
  const withdraw = (target: Page) => target.evaluate(() => document.querySelector<Root>('analytics-root')!.consent.withdrawAll());
  const grant = (target: Page) => target.evaluate(() => document.querySelector<Root>('analytics-root')!.consent.acceptAll());
  const started = (target: Page, times = 1) =>
    target.waitForFunction(count => ((window as unknown as Window).ids?.length ?? 0) >= count, times);
  const reports = (target: Page, times = 1) =>
    target
      .waitForFunction(count => (window as unknown as Window).reports.length >= count, times)
      .then(() => target.evaluate(() => (window as unknown as Window).reports));
  const traces = (target: Page) =>
    target.evaluate(async () => [
      ...new Set([
        ...document.cookie.split('; ').filter(Boolean),
        ...Object.keys(localStorage),
        ...Object.keys(sessionStorage),
        ...(await indexedDB.databases()).map(({name}) => name),
        ...(await caches.keys()),
      ]),
    ]);
  const everything = ['cookies vendor_id', 'localStorage vendor_local', 'sessionStorage vendor_session', 'indexedDB vendor_db'];
  const named = (found: readonly {place: string; name: string}[]) => found.map(({place, name}) => `${place} ${name}`);

  before(async () => {
    browser = await launchChromium();
    site = await startSite({
      pages: {
        '/polite': page('polite'),
        '/stubborn': page('stubborn'),
        '/late': page('late'),
        '/reload': page('stubborn', 'on-withdraw="reload"'),
        '/plain': '<!doctype html><title>Plain</title>',
        '/gates': page('noop', '', '<script type="text/plain" data-consent="marketing" src="/foreign.js?secret=1"></script>'),
      },
      scripts: {'/vendor.js': vendor, '/foreign.js': 'window.foreign = true;'},
    });
  });
  after(async () => {
    await browser.close();
    await site.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  it('takes away all that a provider has written, in each tab', async () => {
    const [first, second] = [await open('/polite'), await open('/polite')];
    await accept(first);
    await Promise.all([started(first), started(second)]);
    await first.waitForFunction(() => ((window as unknown as Window).writes ?? 0) > 1);
    await withdraw(first);
    for (const tab of [first, second]) {
      const [report] = await reports(tab);
      assert.deepEqual([report!.remaining, report!.notStopped], [[], []]);
      assert.deepEqual(report!.unreachable, {httpOnly: ['vendor_sid'], thirdParty: ['vendor.example']});
      assert.deepEqual(await traces(tab), ['askfirst:consent']);
    }
    // What the tabs share, one of them has removed.
    const removed = (await Promise.all([first, second].map(async tab => named((await reports(tab))[0]!.removed)))).flat();
    for (const trace of [...everything, 'cacheStorage vendor_cache']) assert.ok(removed.includes(trace), trace);
  });

  it('says what a provider that does not stop has written again, and that only a reload helps', async () => {
    const target = await open('/stubborn');
    await accept(target);
    await started(target);
    await withdraw(target);
    const [report] = await reports(target);
    assert.deepEqual(report!.notStopped, ['stubborn']);
    for (const trace of report!.remaining) assert.equal(trace.reason, 'rewritten', `${trace.place} ${trace.name}`);
    assert.ok(report!.remaining.length > 0);
    const told = [...named(report!.removed), ...named(report!.remaining)];
    for (const trace of everything) assert.ok(told.includes(trace), `${trace} is told of`);
    // With the reload it ends, and what it had left goes.
    await target.reload();
    await until('everything is gone', async () => (await traces(target)).join() === 'askfirst:consent');
  });

  it('reloads by itself where the owner wants it', async () => {
    const target = await open('/reload');
    await accept(target);
    await started(target);
    const reloaded = target.waitForEvent('load');
    await withdraw(target);
    await reloaded;
    await until('everything is gone', async () => (await traces(target)).join() === 'askfirst:consent');
    assert.equal(await target.evaluate(() => (window as unknown as Window).ids), undefined);
  });

  it('goes on at the next visit when the page was closed at once', async () => {
    const target = await open('/polite');
    await accept(target);
    await started(target);
    const note = await target.evaluate(() => localStorage.getItem('askfirst:owed'));
    await withdraw(target);
    await until('the first sweep', async () => (await traces(target)).every(name => !name!.includes('vendor')) || null);
    await target.close();
    // As a page leaves it that is closed before it has removed this one.
    const plain = await open('/plain');
    await plain.evaluate(text => {
      localStorage.setItem('askfirst:owed', text!);
      localStorage.setItem('vendor_local', 'x');
    }, note);
    const next = await open('/polite');
    const [report] = await reports(next);
    assert.deepEqual(named(report!.removed), ['localStorage vendor_local']);
    assert.deepEqual(report!.notStopped, []);
    assert.deepEqual(await traces(next), ['askfirst:consent']);
  });

  it('leaves a new grant alone, which begins with a new id', async () => {
    const target = await open('/polite');
    await accept(target);
    await started(target);
    await withdraw(target);
    await grant(target);
    await started(target, 2);
    await new Promise(resolve => setTimeout(resolve, 2500));
    const ids = await target.evaluate(() => (window as unknown as Window).ids!);
    assert.notEqual(ids[0], ids[1]);
    assert.equal(await target.evaluate(() => localStorage.getItem('vendor_local')), ids[1]);
    assert.ok((await traces(target)).includes('vendor_cache'));
  });

  it('in one tab has stopped the other by the time that it could hear of anything else', async t => {
    const [first, second] = [await open('/polite'), await open('/polite')];
    await accept(first);
    await Promise.all([started(first), started(second)]);
    await second.evaluate(() => {
      const {consent} = document.querySelector('analytics-root') as unknown as {consent: {hasConsent(category: string): boolean}};
      addEventListener('storage', ({key}) => {
        if (key !== 'host:next') return;
        const {shutDowns} = window as unknown as Window;
        Object.assign(window, {heard: {at: Date.now(), granted: consent.hasConsent('analytics'), shutDowns}});
      });
    });
    // Whatever the machine has to do beside: what is written next is told next, and by then everything must have stopped.
    const at = await first.evaluate(() => {
      document.querySelector<Root>('analytics-root')!.consent.withdrawAll();
      localStorage.setItem('host:next', 'x');
      return Date.now();
    });
    await second.waitForFunction(() => 'heard' in window);
    const heard = await second.evaluate(() => (window as unknown as {heard: {at: number}}).heard);
    assert.deepEqual(heard, {at: heard.at, granted: false, shutDowns: 1});
    t.diagnostic(`the other tab had stopped ${heard.at - at} ms after the withdrawal`);
    const sent = await second.evaluate(async () => {
      const {analytics} = document.querySelector<Root>('analytics-root')!;
      const before = (window as unknown as Window).sent;
      analytics.track('too_late');
      await analytics.flush();
      return [before, (window as unknown as Window).sent];
    });
    assert.equal(sent[0], sent[1]);
  });

  it('ends what is ready only after the purge, and takes away what it has stored meanwhile', async () => {
    const target = await open('/late');
    await accept(target);
    await target.waitForFunction(() => (window as unknown as Window).begun);
    await withdraw(target);
    const [before] = await reports(target);
    assert.deepEqual([before!.removed, before!.notStopped], [[], []]);
    await started(target);
    const [, after] = await reports(target, 2);
    assert.deepEqual([after!.remaining, after!.notStopped], [[], []]);
    for (const trace of everything) assert.ok(named(after!.removed).includes(trace), trace);
    await until('our own database to be gone', async () => (await traces(target)).join() === 'askfirst:consent');
    assert.equal(await target.evaluate(() => (window as unknown as Window).sent), undefined);
  });

  it('is not needed to be forgotten: everything known here goes, the provider is asked to erase, and a new visitor goes on', async () => {
    const target = await open('/polite');
    await accept(target);
    await started(target);
    await target.locator('consent-settings').getByRole('button', {name: 'Delete my data'}).click();
    await started(target, 2);
    const {ids, erased} = await target.evaluate(() => ({
      ids: (window as unknown as Window).ids!,
      erased: (window as unknown as {erased: string[]}).erased,
    }));
    assert.deepEqual(erased, [ids[0]]);
    assert.notEqual(ids[0], ids[1]);
    const stored = await target.evaluate(() => JSON.stringify(Object.entries(localStorage)) + document.cookie);
    assert.ok(!stored.includes(ids[0]!), 'the id before is nowhere');
    assert.ok(stored.includes(ids[1]!));
    await target.locator('consent-settings').getByText('Services').first().click();
    await target.locator('consent-settings').getByText('Stores vendor_*').waitFor();
  });

  it('while everything is being forgotten is stored at once', async () => {
    const target = await open('/polite');
    await accept(target);
    await started(target);
    const stored = await target.evaluate(async () => {
      const {consent, analytics} = document.querySelector<Root>('analytics-root')!;
      const forgotten = analytics.forget();
      await new Promise(resolve => setTimeout(resolve, 700));
      consent.withdrawAll();
      const decision = JSON.parse(localStorage.getItem('askfirst:consent')!) as Record<string, unknown>;
      await forgotten;
      return decision['analytics'];
    });
    assert.equal(stored, false);
    await until('everything is gone', async () => (await traces(target)).join() === 'askfirst:consent');
    assert.equal(await target.evaluate(() => (window as unknown as Window).ids!.length), 1, 'nothing has started again');
  });

  it('is no half thing when another tab is open: what is forgotten in one tab is forgotten in both', async () => {
    const [first, second] = [await open('/polite'), await open('/polite')];
    await accept(first);
    await Promise.all([started(first), started(second)]);
    const idOf = (tab: Page) =>
      tab.evaluate(() => (JSON.parse(localStorage.getItem('askfirst:user')!) as {anonymous_id: string}).anonymous_id);
    const before = await idOf(first);
    await first.evaluate(() => document.querySelector<Root>('analytics-root')!.analytics.forget());
    await started(first, 2);
    await second.evaluate(() => {
      const {analytics} = document.querySelector<Root>('analytics-root')!;
      analytics.track('afterwards');
      return analytics.flush();
    });
    assert.notEqual(await idOf(first), before);
    const last = await until('the event of the other tab', () =>
      second.evaluate(() => (window as unknown as {last?: {anonymous_id: string}}).last?.anonymous_id),
    );
    assert.equal(last, await idOf(first));
  });

  it('of a category names the scripts of others that it let run, and offers the reload that stops them', async () => {
    const target = await open('/gates');
    await accept(target);
    await target.waitForFunction(() => 'foreign' in window);
    await target.locator('consent-settings').getByRole('heading', {name: 'Privacy settings'}).waitFor();
    await target.evaluate(() => document.querySelector<Root>('analytics-root')!.consent.setCategory('marketing', false));
    const [report] = await reports(target);
    assert.deepEqual(report!.notStopped, [`${site.url}/foreign.js`]);
    const offer = target.locator('consent-settings').getByText('Some services stop only when the page is reloaded.');
    await offer.waitFor();
    const reloaded = target.waitForEvent('load');
    await target.locator('consent-settings').getByRole('button', {name: 'Reload now'}).click({timeout: 5000});
    await reloaded;
    assert.equal(await target.evaluate(() => 'foreign' in window), false);
  });
});
