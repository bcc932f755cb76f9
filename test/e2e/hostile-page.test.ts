import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, afterEach, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import type {Browser, BrowserContext, Frame, Page} from 'playwright-core';
import type {EventRecord} from '../../src/types.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

const project = fileURLToPath(new URL('../..', import.meta.url));

type Root = HTMLElement & {consent: {hasConsent(category: string): boolean; withdrawAll(): void}};

/** What a page does to what stands in it. */
type Act = (root: string) => void;

/** The npm build as a bundler makes it: an entry with chunks, by path. */
const bundle = async (): Promise<Record<string, string>> => {
  const {outputFiles} = await build({
    stdin: {
      contents: `import './dist/npm/components/analytics-root/define.js'; import './dist/npm/components/consent-banner/define.js';
        export {analytics} from './dist/npm/src/index.js';`,
      resolveDir: project,
    },
    bundle: true,
    splitting: true,
    format: 'esm',
    outdir: '/bundle',
    write: false,
  });
  return Object.fromEntries(outputFiles.map(({path, text}) => [path, text]));
};

describe('pages that make it hard, in Chromium with the real build:', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Site | undefined;
  let sink: Server;
  let sinkUrl: string;
  let records: EventRecord[] = [];
  let said: string[] = [];

  before(async () => {
    browser = await launchChromium();
    sink = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += String(chunk)));
      request.on('end', () => {
        if (body) records.push(...(JSON.parse(body) as {records: EventRecord[]}).records);
        response.writeHead(200, {'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*'}).end('{}');
      });
    });
    await new Promise<void>(resolve => sink.listen(0, '127.0.0.1', resolve));
    sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  });
  after(async () => {
    await browser.close();
    sink.closeAllConnections();
    await new Promise(resolve => sink.close(resolve));
  });
  afterEach(async () => {
    await context.close();
    await site?.stop();
    records = [];
    said = [];
  });

  const body = () =>
    `<analytics-root provider="http" api-host="${sinkUrl}"></analytics-root><consent-banner></consent-banner>
     <button id="go" data-track="clicked">Go</button><footer><consent-settings></consent-settings></footer>`;
  const page = (inside = body(), head = '', scripts = '<script type="module" src="/askfirst.js"></script>') =>
    `<!doctype html><html lang="en"><head><title>T</title><link rel="icon" href="data:,">${head}${scripts}</head><body>${inside}</body></html>`;

  const open = async (html = page(), given: Partial<Parameters<typeof startSite>[0]> = {}, init?: () => void): Promise<Page> => {
    site = await startSite({...given, pages: {'/': html, ...given.pages}});
    context = await browser.newContext();
    // The test compiler marks functions with a helper that pages do not have.
    await context.addInitScript('globalThis.__name = value => value');
    // A frame without an origin is to every server a stranger.
    if (given.headers)
      await context.route('**/*.js', async route => {
        const response = await route.fetch();
        await route.fulfill({response, headers: {...response.headers(), ...given.headers}});
      });
    if (init) await context.addInitScript(init);
    return tab();
  };
  const tab = async (): Promise<Page> => {
    const opened = await context.newPage();
    opened.on('pageerror', error => said.push(`thrown: ${error.message}`));
    opened.on('console', message => message.type() === 'error' && said.push(message.text()));
    await opened.goto(`${site!.url}/`);
    return opened;
  };
  const names = () => records.map(({event, type}) => (type === 'track' ? event : type)).sort();
  const answer = (target: Page | Frame, name: string) => target.getByRole('button', {name, exact: true}).click();
  const granted = (target: Page) => target.evaluate(() => document.querySelector<Root>('analytics-root')!.consent.hasConsent('analytics'));
  const go = (target: Page | Frame) => target.locator('#go').click();
  const delivered = (count: number) => until(`${count} records`, () => records.length >= count);

  /** Accepting measures, withdrawing stops, and nobody sees an error. */
  const works = async (target: Page, asked: Page | Frame = target) => {
    await answer(asked, 'Accept all');
    await go(asked);
    await delivered(2);
    assert.deepEqual(names(), ['clicked', 'page']);
    await asked.evaluate(() => document.querySelector<Root>('analytics-root')!.consent.withdrawAll());
    await go(asked);
    await target.waitForTimeout(300);
    assert.deepEqual(names(), ['clicked', 'page']);
    assert.deepEqual(said, []);
  };

  it('every storage throws', async () => {
    const forbid = () => {
      const denied = () => {
        throw new DOMException('denied', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB']) Object.defineProperty(window, name, {get: denied});
      Object.defineProperty(Document.prototype, 'cookie', {get: denied, set: denied});
    };
    await works(await open(page(), {}, forbid));
  });

  it('localStorage is null, as in old web views', async () => {
    await works(await open(page(), {}, () => Object.defineProperty(window, 'localStorage', {get: () => null})));
  });

  it('IndexedDB never answers', async () => {
    const silence = () => {
      IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
      IDBFactory.prototype.deleteDatabase = () => new EventTarget() as IDBOpenDBRequest;
      IDBFactory.prototype.databases = () => new Promise(() => {});
    };
    await works(await open(page(), {}, silence));
  });

  it('the frame is sandboxed and has no origin', async () => {
    const headers = {'Access-Control-Allow-Origin': '*'};
    const inner = page().replace('<script', '<script crossorigin');
    const target = await open('<iframe sandbox="allow-scripts" src="/inner" width="700" height="500"></iframe>', {
      pages: {'/inner': inner},
      headers,
    });
    await works(target, target.frames()[1]!);
  });

  it('the disk is full when the visitor agrees, and still when they withdraw: no grant comes back', async () => {
    const target = await open();
    await target.evaluate(() => {
      for (let size = 5 * 1024 * 1024, i = 0; size >= 1;)
        try {
          localStorage.setItem(`fill${i++}`, 'x'.repeat(size));
        } catch {
          size = Math.floor(size / 2);
        }
    });
    await works(target);
    await target.reload();
    await until('the decision to be known', () =>
      target.evaluate(() => document.querySelector<Root & {consent: {get(): {settled: boolean}}}>('analytics-root')?.consent.get().settled),
    );
    assert.equal(await granted(target), false);
  });

  it('two tabs decide differently in the same moment: both come to no', async () => {
    const one = await open();
    const two = await tab();
    for (const target of [one, two]) await target.getByRole('button', {name: 'Accept all', exact: true}).waitFor();
    const at = Date.now() + 500;
    const press = (target: Page, part: string) =>
      target.evaluate(
        ([moment, name]) => {
          const button = document.querySelector('consent-banner')!.shadowRoot!.querySelector<HTMLElement>(`[part=${name}]`)!;
          // Both must be under way before either is told of the other.
          setTimeout(
            () => {
              while (Date.now() < moment);
              button.click();
            },
            moment - Date.now() - 50,
          );
        },
        [at, part] as const,
      );
    await Promise.all([press(one, 'accept'), press(two, 'refuse')]);
    await until('both to have decided', async () => Date.now() > at && !(await granted(one)) && !(await granted(two)));
    await one.waitForTimeout(500);
    assert.deepEqual([await granted(one), await granted(two)], [false, false]);
    assert.deepEqual(said, []);
  });

  it('the page is closed at once after a refusal: it is known when it opens again', async () => {
    const target = await open();
    await target.getByRole('button', {name: 'Essential only'}).click();
    await target.close();
    const again = await tab();
    await until('the refusal', () => again.evaluate(() => localStorage.getItem('askfirst:consent')?.includes('"analytics":false')));
    await again.waitForFunction(() =>
      document.querySelector<Root & {consent: {hasDecided(): boolean}}>('analytics-root')?.consent.hasDecided(),
    );
  });

  for (const css of ['* {display: none !important}', '* {all: unset !important}', 'consent-banner {position: absolute; left: -9999px}'])
    it(`a style sheet hides everything (${css}): that is no answer`, async () => {
      const target = await open(page(body(), `<style>${css}</style>`));
      await until('the root', () => target.evaluate(() => 'consent' in document.querySelector('analytics-root')!));
      await target.waitForTimeout(300);
      assert.equal(await granted(target), false);
      assert.equal(await target.evaluate(() => localStorage.length), 0);
    });

  it('banner and settings stand in a form: no press submits it', async () => {
    const target = await open(page(`<form action="/gone">${body().replace('<button', '<button type="button"')}</form>`));
    await answer(target, 'Accept all');
    await target.getByRole('button', {name: 'Withdraw all'}).click();
    await until('the withdrawal', async () => !(await granted(target)));
    assert.equal(target.url(), `${site!.url}/`);
  });

  for (const [what, swap] of [
    ['at once', (html: string) => document.body.replaceWith(new DOMParser().parseFromString(html, 'text/html').body)],
    [
      'after a while without one',
      (html: string) => {
        document.body.innerHTML = '';
        setTimeout(() => document.body.replaceWith(new DOMParser().parseFromString(html, 'text/html').body), 100);
      },
    ],
  ] as [string, Act][])
    it(`a router swaps the body for another, ${what}: one visitor, one view per page, nothing twice`, async () => {
      const target = await open();
      await answer(target, 'Accept all');
      await delivered(1);
      const swapped = async (marker: string) => {
        await target.evaluate(swap, page(`<h1>${marker}</h1>${body()}`));
        await target.getByText(marker).waitFor();
      };
      await swapped('the same page');
      // What waits when the root goes is taken up some seconds later, so one way is enough for this.
      const views = what === 'at once' ? ['page', 'page'] : ['page'];
      if (views.length > 1) {
        await target.evaluate(() => history.pushState({}, '', '/second'));
        await swapped('the second page');
      }
      // The visitor has agreed: what is new asks nothing.
      await until('the settings to stand in place', () => target.getByRole('button', {name: 'Withdraw all'}).isVisible());
      assert.equal(await target.getByRole('button', {name: 'Accept all', exact: true}).count(), 1, 'in the settings, not in a banner');
      await go(target);
      await delivered(1 + views.length);
      assert.deepEqual(names(), ['clicked', ...views]);
      await target.waitForTimeout(300);
      assert.equal(new Set(records.map(({uuid}) => uuid)).size, records.length);
      assert.equal(new Set(records.map(record => record.anonymous_id)).size, 1);
      assert.deepEqual(said, []);
    });

  for (const order of ['script tag first', 'bundle first'])
    it(`the page has a script tag and a bundled copy of the npm build, ${order}: they are one`, async () => {
      const tags = ['<script type="module" src="/askfirst.js"></script>', '<script type="module" src="/bundle/stdin.js"></script>'];
      if (order === 'bundle first') tags.reverse();
      const target = await open(page(body(), '', tags.join('')), {scripts: await bundle()});
      await works(target);
    });
});
