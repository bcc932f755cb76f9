import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type TestContext} from 'node:test';
import {PostHog} from 'posthog-node';
import {evaluateFlag} from '../../../../src/server/collector/evaluate-flag.js';
import {readFlagDefinitions} from '../../../../src/server/collector/flag-definition.js';
import {startCollector, temporaryDirectory} from './harness.js';

const written = {
  'new-composer': {rollout: 30},
  'button-colour': {variants: {red: 20, green: 30, blue: 50}, rollout: 80, payloads: {red: {hex: '#f00'}, green: null}},
  'always-on': true,
  'with-payload': {payloads: {true: [1, 2]}},
  off: false,
};
/** Names that every object inherits; the stock SDK itself takes such a variant's payload from there. */
const nasty = {...written, constructor: {variants: {toString: 50, valueOf: 50}}};

const flagsFile = (t: TestContext, content: unknown): string => {
  const file = join(temporaryDirectory(t), 'flags.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

interface Flags {
  flags: Record<string, {enabled: boolean; variant: string | null; reason: {code: string}; metadata: {payload: string | null}}>;
  featureFlags: unknown;
  featureFlagPayloads: unknown;
  hasFeatureFlags?: boolean;
}

test('decides by the documented hash, the same each time, and near the percentages', () => {
  const [flag, colour] = readFlagDefinitions(JSON.stringify(written));
  const ids = Array.from({length: 5_000}, (_, i) => `visitor-${i}`);
  const place = (text: string) => Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, 15), 16) / 2 ** 60;
  for (const id of ids.slice(0, 100)) assert.equal(evaluateFlag(flag!, id).enabled, place(`new-composer.${id}`) <= 0.3);
  const share = (count: number) => count / ids.length;
  assert.ok(Math.abs(share(ids.filter(id => evaluateFlag(flag!, id).enabled).length) - 0.3) < 0.03);
  const variants = ids.map(id => evaluateFlag(colour!, id).variant);
  for (const [variant, wanted] of [
    ['red', 0.16],
    ['green', 0.24],
    ['blue', 0.4],
    [null, 0.2],
  ] as const)
    assert.ok(Math.abs(share(variants.filter(given => given === variant).length) - wanted) < 0.03, String(variant));
});

test('agrees with the stock posthog-node, asked over the network and evaluating on its own', async t => {
  const {url} = await startCollector(t, {flags: flagsFile(t, written), readToken: 'secret'});
  const errors: unknown[] = [];
  const client = (options: object) => {
    const made = new PostHog('phc_demo', {host: url, flushAt: 1_000, ...options});
    made.on('error', error => errors.push(error));
    return made;
  };
  const remote = client({});
  const local = client({personalApiKey: 'secret', strictLocalEvaluation: true});
  await local.reloadFeatureFlags();
  const answers = async (from: PostHog, id: string) => {
    const flags = await from.evaluateFlags(id);
    return Object.keys(written).map(key => [key, flags.getFlag(key), flags.getFlagPayload(key)]);
  };
  const definitions = readFlagDefinitions(JSON.stringify(written));
  for (let i = 0; i < 40; i++) {
    const id = `visitor-${i}`;
    const own = definitions.map(flag => {
      const {key, enabled, variant, payload} = evaluateFlag(flag, id);
      return [key, variant ?? enabled, payload === null ? undefined : (JSON.parse(payload) as unknown)];
    });
    const plain = (given: unknown[][]) => given.map(([key, flag, payload]) => [key, flag ?? false, payload ?? undefined]);
    assert.deepEqual(plain(await answers(remote, id)), plain(own), `asked for ${id}`);
    assert.deepEqual(plain(await answers(local, id)), plain(own), `evaluated for ${id}`);
  }
  await Promise.all([remote.shutdown(), local.shutdown()]);
  assert.deepEqual(errors, []);
});

test('answers each version of the question, for the flags that are asked for, and never stores anything', async t => {
  const {post, url, events} = await startCollector(t, {flags: flagsFile(t, nasty), projects: ['phc_demo']});
  const ask = async (path: string, fields: object = {}) => {
    const response = await post(path, {token: 'phc_demo', distinct_id: 'visitor-1', ...fields});
    assert.equal(response.status, 200, path);
    return (await response.json()) as Flags;
  };
  const v2 = await ask('/flags/?v=2&config=true');
  assert.deepEqual(Object.keys(v2.flags), Object.keys(nasty));
  assert.deepEqual([v2.featureFlags, v2.hasFeatureFlags, v2.flags['off']?.enabled], [undefined, true, false]);
  assert.equal(v2.flags['with-payload']?.metadata.payload, '[1,2]');
  assert.equal(v2.flags['constructor']?.metadata.payload, null);
  assert.deepEqual(Object.keys((await ask('/flags?v=2', {flag_keys_to_evaluate: ['always-on']})).flags), ['always-on']);
  const legacy = await ask('/decide/?v=3');
  assert.deepEqual(
    [(legacy.featureFlags as Record<string, unknown>)['always-on'], (legacy.featureFlags as Record<string, unknown>)['off']],
    [true, false],
  );
  assert.deepEqual((legacy.featureFlagPayloads as Record<string, unknown>)['with-payload'], '[1,2]');
  assert.ok((await ask('/decide/?v=1')).featureFlags instanceof Array);
  const form = Buffer.from(JSON.stringify({token: 'phc_demo', distinct_id: 'visitor-1'})).toString('base64');
  const formed = await post('/flags/?v=2', `data=${encodeURIComponent(form)}`, {'Content-Type': 'application/x-www-form-urlencoded'});
  assert.deepEqual(((await formed.json()) as Flags).flags, v2.flags);
  for (const [body, status] of [
    [{distinct_id: 'v'}, 401],
    [{token: 'phc_other', distinct_id: 'v'}, 401],
    [{token: 'phc_demo'}, 400],
    ['{', 400],
  ] as const)
    assert.equal((await post('/flags/?v=2', body)).status, status, JSON.stringify(body));
  const config = (await (await fetch(`${url}/array/phc_demo/config`)).json()) as Flags;
  assert.equal(config.hasFeatureFlags, true);
  assert.equal(events().length, 0);
});

