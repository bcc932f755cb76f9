import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import test from 'node:test';
import {startCollector, type Harness} from './harness.js';

interface Case {
  name: string;
  method?: string;
  query?: string;
  form?: string;
  json?: unknown;
  status?: number;
  ct?: string;
  empty?: boolean;
  expect_events?: number;
  expect_json?: unknown;
}
const cases = JSON.parse(readFileSync(new URL('../../../fixtures/matomo/tracking_cases.json', import.meta.url), 'utf8')) as Case[];

const send = ({url, post}: Harness, path: string, {query, form, json, method}: Case): Promise<Response> => {
  if (json) return post(path, json);
  if (form) return post(path, form, {'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8'});
  return fetch(`${url}${path}?${query}`, {method: method ?? 'GET'});
};

/** What the fixtures leave open: these are no actions, or hold what may not be believed. */
const stored: Record<string, number> = {'rec missing: not tracked': 0, 'idsite missing': 0, 'heartbeat ping': 0, bulk: 2};

for (const path of ['/matomo.php', '/piwik.php']) {
  for (const one of cases) {
    test(`does what Matomo does at ${path}: ${one.name}`, async t => {
      const harness = await startCollector(t);
      const response = await send(harness, path, one);
      assert.equal(response.status, one.status ?? (stored[one.name] === 0 && !one.name.includes('ping') ? 400 : 200));
      if (one.ct) assert.equal(response.headers.get('content-type'), one.ct);
      const body = Buffer.from(await response.arrayBuffer());
      if (one.empty) assert.equal(body.length, 0);
      if (one.expect_json) assert.deepEqual(JSON.parse(body.toString()), one.expect_json);
      assert.equal(harness.events().length, one.expect_events ?? stored[one.name] ?? 1);
      assert.ok(!JSON.stringify(harness.events()).includes('1.2.3.4'), 'an address that the client claims is not kept');
    });
  }
}

test('reads actions, visitors, ages and places', async t => {
  const now = Date.parse('2026-06-01T12:00:00Z');
  const harness = await startCollector(t, {now: () => now});
  const track = (query: string) =>
    fetch(`${harness.url}/matomo.php?idsite=1&rec=1&url=${encodeURIComponent('https://www.example.org/v?q=1&utm_source=x')}&${query}`);
  await track('e_c=Video&e_a=Play&e_n=intro&e_v=3&_id=0123456789abcdef&cdo=60');
  await track(
    `action_name=Home&uid=user-7&_id=0123456789abcdef&dimension1=pro&pf_net=12&urlref=${encodeURIComponent('https://www.google.com/search?q=secret')}`,
  );
  await track('search=shoes&search_count=3');
  await track('idgoal=2&revenue=9.5');
  await track('idgoal=0&ec_id=A1');
  await track('link=https%3A%2F%2Fother.org%2F');
  await track('download=a.zip');
  await track('c_n=ad&c_i=click');
  const events = harness.events();
  assert.deepEqual(
    events.map(({event}) => event),
    ['Play', '$pageview', 'site_search', 'goal', 'ecommerce_order', 'outlink', 'download', 'content_interaction'],
  );
  const [play, page, search, goal] = events;
  assert.deepEqual([play?.properties['category'], play?.properties['name'], play?.properties['value']], ['Video', 'intro', 3]);
  assert.deepEqual(
    [play?.time, play?.distinct_id, play?.host, play?.path, play?.utm_source],
    [now - 60_000, '0123456789abcdef', 'example.org', '/v', 'x'],
  );
  assert.deepEqual(
    [page?.distinct_id, page?.properties['page_title'], page?.properties['dimension1'], page?.properties['pf_net']],
    ['user-7', 'Home', 'pro', 12],
  );
  assert.deepEqual(
    [page?.referrer_domain, page?.properties['$referrer'], page?.properties['referrer_source']],
    ['google.com', 'google.com/search', 'Google'],
  );
  assert.match(String(search?.distinct_id), /^day-[0-9a-f]{32}$/);
  assert.equal(goal?.properties['revenue'], 9.5);
  assert.equal((await track('cdo=90000')).status, 403);
  assert.equal((await track('cdt=2020-01-01')).status, 403);
});

test('counts what it did not track in a bulk, and tracks the rest', async t => {
  const {post, events} = await startCollector(t);
  const requests = ['?idsite=1&rec=1', 'rec=1', {idsite: 1, rec: 1, e_a: 'x'}, null, '?idsite=1&rec=1&e_a=unguardable'];
  const response = await post('/matomo.php', JSON.stringify({requests}), {'Content-Type': 'text/plain'});
  assert.deepEqual(await response.json(), {status: 'success', tracked: 2, invalid: 3, invalid_indices: [1, 3, 4]});
  assert.equal(events().length, 2);
  assert.equal((await post('/matomo.php', {requests: 'x'})).status, 400);
  assert.equal((await post('/matomo.php', {requests: Array(10_001).fill('')})).status, 413);
  assert.equal(
    (await post('/matomo.php', 'idsite=1&rec=1&e_a=unguardable', {'Content-Type': 'application/x-www-form-urlencoded'})).status,
    400,
  );
});
