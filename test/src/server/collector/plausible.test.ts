import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {startCollector} from './harness.js';

interface Case {
  name: string;
  ct?: string;
  ua?: string;
  body?: Record<string, unknown>;
  raw?: string;
  status: number;
  text?: string;
  expect?: Record<string, unknown>;
  expect_events?: number;
}
const cases = JSON.parse(readFileSync(new URL('../../../fixtures/plausible/event_cases.json', import.meta.url), 'utf8')) as Case[];
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** The fixtures' words, and where the database has them. */
const places: Record<string, (event: {project: string; event: string; properties: Record<string, unknown>}) => unknown> = {
  hostname: ({properties}) => properties['$host'],
  pathname: ({properties}) => properties['$pathname'],
  referrer: ({properties}) => properties['$referrer'],
  referrer_source: ({properties}) => properties['referrer_source'] ?? '',
  utm_medium: ({properties}) => properties['utm_medium'],
  utm_source: ({properties}) => properties['utm_source'],
  utm_campaign: ({properties}) => properties['utm_campaign'],
  domain: ({project}) => project,
  name: ({event}) => event,
};

for (const {name, ct, ua, body, raw, status, text, expect = {}, expect_events} of cases) {
  test(`does what Plausible does: ${name}`, async t => {
    const {post, events} = await startCollector(t);
    const sent = raw ?? JSON.stringify(body).replace('<2001 chars>', 'x'.repeat(2001));
    const response = await post('/api/event', sent, {'Content-Type': ct ?? 'application/json', 'User-Agent': ua ?? firefox});
    assert.equal(response.status, status);
    if (text) assert.equal(await response.text(), text);
    else if (status === 400) assert.ok(((await response.json()) as {errors?: object}).errors);
    const stored = events();
    assert.equal(stored.length, expect_events ?? (status === 202 ? 1 : 0));
    if (expect_events === 0) assert.equal(response.headers.get('x-plausible-dropped'), '1');
    for (const [word, wanted] of Object.entries(expect)) {
      if (word !== 'props') assert.equal(places[word]!(stored[0]!), wanted, word);
      else {
        const builtIn = /^\$|^(browser|browser_version|os|device_type|screen_width|referrer_source)$/;
        assert.deepEqual(Object.fromEntries(Object.entries(stored[0]!.properties).filter(([key]) => !builtIn.test(key))), wanted);
      }
    }
  });
}

test('counts one visitor a day and project, and keeps families of the user agent only', async t => {
  let now = Date.parse('2026-06-01T23:59:00Z');
  const {post, events} = await startCollector(t, {now: () => now});
  const send = (d: string, agent = firefox) => post('/api/event', {n: 'pageview', u: 'https://a.example/', d}, {'User-Agent': agent});
  for (const domain of ['a.example', 'a.example', 'b.example']) await send(domain);
  await send('a.example', firefox.replaceAll('140', '139'));
  now += 120_000;
  await send('a.example');
  const [first, second, otherSite, otherAgent, tomorrow] = events().map(({distinct_id}) => distinct_id);
  assert.equal(first, second);
  assert.equal(new Set([first, otherSite, otherAgent, tomorrow]).size, 4);
  const [event] = events();
  assert.deepEqual(
    [event?.browser, event?.browser_version, event?.os, event?.device_type, event?.event],
    ['Firefox', '140', 'Linux', 'desktop', '$pageview'],
  );
});

test('keeps automated browsers where tests ask for it, and says 202 to what the guard refuses', async t => {
  const {post, events, collector} = await startCollector(t, {keepBots: true});
  await post('/api/event', {n: 'pageview', u: 'https://a.example/'}, {'User-Agent': 'HeadlessChrome/156'});
  assert.equal(events().length, 1);
  const response = await post('/api/event', {n: 'unguardable', u: 'https://a.example/'}, {'User-Agent': firefox});
  assert.deepEqual([response.status, response.headers.get('x-plausible-dropped')], [202, '1']);
  assert.equal(collector.store.lastId(), 1);
});

test('keeps the revenue that the tracker sends beside an event, and drops what is none', async t => {
  const {post, events} = await startCollector(t);
  const event = {n: 'Purchase', u: 'https://a.example/', d: 'a.example'};
  const headers = {'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'};
  for (const revenue of [
    {$: {amount: '12.50', currency: 'EUR'}},
    {revenue: {amount: 3, currency: 'USD'}},
    {$: {amount: 'much', currency: 'EUR'}},
    {$: 5},
  ])
    assert.equal((await post('/api/event', {...event, ...revenue}, headers)).status, 202);
  assert.deepEqual(
    events().map(({properties}) => [properties['revenue_amount'], properties['revenue_currency']]),
    [
      [12.5, 'EUR'],
      [3, 'USD'],
      [undefined, undefined],
      [undefined, undefined],
    ],
  );
});
