import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {build} from 'esbuild';
import {chromium} from 'playwright-core';
import {PostHog} from 'posthog-node';
import {createPiiGuard} from '../../../../src/privacy/pii-guard.js';
import {startCollector, temporaryDirectory} from './harness.js';

for (const mode of ['v0', 'v1']) {
  test(`takes what the stock posthog-node sends (${mode})`, async t => {
    process.env['POSTHOG_CAPTURE_MODE'] = mode;
    t.after(() => delete process.env['POSTHOG_CAPTURE_MODE']);
    const {url, events} = await startCollector(t, {}, createPiiGuard());
    const paths = new Set<string>();
    const client = new PostHog('phc_demo', {
      host: url,
      flushAt: 5,
      fetch: (address, options) => {
        paths.add(new URL(address).pathname);
        return fetch(address, options as RequestInit);
      },
    });
    const errors: unknown[] = [];
    client.on('error', error => errors.push(error));
    for (let i = 0; i < 12; i++) client.capture({distinctId: 'visitor-1', event: 'message_sent', properties: {message_length_chars: i}});
    client.identify({distinctId: 'visitor-1', properties: {plan: 'pro'}});
    assert.equal((await client.evaluateFlags('visitor-1')).isEnabled('anything'), false);
    await client.shutdown();
    assert.deepEqual(errors, []);
    assert.ok(paths.has(mode === 'v1' ? '/i/v1/analytics/events' : '/batch/'), [...paths].join());
    const stored = events();
    assert.deepEqual(
      stored.filter(({event}) => event === 'message_sent').map(({properties}) => properties['message_length_chars']),
      Array.from({length: 12}, (_, i) => i),
    );
    assert.equal(stored.filter(({event}) => event === '$identify').length, 1);
    assert.ok(stored.every(({distinct_id, project}) => distinct_id === 'visitor-1' && project === 'phc_demo'));
  });
}

/** Serves one page with one script from an origin of its own, as a site would be. */
const servePage = async (t: TestContext, script: string): Promise<string> => {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(
      isScript
        ? script
        : request.url === '/favicon.ico'
          ? ''
          : '<!doctype html><title>Chat</title><script src="/page.js"></script><button>Send</button>',
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
};

test('takes what the stock posthog-js and Plausible tracker send from a page of another origin, without an error on the console', async t => {
  const flags = join(temporaryDirectory(t), 'flags.json');
  writeFileSync(flags, JSON.stringify({composer: true, colour: {variants: {red: 100}, payloads: {red: {hex: '#f00'}}}, off: false}));
  const {url, events, collector, lines} = await startCollector(t, {keepBots: true, flags}, createPiiGuard());
  const source = `
    import posthog from 'posthog-js';
    import {init, track} from '@plausible-analytics/tracker';
    window.__plausible = true;
    init({domain: 'chat.example', endpoint: '${url}/api/event', captureOnLocalhost: true});
    posthog.init('phc_demo', {api_host: '${url}', opt_out_useragent_filter: true, request_batching: true, loaded: () => {
      posthog.capture('message_sent', {message_length_chars: 12});
      posthog.identify('visitor-1', {plan: 'pro'});
      track('Signup', {props: {plan: 'pro'}});
    }});
    posthog.onFeatureFlags(() => {
      window.flags = [posthog.isFeatureEnabled('composer'), posthog.getFeatureFlag('colour'), posthog.getFeatureFlagPayload('colour'), posthog.isFeatureEnabled('off')];
    });
    window.early = () => new Promise(resolve => posthog.getEarlyAccessFeatures(resolve, true));
    window.leave = () => { posthog.capture('left'); location.href = 'about:blank'; };`;
  const bundle = await build({
    stdin: {contents: source, resolveDir: import.meta.dirname},
    bundle: true,
    write: false,
    format: 'iife',
    logLevel: 'silent',
  });
  const page = await servePage(t, bundle.outputFiles[0]!.text);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
  t.after(() => browser.close());
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', message => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  tab.on('pageerror', error => complaints.push(error.message));
  await tab.goto(page);

  const names = () => new Set(events().map(({source: from, event}) => `${from} ${event}`));
  const wait = async (...wanted: string[]) => {
    const deadline = Date.now() + 20_000;
    while (!wanted.every(name => names().has(name))) {
      assert.ok(Date.now() < deadline, `waiting for ${wanted.join(', ')}; have ${[...names()].join(', ')}`);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  await wait('posthog $pageview', 'posthog message_sent', 'posthog $identify', 'plausible $pageview', 'plausible Signup');
  await tab.waitForFunction('window.flags', undefined, {timeout: 20_000});
  assert.deepEqual(await tab.evaluate('window.flags'), [true, 'red', {hex: '#f00'}, false]);
  assert.deepEqual(await tab.evaluate('early()'), []);
  // Autocapture, recording and surveys are off by the configuration: clicking causes nothing but what the page asks for.
  await tab.click('button');
  await wait('posthog $feature_flag_called');
  await tab.evaluate('leave()');
  await wait('posthog left');
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    lines.filter(line => line.includes('"refused"')),
    [],
    'nothing that they ask for is refused',
  );
  assert.ok(!events().some(({event}) => event === '$autocapture'));
  const identified = events().find(({event}) => event === '$identify');
  assert.equal(identified?.distinct_id, 'visitor-1');
  assert.ok(identified?.anonymous_id);
  assert.equal(events().find(({event}) => event === 'message_sent')?.browser, 'Chrome');
  assert.equal(events().find(({event}) => event === 'Signup')?.properties['plan'], 'pro');
  assert.equal(new Set(events().map(({uuid}) => uuid)).size, collector.store.lastId());
  assert.ok(!JSON.stringify(events()).includes('Mozilla/'));
});