test('reads the file again when it has changed, and keeps the last good flags when it is broken', async t => {
  let now = Date.now();
  const file = flagsFile(t, {one: true});
  const {post, lines} = await startCollector(t, {flags: file, now: () => now});
  const keys = async () => {
    const response = await post('/flags/?v=2', {token: 'phc_demo', distinct_id: 'v'});
    return Object.keys(((await response.json()) as Flags).flags);
  };
  assert.deepEqual(await keys(), ['one']);
  writeFileSync(file, JSON.stringify({one: true, two: false}));
  assert.deepEqual(await keys(), ['one'], 'looked at once a second');
  now += 1_000;
  assert.deepEqual(await keys(), ['one', 'two']);
  writeFileSync(file, '{"half":');
  now += 1_000;
  assert.deepEqual(await keys(), ['one', 'two']);
  assert.ok(lines.some(line => line.includes('not used as it is now') && line.includes('not JSON')));
  writeFileSync(file, '{}');
  now += 1_000;
  assert.deepEqual(await keys(), []);
});

for (const [name, content] of [
  ['no JSON', '{'],
  ['a list', '[]'],
  ['a flag that is a number', {a: 5}],
  ['a name with a space', {'a b': true}],
  ['a misspelt part', {a: {rolout: 5}}],
  ['a rollout above 100', {a: {rollout: 101}}],
  ['variants that do not add up', {a: {variants: {x: 50, y: 40}}}],
  ['a variant that is no percentage', {a: {variants: {x: '100'}}}],
  ['a payload of nothing', {a: {variants: {x: 100}, payloads: {y: 1}}}],
] as const)
  test(`refuses to start with a flags file that holds ${name}`, async t => {
    await assert.rejects(startCollector(t, {flags: flagsFile(t, content)}), {code: 'flags-file'});
  });

test('refuses to start with a flags file that is not there', async t => {
  await assert.rejects(startCollector(t, {flags: join(temporaryDirectory(t), 'none.json')}), {code: 'flags-file'});
});

test('a flag has the same id, whichever others are asked for', async t => {
  const file = join(temporaryDirectory(t), 'flags.json');
  writeFileSync(file, '{"first": true, "second": true}');
  const {post} = await startCollector(t, {flags: file});
  const ask = async (more: object) => {
    const answer = await post('/flags/?v=2', {token: 'phc_demo', distinct_id: 'a', ...more});
    return ((await answer.json()) as {flags: Record<string, {metadata: {id: number}}>}).flags['second']!.metadata.id;
  };
  assert.deepEqual([await ask({}), await ask({flag_keys_to_evaluate: ['second']})], [2, 2]);
});

test('the owner saves flags over the admin API: they count at once, and after a restart', async t => {
  const first = await startCollector(t, {adminToken: 'admin-secret'});
  const save = (url: string, flags: unknown, token = 'admin-secret') =>
    fetch(`${url}/api/admin/flags`, {
      method: 'PUT',
      headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'},
      body: JSON.stringify(flags),
    });
  const ask = async (url: string) => {
    const body = JSON.stringify({token: 'phc_demo', distinct_id: 'a'});
    const answer = await fetch(`${url}/flags/?v=2`, {method: 'POST', body});
    const {flags} = (await answer.json()) as {flags: Record<string, {enabled: boolean; variant: string | null}>};
    return Object.entries(flags).map(([key, {enabled, variant}]) => [key, variant ?? enabled]);
  };
  const kept = async (url: string) => (await (await fetch(`${url}/api/flags`)).json()) as Record<string, unknown>;
  assert.deepEqual(await kept(first.url), {source: 'database', editable: true, flags: {}});
  const flags = {search: true, old: false, colour: {rollout: 100, variants: {red: 100}, payloads: {red: {hex: '#f00'}}}};
  const written = {search: {rollout: 100}, old: {rollout: 0}, colour: flags.colour};
  const saved = await save(first.url, flags);
  assert.deepEqual([saved.status, await saved.json()], [200, {source: 'database', editable: true, flags: written}]);
  const answers = [
    ['search', true],
    ['old', false],
    ['colour', 'red'],
  ];
  assert.deepEqual(await ask(first.url), answers);

  assert.equal((await save(first.url, {}, 'wrong')).status, 401);
  const refused = await save(first.url, {search: {rollout: 101}});
  assert.deepEqual([refused.status, await refused.text()], [400, 'the flag "search" has a rollout that is not a number from 0 to 100']);
  assert.equal((await save(first.url, [])).status, 400);
  assert.equal((await fetch(`${first.url}/api/admin/flags`)).status, 405);
  assert.deepEqual(await ask(first.url), answers, 'what was refused changes nothing');

  await first.collector.stop();
  const again = await startCollector(t, {db: first.db});
  assert.deepEqual(await ask(again.url), answers);
  assert.equal((await kept(again.url))['editable'], false, 'there is no admin token');
  assert.equal((await save(again.url, {})).status, 403);

  const file = join(temporaryDirectory(t), 'flags.json');
  writeFileSync(file, '{"from-file": true}');
  const third = await startCollector(t, {flags: file, adminToken: 'admin-secret'});
  assert.deepEqual(await kept(third.url), {source: 'file', editable: false, flags: {'from-file': {rollout: 100}}});
  assert.equal((await save(third.url, {})).status, 409);
});
