import assert from 'node:assert/strict';
import {request} from 'node:http';
import test from 'node:test';
import {isConsentProof} from '../../../../src/server/collector/consent-proof.js';
import {anEvent, startCollector} from './harness.js';

const proof = () => `analytics ${Date.now() - 60_000}`;
const consented = (fields: Record<string, unknown> = {}) => anEvent({properties: {$consent: proof(), chat_id: 'c1'}, ...fields});
const reason = 'the event comes without proof of consent';

test('stores nothing without proof of consent, whatever the format', async t => {
  const {post, url, events} = await startCollector(t, {requireConsent: true});
  for (const body of [anEvent(), [anEvent(), anEvent()], {api_key: 'phc_demo', batch: [anEvent()]}]) {
    const refused = await post('/batch/', body);
    assert.deepEqual([refused.status, await refused.text()], [403, reason]);
  }
  const v1 = await post('/i/v1/analytics/events', {batch: [anEvent(), consented()]}, {Authorization: 'Bearer phc_demo'});
  const {results} = (await v1.json()) as {results: Record<string, {result: string; details?: string}>};
  assert.deepEqual(Object.values(results), [{result: 'drop', details: reason}, {result: 'ok'}]);
  const plausible = await post('/api/event', {n: 'pageview', u: 'https://a.example/', d: 'a.example'});
  assert.deepEqual([plausible.status, plausible.headers.get('x-plausible-dropped')], [202, '1']);
  assert.equal((await fetch(`${url}/matomo.php?idsite=1&rec=1`)).status, 403);
  assert.equal(events().length, 1);

  assert.equal((await post('/api/event', {n: 'pageview', u: 'https://a.example/', d: 'a.example', consent: proof()})).status, 202);
  assert.equal((await fetch(`${url}/matomo.php?idsite=1&rec=1&consent=${encodeURIComponent(proof())}`)).status, 200);
  assert.equal((await post('/batch/', [anEvent(), consented(), consented()])).status, 200, 'what has proof is stored');
  assert.equal(events().length, 5);
  assert.ok(!JSON.stringify(events()).includes('consent"'), 'the proof itself is not kept');
});

for (const [name, value] of [
  ['none', undefined],
  ['a boolean', true],
  ['a word', 'granted'],
  ['a category alone', 'analytics'],
  ['no time', 'analytics 0'],
  ['a time that is no number', 'analytics 17950000000aa'],
  ['a grant in the future', `analytics ${Date.now() + 3_600_000}`],
  ['a grant of years ago', 'analytics 1500000000000'],
  ['a list', [proof()]],
  ['more than it should say', `${proof()} visitor-1`],
] as const)
  test(`takes ${name} for no proof of consent`, () => assert.equal(isConsentProof(value, Date.now(), Date.now()), false));

test('takes a grant for proof only of what came after it', () => {
  const now = Date.now();
  assert.equal(isConsentProof(`analytics ${now - 1_000}`, now, now), true);
  assert.equal(isConsentProof(`analytics ${now - 1_000}`, now - 3_600_000, now), false);
});

test('believes no header that says yes, and each that says no', async t => {
  for (const requireConsent of [true, false]) {
    const {url, events} = await startCollector(t, {requireConsent});
    const send = (event: object, ...claims: string[]): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = ['Host', 'localhost', ...claims.flatMap(claim => ['X-Analytics-Consent', claim])];
        const sent = request(`${url}/e/`, {method: 'POST', headers}, response => {
          response.resume();
          resolve(response.statusCode ?? 0);
        });
        sent.on('error', reject).end(JSON.stringify(event));
      });
    assert.equal(await send(anEvent(), 'true'), requireConsent ? 403 : 200, 'a header alone lets nothing in');
    const before = events().length;
    for (const claims of [['false'], ['granted'], ['denied'], ['denied, true'], ['true', 'false'], ['true', 'true'], ['']])
      assert.equal(await send(consented(), ...claims), 403, claims.join());
    assert.equal(events().length, before);
    assert.equal(await send(consented(), 'true'), 200);
  }
});
