import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import type {AnalyticsStats, EventRecord} from '../../src/types.js';
import {launchChromium} from '../helpers/chromium.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

/** One backend for each way to fail; the first part of the path names it. */
interface Backends {
  readonly url: string;
  /** The events of each, as they came. */
  readonly events: Map<string, string[]>;
  readonly requests: Map<string, number>;
  /** Answers what `held` has been asked. */
  release(answer?: (response: ServerResponse) => unknown): void;
  stop(): Promise<void>;
}

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  'bad-request': response => void response.writeHead(400).end(),
  forbidden: response => void response.writeHead(403).end('<h1>403</h1>'),
  missing: response => void response.writeHead(404).end(),
  broken: response => void response.writeHead(503).end(),
  redirecting: response => void response.writeHead(307, {Location: '/elsewhere'}).end(),
  garbage: response => void response.writeHead(200, {'Content-Type': 'text/html'}).end('<html>{"__proto__":{"polluted":1}}'),
  resetting: response => void response.destroy(),
  hanging: () => {},
};

const startBackends = async (): Promise<Backends> => {
  const events = new Map<string, string[]>();
  const requests = new Map<string, number>();
  const held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += String(chunk)));
    request.on('end', () => {
      const [, name = ''] = (request.url ?? '').split('/');
      requests.set(name, (requests.get(name) ?? 0) + 1);
      const {records} = JSON.parse(body || '{"records":[]}') as {records: EventRecord[]};
      events.set(name, [...(events.get(name) ?? []), ...records.map(({event}) => event)]);
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (name === 'held') held.push(response);
      else if (answers[name]) answers[name](response);
      else response.end('{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    requests,
    release: (answer = response => response.end('{}')) => held.splice(0).forEach(answer),
    stop: () => {
      server.closeAllConnections();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
};

/** Fails in its own code, before or after it has been set up. */
const homemade = `
const manifest = {hosts: [], cookies: [], localStorage: [], sessionStorage: [], indexedDB: [], maxAgeMs: 1e6,
  batch: {events: 10, bytes: 1e5}, dedupes: true, canStop: true};
const none = () => {};
const vendor = (name, more) => registerProvider(name, () => ({name, manifest, init: none, track: none, identify: none, page: none, reset: none,
  shutdown: none, ...more}));
const never = () => new Promise(none);
let turn = 0;
vendor('throws', {init() { throw new Error('secret'); }});
vendor('rejects', {init: () => Promise.reject(new Error('secret'))});
vendor('rejects-nothing', {init: () => Promise.reject()});
vendor('never-ready', {init: never, shutdown: never});
vendor('track-throws', {track() { if (turn++ % 2) throw new Error('secret'); }});
vendor('send-throws', {send() { throw undefined; }});
vendor('send-hangs', {send: never});
vendor('nonsense', {send: async () => 'yes', shutdown() { throw new Error('secret'); }});
registerProvider('none', () => undefined);
window.collected = [];
vendor('collecting', {async send(records) { window.collected.push(...records.map(({event}) => event)); }});
`;
const homemadeNames = [
  'throws',
  'rejects',
  'rejects-nothing',
  'never-ready',
  'track-throws',
  'send-throws',
  'send-hangs',
  'nonsense',
  'none',
];

type Root = HTMLElement & {
  consent: {acceptAll(): void; withdrawAll(): void; get(): {settled: boolean}};
  analytics: {
    track(name: string): void;
    identify(id: string): void;
    flush(): Promise<void>;
    stats(): AnalyticsStats;
    switchProvider(name: string, config: object): Promise<void>;
  };
};

describe('providers in trouble, in Chromium, with the real build', () => {
  let browser: Browser;
  let context: BrowserContext;
  let backends: Backends;
  let site: Site;
  let target: Page;
  let warned: string[];
  let errors: string[];

  const root = <T>(act: (root: Root) => T | Promise<T>): Promise<T> =>
    target.evaluate(`(${act.toString()})(document.querySelector('analytics-root'))`);
  const track = async (...names: string[]) => {
    for (const name of names)
      await target.evaluate(event => {
        document.querySelector<Root>('analytics-root')!.analytics.track(event);
      }, name);
  };
  const flush = () => root(({analytics}) => void analytics.flush());
  const names = (backend: string) => backends.events.get(backend) ?? [];
  const arrived = (backend: string, ...wanted: string[]) =>
    until(`${wanted.join()} at ${backend}`, async () => {
      await flush();
      return wanted.every(name => names(backend).includes(name));
    });

  const open = async (markup: string) => {
    const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title><script type="module">
import {registerProvider} from '/askfirst.js';${homemade}</script></head><body>${markup}</body></html>`;
    site = await startSite({pages: {'/': page}});
    target = await context.newPage();
    target.on('console', message => message.type() === 'warning' && warned.push(message.text()));
    target.on('pageerror', error => errors.push(String(error)));
    await target.goto(site.url);
    await target.waitForFunction(() => document.querySelector<Root>('analytics-root')?.consent?.get().settled);
    await root(({consent}) => consent.acceptAll());
  };

  before(async () => {
    browser = await launchChromium();
  });
  after(() => browser.close());
  beforeEach(async () => {
    [warned, errors] = [[], []];
    backends = await startBackends();
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await Promise.all([site.stop(), backends.stop()]);
  });

  it('whatever way they fail: the page hears no error, each is warned of once, the others get everything', async () => {
    const children = [
      ...homemadeNames.map(name => `<analytics-provider name="${name}"></analytics-provider>`),
      ...Object.keys(answers).map(name => `<analytics-provider name="http" api-host="${backends.url}/${name}"></analytics-provider>`),
      // As an ad blocker leaves it: the request fails at once.
      '<analytics-provider name="http" api-host="http://127.0.0.1:1/blocked"></analytics-provider>',
      '<analytics-provider name="unheard-of"></analytics-provider>',
    ];
    await open(`<analytics-root provider="http" page-views="manual" api-host="${backends.url}/good">${children.join('')}</analytics-root>`);
    const sent = Array.from({length: 12}, (_, index) => `event_${index}`);
    await track(...sent);
    await arrived('good', ...sent);
    for (let round = 0; round < 5; round++) {
      await flush();
      await new Promise(resolve => setTimeout(resolve, 400));
    }
    assert.deepEqual([...names('good')].sort(), [...sent].sort(), 'each once');
    assert.deepEqual(errors, []);
    assert.equal(await target.evaluate(() => 'polluted' in {}), false);
    assert.equal(backends.requests.get('elsewhere'), undefined, 'no redirect is followed');

    const repeated = warned.filter((text, index) => warned.indexOf(text) !== index);
    assert.deepEqual(repeated, []);
    for (const name of ['throws', 'rejects', 'rejects-nothing', 'none'])
      assert.equal(warned.filter(text => text.startsWith(`askfirst: ${name} could not be started`)).length, 1, name);
    assert.equal(warned.filter(text => text.includes('[unknown-provider]')).length, 1);
    assert.ok(!warned.join().includes('secret'), 'nothing of an error is quoted');
    // A refused batch is split until each event is known; everything else is asked again ever less often.
    for (const [name, count] of backends.requests) assert.ok(count <= 2 * sent.length, `${name}: ${count} requests`);
    for (const name of ['forbidden', 'missing', 'redirecting']) assert.ok(backends.requests.get(name)! <= 2, `${name} pauses`);

    const stats = await root(({analytics}) => analytics.stats());
    const lost = Object.values(stats.dropped).reduce((sum, count) => sum + count, 0);
    assert.equal(stats.tracked, stats.delivered + stats.waiting + lost, JSON.stringify(stats));

    await root(({consent}) => consent.withdrawAll());
    const before = [...backends.requests];
    await until('nothing but the decision is left', () =>
      target.evaluate(
        async () =>
          Object.keys(localStorage).join() === 'askfirst:consent' &&
          (await indexedDB.databases()).every(({name}) => name === 'askfirst:consent'),
      ),
    );
    await new Promise(resolve => setTimeout(resolve, 1000));
    assert.deepEqual([...backends.requests], before, 'nobody is asked after the withdrawal');
    assert.deepEqual(errors, []);
  });

  const setHost = (path: string) =>
    target.evaluate(host => document.querySelector('analytics-root')!.setAttribute('api-host', host), `${backends.url}/${path}`);
  const swaps: Readonly<Record<string, () => Promise<unknown>>> = {
    'by attribute': () => setHost('next'),
    'by switchProvider': () =>
      target.evaluate(
        apiHost => document.querySelector<Root>('analytics-root')!.analytics.switchProvider('http', {apiHost}),
        `${backends.url}/next`,
      ),
  };
  const landings: Readonly<Record<string, (response: ServerResponse) => unknown>> = {
    taken: response => response.end('{}'),
    lost: response => response.destroy(),
  };
  for (const [way, swap] of Object.entries(swaps))
    for (const [outcome, answer] of Object.entries(landings))
      it(`swapped ${way} in the middle of a flush that is ${outcome}: each event ends in exactly one of both, and none is lost`, async () => {
        await open(`<analytics-root provider="http" page-views="manual" api-host="${backends.url}/held"></analytics-root>`);
        await track('flying');
        await until('the request to be under way', async () => {
          await flush();
          return names('held').length;
        });
        await track('waiting');
        const swapped = swap();
        await track('tracked_meanwhile');
        await until('the swap to have begun', async () => site.requests.some(path => path.includes('provider-http')));
        await new Promise(resolve => setTimeout(resolve, 300));
        backends.release(answer);
        await swapped;
        await track('afterwards');
        const expected = [...(outcome === 'lost' ? ['flying'] : []), 'waiting', 'tracked_meanwhile', 'afterwards'];
        await arrived('next', ...expected);
        await new Promise(resolve => setTimeout(resolve, 300));
        assert.deepEqual([names('held'), names('next').sort()], [['flying'], expected.sort()]);
      });

  // Chromium and WebKit do not cut off a keepalive request that is aborted; what it has begun with is all that arrives.
  it('withdrawn in the middle of a flush: nobody is asked again, also not after an answer, and not when the page goes', async () => {
    await open(`<analytics-root provider="http" page-views="manual" api-host="${backends.url}/held"></analytics-root>`);
    await track('flying');
    await until('the request to be under way', async () => {
      await flush();
      return names('held').length;
    });
    await track('waiting');
    await root(({consent}) => consent.withdrawAll());
    assert.equal(await target.evaluate(() => Object.keys(localStorage).join()), 'askfirst:consent', 'at once');
    await track('too_late');
    await flush();
    backends.release(response => response.writeHead(503).end());
    await new Promise(resolve => setTimeout(resolve, 1500));
    await target.goto('about:blank');
    await new Promise(resolve => setTimeout(resolve, 1500));
    assert.deepEqual([names('held'), backends.requests.get('held')], [['flying'], 1]);
  });

  it('withdrawn while its code is on its way: it is never started, and leaves nothing', async () => {
    let release = () => {};
    const released = new Promise<void>(resolve => (release = resolve));
    let asked = false;
    await context.route('**/provider-http.js', async route => {
      asked = true;
      await released;
      await route.continue();
    });
    await open(`<analytics-root provider="http" page-views="manual" api-host="${backends.url}/good"></analytics-root>`);
    await until('its code to be asked for', () => asked);
    await track('never');
    await root(({consent}) => consent.withdrawAll());
    const loaded = target.waitForResponse(/provider-http\.js/);
    release();
    await (await loaded).finished();
    await new Promise(resolve => setTimeout(resolve, 1000));
    assert.equal(backends.requests.size, 0);
    assert.equal(await target.evaluate(() => Object.keys(localStorage).join()), 'askfirst:consent');
  });

  const child = (path: string) => `<analytics-provider name="http" api-host="${backends.url}/${path}"></analytics-provider>`;
  /** The child's backend holds one event, and another one waits for it. */
  const openWithChild = async () => {
    await open(`<analytics-root provider="http" page-views="manual" api-host="${backends.url}/good">${child('held')}</analytics-root>`);
    await root(({analytics}) => analytics.identify('u_42'));
    await track('flying');
    await until('both to be asked', async () => {
      await flush();
      return names('held').includes('flying') && names('good').includes('flying');
    });
    await track('waiting');
  };
  const replaceChild = (markup: string) =>
    target.evaluate(added => {
      const parent = document.querySelector('analytics-root')!;
      parent.insertAdjacentHTML('beforeend', added);
      parent.querySelector('analytics-provider')!.remove();
    }, markup);

  it('one child for another of its name, in the middle of a flush: it takes over what waits, and knows the visitor', async () => {
    await openWithChild();
    await replaceChild(child('next'));
    await track('afterwards');
    backends.release();
    await arrived('next', 'identify', 'waiting', 'afterwards');
    await arrived('good', 'afterwards');
    await new Promise(resolve => setTimeout(resolve, 300));
    assert.deepEqual(names('good'), ['identify', 'flying', 'waiting', 'afterwards']);
    assert.deepEqual([names('held'), names('next').includes('flying')], [['identify', 'flying'], false]);
  });

  it('one child for another of another name, in the middle of a flush: what waits goes with it, and is counted', async () => {
    await openWithChild();
    await replaceChild('<analytics-provider name="collecting"></analytics-provider>');
    const collected = () => target.evaluate(() => (window as unknown as {collected: string[]}).collected);
    await until('the new one to know the visitor', async () => {
      await flush();
      return (await collected()).includes('identify');
    });
    backends.release();
    await track('afterwards');
    await arrived('good', 'afterwards');
    await until('the new one to have it', async () => {
      await flush();
      return (await collected()).includes('afterwards');
    });
    assert.deepEqual(
      [names('good'), names('held')],
      [
        ['identify', 'flying', 'waiting', 'afterwards'],
        ['identify', 'flying'],
      ],
    );
    assert.deepEqual(await collected(), ['identify', 'afterwards']);
    const {dropped} = await root(({analytics}) => analytics.stats());
    assert.ok(dropped['provider-removed'], JSON.stringify(dropped));
    assert.deepEqual(errors, []);
  });
});
