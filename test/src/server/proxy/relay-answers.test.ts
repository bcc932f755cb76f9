import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {startCollector} from '../collector/harness.js';
import {serve, startProxy} from './harness.js';

interface Case {
  readonly name: string;
  readonly method?: string;
  readonly query?: string;
  readonly form?: string;
  readonly json?: unknown;
  readonly ct?: string;
  readonly ua?: string;
  readonly body?: unknown;
  readonly raw?: string;
}
const casesOf = (path: string) => JSON.parse(readFileSync(new URL(`../../../fixtures/${path}`, import.meta.url), 'utf8')) as Case[];

interface Question {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const json = {'Content-Type': 'application/json'};
const event = {event: 'tea_brewed', distinct_id: 'p_1c9e', properties: {minutes: 3}};
const batch = JSON.stringify({api_key: 'phc_demo', batch: [event, {...event, uuid: 'no uuid'}]});

const questions: Readonly<Record<string, readonly Question[]>> = {
  posthog: [
    {name: 'a batch', path: '/batch/', body: batch, headers: json},
    {
      name: 'a batch, compressed',
      path: '/batch/?compression=gzip-js',
      body: new Uint8Array(gzipSync(batch)),
      headers: {'Content-Type': 'text/plain'},
    },
    {name: 'an encoding that is not true', path: '/batch/', body: batch, headers: {...json, 'Content-Encoding': 'gzip'}},
    {name: 'one event', path: '/e/?ip=0', body: JSON.stringify({...event, api_key: 'phc_demo'}), headers: json},
    {
      name: 'one event of a form',
      path: '/i/v0/e/',
      body: `data=${encodeURIComponent(JSON.stringify({...event, api_key: 'phc_demo'}))}`,
      headers: {'Content-Type': 'application/x-www-form-urlencoded'},
    },
    {
      name: 'a beacon',
      path: '/e/?beacon=1',
      body: JSON.stringify({...event, api_key: 'phc_demo'}),
      headers: {'Content-Type': 'text/plain'},
    },
    {name: 'no key', path: '/batch/', body: JSON.stringify({batch: [event]}), headers: json},
    {name: 'a personal key', path: '/batch/', body: batch.replace('phc_', 'phx_'), headers: json},
    {name: 'no JSON', path: '/batch/', body: '{"api_key"', headers: json},
    {name: 'nothing', path: '/batch/', body: '', headers: json},
    {name: 'flags', path: '/flags/?v=2', body: JSON.stringify({token: 'phc_demo', distinct_id: 'p_1c9e'}), headers: json},
    {name: 'flags for nobody', path: '/flags/?v=2', body: '{}', headers: json},
    {name: 'settings', path: '/array/phc_demo/config', method: 'GET'},
    {name: 'settings as a script', path: '/array/phc_demo/config.js', method: 'GET'},
  ],
  plausible: casesOf('plausible/event_cases.json').map(({name, ct, ua, body, raw}) => ({
    ...{name, path: '/api/event', body: raw ?? JSON.stringify(body).replace('<2001 chars>', 'x'.repeat(2001))},
    headers: {'Content-Type': ct ?? 'application/json', 'User-Agent': ua ?? firefox},
  })),
  matomo: casesOf('matomo/tracking_cases.json').map(({name, method, query, form, json: body}) =>
    body || form
      ? {
          name,
          path: '/matomo.php',
          body: form ?? JSON.stringify(body),
          headers: form ? {'Content-Type': 'application/x-www-form-urlencoded'} : json,
        }
      : {name, path: `/matomo.php?${query}`, method: method ?? 'GET'},
  ),
};

/** What the page can see of an answer. Ids of single requests differ. */
const seenOf = async (response: Response) => {
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const names = ['content-type', 'cache-control', 'retry-after', 'x-plausible-dropped', 'content-encoding', 'etag'];
  return {
    status: response.status,
    body: body.replace(/[\da-f]{8}-[\da-f-]{27}/g, 'uuid').replace(/\d{13}/g, 'now'),
    headers: names.map(name => `${name}: ${response.headers.get(name)}`),
  };
};

for (const [vendor, asked] of Object.entries(questions))
  test(`what ${vendor} answers is what the page hears through the relay`, async t => {
    const collector = await startCollector(t);
    const {url, proxy} = await startProxy(t, {
      upstream: await serve(t, (_, response) => response.writeHead(500).end()),
      openapi: [],
      relay: {to: {[vendor]: collector.url}, forward: ['user-agent', 'address']},
      analytics: {consent: {}},
    });
    const cookie = `askfirst_consent=1~${Date.now()}~1.0~analytics~`;
    const statuses = new Set<number>();
    for (const {name, path, method = 'POST', body, headers = {}} of asked) {
      const send = (address: string) =>
        fetch(address + path, {method, headers: {'User-Agent': firefox, ...headers, cookie}, ...(body !== undefined && {body})}).then(
          seenOf,
        );
      const direct = await send(collector.url);
      assert.deepEqual(await send(`${url}/ingest`), direct, name);
      statuses.add(direct.status);
    }
    assert.ok(statuses.size > 1, 'not all are the same');
    assert.deepEqual(proxy.stats().relay, {passed: asked.length});
  });

test('a limit of the vendor reaches the page with its Retry-After', async t => {
  const collector = await startCollector(t, {rates: {eventsPerSecond: 1, requestsPerSecond: 1}});
  const {url} = await startProxy(t, {
    upstream: await serve(t, (_, response) => response.writeHead(500).end()),
    openapi: [],
    relay: {to: {posthog: collector.url}},
    analytics: {consent: {}},
  });
  const cookie = `askfirst_consent=1~${Date.now()}~1.0~analytics~`;
  const ask = () => fetch(`${url}/ingest/batch/`, {method: 'POST', headers: {...json, cookie}, body: batch});
  const answers = await Promise.all(Array.from({length: 30}, ask));
  const refused = answers.find(({status}) => status === 429);
  assert.ok(refused, answers.map(({status}) => status).join());
  assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/);
});
