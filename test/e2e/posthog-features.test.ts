import assert from 'node:assert/strict';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, afterEach, before, beforeEach, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import type {Browser, BrowserContext, Page} from 'playwright-core';
import type {Collector, EventView} from '../../src/server/collector/index.js';
import {createCollector} from '../../src/server/collector/index.js';
import {launchChromium} from '../helpers/chromium.js';
import {startPostHogStub} from '../helpers/posthog-stub.js';
import type {PostHogStub} from '../helpers/posthog-stub.js';
import type {Site} from '../helpers/site.js';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';

const survey = {
  id: 'survey-1',
  name: 'How was it?',
  type: 'popover',
  start_date: '2026-01-01T00:00:00Z',
  end_date: null,
  internal_targeting_flag_key: 'survey-targeting-1',
  conditions: null,
  current_iteration: null,
  schedule: 'once',
  appearance: {displayThankYouMessage: false},
  questions: [{id: 'q1', type: 'open', question: 'How was it?', description: '', buttonText: 'Send'}],
};

const page = (features: string, api: string, options = '{}') => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Order of jane.doe@example.com</title>
<meta name="description" content="For jane.doe@example.com"><script type="module" src="/askfirst.js"></script></head>
<body><h1>Jane Doe's order</h1>
<analytics-root provider="posthog" api-key="phc_demo" api-host="${api}" features="${features}" options='${options}'></analytics-root>
<consent-banner></consent-banner>
<button id="buy" aria-label="Buy for jane.doe@example.com">Buy for jane.doe@example.com</button>
<a id="mail" href="mailto:jane.doe@example.com">Write</a>
<button id="paid">Paid by <span data-private>Jane Doe</span></button>
<div id="secret" data-private><button id="card">Card 4111 1111 1111 1111</button></div>
<input id="name" aria-label="Name"><textarea id="text" aria-label="Text"></textarea></body></html>`;

/** Sets up what can be compared later: whose functions are whose. */
const noteBuiltIns = () => {
  const named: Record<string, () => unknown> = {
    fetch: () => window.fetch,
    open: () => XMLHttpRequest.prototype.open,
    pushState: () => history.pushState,
    replaceState: () => history.replaceState,
    log: () => console.log,
    attachShadow: () => Element.prototype.attachShadow,
    insertRule: () => CSSStyleSheet.prototype.insertRule,
    replaceSync: () => CSSStyleSheet.prototype.replaceSync,
    adopted: () => Object.getOwnPropertyDescriptor(Document.prototype, 'adoptedStyleSheets')?.set,
    value: () => Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set,
    setProperty: () => CSSStyleDeclaration.prototype.setProperty,
    addEventListener: () => window.addEventListener,
    documentListener: () => document.addEventListener,
  };
  const before = Object.fromEntries(Object.entries(named).map(([name, read]) => [name, read()]));
  const listeners = new Map<string, number>();
  for (const [verb, step] of [
    ['addEventListener', 1],
    ['removeEventListener', -1],
  ] as const) {
    const original = EventTarget.prototype[verb];
    EventTarget.prototype[verb] = function (this: EventTarget, ...args: Parameters<EventTarget['addEventListener']>) {
      if (this === window || this === document) {
        const sdk = new Error().stack?.includes('posthog-js-') === true || step < 0;
        const key = `${this === window ? 'window' : 'document'} ${args[0]}`;
        if (sdk) listeners.set(key, (listeners.get(key) ?? 0) + step);
      }
      return original.apply(this, args as never);
    };
  }
  const writes = new Set<string>();
  const {setItem} = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    writes.add(key);
    setItem.call(this, key, value);
  };
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')!;
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(this: Document, value: string) {
      writes.add(`cookie ${value}`);
      cookie.set!.call(this, value);
    },
  });
  const violations: string[] = [];
  document.addEventListener('securitypolicyviolation', event => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  before['addEventListener'] = window.addEventListener;
  before['documentListener'] = document.addEventListener;
  Object.assign(window, {
    changedBuiltIns: () => Object.keys(named).filter(name => named[name]!() !== before[name]),
    sdkListeners: () => [...listeners].filter(([, count]) => count > 0).map(([name]) => name),
    newGlobals: () => Object.getOwnPropertyNames(window).filter(name => /posthog|^ph/i.test(name)),
    foreignWrites: () => [...writes].filter(name => !name.startsWith('askfirst')),
    violations,
  });
};

interface Seen {
  changedBuiltIns(): string[];
  sdkListeners(): string[];
  newGlobals(): string[];
  foreignWrites(): string[];
  violations: string[];
}

describe('features of PostHog that need posthog-js, in Chromium, with the real build', () => {
  let browser: Browser;
  let folder: string;
  let collector: Collector;
  let stub: PostHogStub;
  let site: Site | undefined;
  let context: BrowserContext | undefined;
  const errors: string[] = [];

  const stored = async (): Promise<EventView[]> =>
    ((await (await fetch(`${collectorUrl}/api/events?after=0&limit=1000`)).json()) as {events: EventView[]}).events;
  const named = async (name: string) => (await stored()).filter(({event}) => event === name);
  let collectorUrl: string;

  const open = async (features: string, options?: string, headers: Record<string, string> = {}): Promise<Page> => {
    site = await startSite({pages: {'/': page(features, stub.url, options)}, headers});
    context = await browser.newContext();
    await context.addInitScript('globalThis.__name = value => value');
    await context.addInitScript(noteBuiltIns);
    context.on('weberror', error => errors.push(String(error.error())));
    const opened = await context.newPage();
    await opened.goto(`${site.url}/?mail=jane.doe@example.com#jane.doe@example.com`);
    return opened;
  };
  const accept = (target: Page) => target.locator('consent-banner').getByRole('button', {name: 'Accept all', exact: true}).click();
  const withdraw = (target: Page) => target.evaluate(() => document.querySelector('analytics-root')!.consent.withdrawAll());
  const started = (target: Page) => target.waitForFunction(() => (window as unknown as Seen).sdkListeners().includes('window pageshow'));
  const chunks = () => site!.requests.flatMap(path => /posthog-js-(\w+)\.js/.exec(path)?.[1] ?? []);
  const ids = (target: Page) =>
    target.evaluate(() => {
      const {'X-POSTHOG-DISTINCT-ID': distinctId, 'X-POSTHOG-SESSION-ID': sessionId} = document
        .querySelector('analytics-root')!
        .analytics.headers();
      return {distinctId, sessionId};
    });
  const flush = (target: Page) => target.evaluate(() => document.querySelector('analytics-root')!.analytics.flush());
  const traces = (target: Page) =>
    target.evaluate(async () => [
      ...document.cookie.split('; ').filter(Boolean),
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({name}) => name!),
    ]);
  const others = async (target: Page) => (await traces(target)).filter(name => !name.startsWith('askfirst'));
  const seen = <Name extends 'changedBuiltIns' | 'sdkListeners' | 'newGlobals' | 'foreignWrites'>(target: Page, name: Name) =>
    target.evaluate(asked => (window as unknown as Seen)[asked](), name);
  /** All that was said to PostHog, as it left the page. */
  const said = () => stub.asked.map(({body}) => body).join('\n');
  const ways = () => [...new Set(stub.asked.map(({method, path}) => `${method} ${path.split('?')[0]}`))].sort();
  /** Recordings and maps are told every few seconds, and when the page is left. */
  const leave = (target: Page) => target.evaluate(() => dispatchEvent(new Event('beforeunload')));
  const act = async (target: Page) => {
    await target.locator('#buy').click();
    await target.locator('#name').fill('Jane Doe');
    await target.locator('#text').fill('jane.doe@example.com');
    await leave(target);
  };

  before(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), 'askfirst-'));
    collector = createCollector({db: join(folder, 'events.db'), port: 0, writeLog: () => {}});
    collectorUrl = (await collector.start()).url;
  });
  // One for each test: what a page sends while it is closed belongs to no other.
  beforeEach(async () => {
    stub = await startPostHogStub({
      collector: collectorUrl,
      surveys: () => [survey],
      flags: {'survey-targeting-1': {enabled: true}},
    });
  });
  after(async () => {
    await browser.close();
    await collector.stop();
    await rm(folder, {recursive: true, force: true});
  });
  afterEach(async () => {
    await context?.close();
    await site?.stop();
    await stub.stop();
    assert.deepEqual(errors.splice(0), [], 'nothing is thrown into the page');
  });

  /** What each of them loads, asks, and writes; `__mplssupport__` is a probe, taken away in the same moment. */
  const needs: Readonly<Record<string, {chunks: string[]; ways: string[]; writes: string[]}>> = {
    flags: {chunks: [], ways: ['POST /flags/'], writes: []},
    autocapture: {chunks: ['autocapture', 'start'], ways: [], writes: ['__mplssupport__']},
    heatmaps: {chunks: ['heatmaps', 'start'], ways: [], writes: ['__mplssupport__']},
    surveys: {
      chunks: ['start', 'surveys'],
      ways: ['GET /api/surveys/', 'POST /flags/'],
      writes: ['__mplssupport__', 'lastSeenSurveyDate', 'seenSurvey_survey-1'],
    },
    replay: {chunks: ['replay', 'start'], ways: ['POST /s/'], writes: ['__mplssupport__']},
  };
  const begin = async (feature: string): Promise<Page> => {
    const target = await open(feature);
    await target.locator('consent-banner').getByRole('button', {name: 'Accept all', exact: true}).waitFor();
    await act(target);
    assert.deepEqual([chunks(), stub.asked, await seen(target, 'foreignWrites')], [[], [], []], 'nothing before consent');
    await accept(target);
    if (feature !== 'flags') await started(target);
    return target;
  };
  const assertNeeds = async (target: Page, feature: string) => {
    const {chunks: parts, ways: asked, writes} = needs[feature]!;
    assert.deepEqual(chunks().sort(), parts);
    assert.deepEqual(
      ways().filter(way => way !== 'POST /batch/'),
      asked,
    );
    assert.deepEqual((await seen(target, 'foreignWrites')).sort(), writes);
    assert.deepEqual(
      await others(target),
      writes.filter(name => /Survey/.test(name)),
    );
    assert.doesNotMatch(said(), /jane|doe|4111/i);
  };

  it('the licences of what is bundled lie beside it, those of what is in posthog-js as well', async () => {
    const licences = await readFile(new URL('../../dist/licences.txt', import.meta.url), 'utf8');
    for (const part of ['posthog-js', 'rrweb', 'preact', 'dompurify', 'fflate', 'web-vitals', '@posthog/core', '@lit/context'])
      assert.match(licences, new RegExp(`^${part}[ ,]`, 'm'));
  });

  it('flags alone: not one byte of posthog-js', async () => {
    const target = await begin('flags');
    await act(target);
    await flush(target);
    await until('the flags and the page view', () => ways().length === 2);
    await assertNeeds(target, 'flags');
  });

  it('autocapture: a click arrives as our own event, guarded; what is private does not', async () => {
    const target = await begin('autocapture');
    const {distinctId, sessionId} = await ids(target);
    for (const id of ['#paid', '#card', '#secret', '#buy']) await target.locator(id).click();
    await flush(target);
    const [click, ...more] = await until('the click', async () => {
      await flush(target);
      const found = (await named('$autocapture')).filter(({distinct_id: id}) => id === distinctId);
      return found.length ? found : null;
    });
    assert.equal(more.length, 0);
    const {properties} = click!;
    assert.deepEqual([click!.distinct_id, click!.session_id], [distinctId, sessionId]);
    assert.deepEqual([properties['$event_type'], properties['$el_text'], properties['$lib']], ['click', 'Buy for [email]', 'askfirst']);
    assert.match(JSON.stringify(properties['$elements']), /"attr__id":"buy"/);
    assert.equal(properties['$initial_referrer'] ?? properties['$device_id'] ?? properties['token'], undefined);
    await assertNeeds(target, 'autocapture');
  });

  it('replay: what was typed, read and addressed is not in it, what is private is blocked, the ids are ours', async () => {
    const target = await begin('replay');
    await act(target);
    await target.evaluate(() => {
      const late = document.createElement('a');
      late.href = '/orders?mail=jane.doe@example.com';
      late.title = late.textContent = 'Order of Jane Doe';
      document.body.append(late);
      document.querySelector('#secret')!.append('Jane Doe');
      document.querySelector('#buy')!.setAttribute('aria-label', 'Bought by Jane Doe');
    });
    const parts = await until('what was typed', () =>
      stub.snapshots().some(({properties}) => /"source":5/.test(JSON.stringify(properties))) ? stub.snapshots() : null,
    );
    await until('what was added', async () => (await leave(target), /orders/.test(said())));
    const recorded = JSON.stringify(parts);
    assert.match(recorded, /"type":2,"data":\{"node"/, 'a picture of the page');
    assert.match(recorded, /mailto:\[email\]/);
    assert.match(recorded, /"rr_width"/, 'a blocked element is a box');
    assert.match(recorded, /"text":"\*+"/);
    assert.doesNotMatch(recorded, /"text":"[^*"]/);
    await assertNeeds(target, 'replay');
    const about = await ids(target);
    for (const {distinct_id: distinctId, properties} of stub.snapshots())
      assert.deepEqual({distinctId, sessionId: properties.$session_id}, about);

    await target.evaluate(() => document.querySelector('analytics-root')!.analytics.reset());
    const next = await until('the recording of the next session', async () => {
      await act(target);
      return stub.snapshots().find(({properties}) => properties.$session_id !== about.sessionId);
    });
    const now = await ids(target);
    assert.deepEqual({distinctId: next.distinct_id, sessionId: next.properties.$session_id}, now);
    assert.notEqual(now.distinctId, about.distinctId);
    assert.match(JSON.stringify(next), /"type":2,"data":\{"node"/, 'it begins with a picture of its own');
  });

  it('replay: text can be read where the owner wants it, guarded; a session that is not sampled loads nothing', async () => {
    const read = await open('replay', '{"replay": {"text": "guarded"}}');
    await accept(read);
    await started(read);
    await act(read);
    await until('the recording', () => stub.snapshots()[0]);
    assert.match(said(), /Buy for \[email\]/);
    assert.doesNotMatch(said(), /jane\.doe|4111/i);
    await context!.close();
    await site!.stop();
    stub.clear();
    const unsampled = await open('replay autocapture', '{"replay": {"sampleRate": 0}}');
    await accept(unsampled);
    await started(unsampled);
    await act(unsampled);
    await flush(unsampled);
    assert.deepEqual(chunks().sort(), ['autocapture', 'start']);
    assert.deepEqual(stub.snapshots(), []);
  });

  it('surveys: one is shown, styled, and its answer arrives, guarded', async () => {
    const target = await begin('surveys');
    await target.getByText('How was it?').waitFor();
    assert.equal(
      await target.evaluate(
        () => document.querySelector('[class^=PostHogSurvey]')!.shadowRoot!.adoptedStyleSheets[0]!.cssRules.length > 10,
      ),
      true,
    );
    await target.locator('textarea').last().fill('Fine, write to jane.doe@example.com');
    await target.getByText('Send', {exact: true}).click();
    const [sent] = await until('the answer', async () => {
      await flush(target);
      const found = await named('survey sent');
      return found.length ? found : null;
    });
    assert.match(JSON.stringify(sent!.properties), /"\$survey_response_q1":"Fine, write to \[email\]"/);
    assert.equal(sent!.properties['$survey_id'], 'survey-1');
    assert.equal((await named('survey shown')).at(-1)?.session_id, sent!.session_id);
    await assertNeeds(target, 'surveys');
    await withdraw(target);
    await until('what was remembered to be gone', async () => (await others(target)).length === 0);
  });

  it('heatmaps: where the pointer was arrives as our own event, under a guarded address', async () => {
    const target = await begin('heatmaps');
    await target.locator('#buy').click();
    await leave(target);
    const [map] = await until('the map', async () => {
      await flush(target);
      const found = await named('$$heatmap');
      return found.length ? found : null;
    });
    const data = map!.properties['$heatmap_data'] as Record<string, {type: string; x: number}[]>;
    assert.match(Object.keys(data)[0]!, /\?mail=\[email\]$/);
    assert.ok(Object.values(data)[0]!.some(({type, x}) => type === 'click' && x > 0));
    assert.equal(map!.session_id, (await ids(target)).sessionId);
    await assertNeeds(target, 'heatmaps');
  });

  it('withdrawal: all of it is gone under a strict policy, and nothing is sent, written or changed any more', async () => {
    const policy = `default-src 'self'; connect-src 'self' ${stub.url}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const target = await open('autocapture heatmaps replay surveys', '{}', {'Content-Security-Policy': policy});
    await accept(target);
    await started(target);
    await target.getByText('Send', {exact: true}).waitFor();
    await act(target);
    await until('the recording', () => stub.snapshots()[0]);
    await flush(target);
    assert.notDeepEqual(await seen(target, 'changedBuiltIns'), [], 'the recorder changes what it looks at');
    await act(target);
    await withdraw(target);
    stub.clear();
    await act(target);
    await target.evaluate(() => {
      history.pushState({}, '', '/later');
      document.body.append('Later');
      console.log('Later');
    });
    await target.evaluate(() => new Promise(resolve => setTimeout(resolve, 2500)));
    await act(target);
    await target.evaluate(() => ['beforeunload', 'pagehide', 'pageshow', 'online'].forEach(type => dispatchEvent(new Event(type))));
    assert.deepEqual(stub.asked, []);
    assert.deepEqual(await seen(target, 'changedBuiltIns'), []);
    assert.deepEqual(await seen(target, 'sdkListeners'), []);
    assert.deepEqual(await seen(target, 'newGlobals'), []);
    assert.equal(await target.locator('[class^=PostHogSurvey]').count(), 0);
    assert.deepEqual([...new Set(await traces(target))], ['askfirst:consent']);
    assert.deepEqual(await target.evaluate(() => (window as unknown as Seen).violations), []);

    await target.evaluate(() => document.querySelector('analytics-root')!.consent.acceptAll());
    await act(target);
    await until('a recording after the new grant', async () => (await act(target), stub.snapshots()[0]));
    assert.deepEqual(await ids(target), {
      distinctId: stub.snapshots()[0]!.distinct_id,
      sessionId: stub.snapshots()[0]!.properties.$session_id,
    });
  });

  for (const part of ['start', 'surveys'])
    it(`withdrawal while the code (${part}) is on its way: it does nothing when it arrives`, async () => {
      const target = await open('autocapture surveys');
      let release = () => {};
      const held = new Promise<void>(resolve => (release = resolve));
      let waiting = false;
      const file = new RegExp(`posthog-js-${part}\\.js`);
      await context!.route(file, async route => {
        waiting = true;
        await held;
        await route.continue();
      });
      await accept(target);
      await until('the code to be asked for', () => waiting);
      await withdraw(target);
      stub.clear();
      const arrived = target.waitForResponse(file);
      release();
      await (await arrived).finished();
      await target.evaluate(() => new Promise(resolve => setTimeout(resolve, 500)));
      await act(target);
      assert.deepEqual(stub.asked, []);
      assert.deepEqual(await seen(target, 'sdkListeners'), []);
      assert.deepEqual(await seen(target, 'newGlobals'), []);
      await until('all but the decision to be gone', async () => (await traces(target)).every(name => name === 'askfirst:consent'));
    });

  it('a change of features while the page runs: what is new begins, what is gone ends', async () => {
    const target = await open('surveys');
    const setFeatures = (features: string) =>
      target.evaluate(said => document.querySelector('analytics-root')!.setAttribute('features', said), features);
    await accept(target);
    await target.getByText('Send', {exact: true}).waitFor();
    await setFeatures('replay surveys');
    await until('a recording', async () => (await act(target), stub.snapshots()[0]));
    await target.getByText('Send', {exact: true}).waitFor();
    assert.deepEqual(await seen(target, 'newGlobals'), ['__PosthogExtensions__']);
    await setFeatures('');
    await until('the survey to go', async () => (await target.locator('[class^=PostHogSurvey]').count()) === 0);
    await until('all of it to be gone', async () => (await seen(target, 'sdkListeners')).length === 0);
    assert.deepEqual(await seen(target, 'newGlobals'), []);
    assert.deepEqual(await seen(target, 'changedBuiltIns'), []);
    await withdraw(target);
    await until('what the survey had kept to be gone', async () => (await others(target)).length === 0);
  });

  it('the npm build: a page that bundles it has each part as a chunk of its own, and it works', async () => {
    const out = join(folder, 'bundled');
    const code = `import {createAnalytics} from './src/index.js';
      window.pair = createAnalytics({provider: 'posthog', apiKey: 'phc_demo', apiHost: '${stub.url}', features: ['autocapture']});
      pair.consent.acceptAll();`;
    await build({
      stdin: {contents: code, resolveDir: fileURLToPath(new URL('../../dist/npm', import.meta.url))},
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: out,
      logLevel: 'error',
    });
    site = await startSite({
      pages: {'/': '<!doctype html><button>Buy</button><script type="module" src="/stdin.js"></script>'},
      folder: out,
    });
    context = await browser.newContext();
    const target = await context.newPage();
    await target.goto(site.url);
    await until('a click', async () => {
      await target.locator('button').click();
      await target.evaluate(() => (window as unknown as {pair: {analytics: {flush(): Promise<void>}}}).pair.analytics.flush());
      return /"\$el_text":"Buy"/.test(said());
    });
    assert.ok(site.requests.some(path => /^\/autocapture-/.test(path)));
    assert.ok(!site.requests.some(path => /^\/(replay|surveys|heatmaps)-/.test(path)));
  });

  it('a part that is blocked: one warning, and the other features and the events go on', async () => {
    const target = await open('autocapture replay');
    const warnings: string[] = [];
    target.on('console', message => message.type() === 'warning' && warnings.push(message.text()));
    await context!.route(/posthog-js-replay\.js/, route => route.abort());
    await accept(target);
    await started(target);
    await act(target);
    await until('the click', async () => {
      await flush(target);
      return /\$autocapture/.test(said());
    });
    assert.deepEqual(warnings, ['askfirst: the code for replay could not be fetched [features-failed]']);
    assert.deepEqual(stub.snapshots(), []);
  });
});
