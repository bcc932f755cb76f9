import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';
import {canonicalJson} from '../../../../src/lib/receipts/canonical-json.js';
import {sealReceipt, textsHash, type Receipt, type SealedReceipt} from '../../../../src/lib/receipts/receipt.js';
import {createPiiGuard} from '../../../../src/privacy/pii-guard.js';
import {checkReceiptLog} from '../../../../src/server/collector/receipts/check-receipt-log.js';
import {forgetReceipts} from '../../../../src/server/collector/receipts/forget-receipts.js';
import {createReceiptLog} from '../../../../src/server/collector/receipts/receipt-log.js';
import {openDatabase} from '../../../../src/server/collector/database.js';
import {openStore} from '../../../../src/server/collector/store.js';
import {anEvent, startCollector} from './harness.js';

const site = 'https://chat.example';

const aReceipt = async (fields: Partial<Receipt> = {}): Promise<SealedReceipt> =>
  sealReceipt({
    v: 1,
    id: randomUUID(),
    previous: null,
    time: new Date().toISOString(),
    site,
    policy: '2026-10-01',
    library: 'askfirst 0.1.0',
    method: 'banner',
    shown: {layout: 'consent-banner', locale: 'de-AT', texts: await textsHash(['Dürfen wir messen?', 'Alle annehmen'])},
    categories: [
      {id: 'analytics', granted: true, providers: ['PostHog (self-hosted)']},
      {id: 'marketing', granted: true, providers: []},
    ],
    reset: false,
    ...fields,
  });

const both = (granted: boolean, marketing = granted) => [
  {id: 'analytics', granted, providers: ['posthog']},
  {id: 'marketing', granted: marketing, providers: []},
];

test('keeps a receipt as it was made, once, and says so when it is on disk', async t => {
  const {post, db, url} = await startCollector(t, {}, createPiiGuard());
  const receipt = await aReceipt();
  const send = () => post('/receipts', canonicalJson(receipt), {'Content-Type': 'text/plain;charset=UTF-8', Origin: site});
  const first = await send();
  assert.deepEqual([first.status, await first.json(), first.headers.get('access-control-allow-origin')], [200, {status: 'stored'}, '*']);
  const other = await openDatabase(db);
  assert.deepEqual(
    other
      .prepare('SELECT receipt FROM receipts')
      .all()
      .map(row => (row as {receipt: string}).receipt),
    [canonicalJson(receipt)],
    'another connection sees it at once',
  );
  other.close();
  assert.deepEqual(await (await send()).json(), {status: 'known'});
  const given = (await (await fetch(`${url}/api/receipts/${receipt.id}`)).json()) as Record<string, unknown>;
  assert.deepEqual([given['receipt'], given['outcome'], given['seq']], [receipt, 'accepted', 1]);
  assert.equal((await fetch(`${url}/api/receipts/${randomUUID()}`)).status, 404);
});

test('says what each decision came to', async t => {
  const {post, collector} = await startCollector(t);
  const outcomes: unknown[] = [];
  let previous: string | null = null;
  for (const fields of [
    {categories: both(false)},
    {categories: both(true)},
    {categories: both(true, false)},
    {categories: both(false), method: 'settings'},
    {categories: both(false)},
    {categories: both(false), reset: true, method: 'api', shown: null},
  ]) {
    const receipt = await aReceipt({...fields, previous});
    assert.equal((await post('/receipts', receipt)).status, 200);
    previous = receipt.hash;
    outcomes.push(createReceiptLog(collector.store.database).byId(receipt.id)?.outcome);
  }
  assert.deepEqual(outcomes, ['refused', 'accepted', 'partly', 'withdrawn', 'refused', 'reset']);
  assert.deepEqual(await checkReceiptLog(collector.store.database), {receipts: 6, problems: []});
});

test('refuses what is no receipt, was changed, or is of another site, with the reason', async t => {
  const {post, collector, lines, url} = await startCollector(t, {allowOrigins: [site]}, createPiiGuard());
  const good = await aReceipt();
  const refusals: [string, unknown, number, RegExp, Record<string, string>?][] = [
    ['no JSON', '{', 400, /JSON/],
    ['an event', {event: 'x'}, 400, /known format/],
    ['a list', [good], 400, /known format/],
    ['a field more', {...good, visitor: 'v1'}, 400, /known format/],
    ['another decision', {...good, categories: both(false)}, 400, /changed/],
    ['another hash', {...good, hash: '0'.repeat(64)}, 400, /changed/],
    ['another site', await aReceipt({site: 'https://other.example'}), 403, /not allowed/],
    ['another page', await aReceipt({site: 'https://other.example'}), 403, /another site/, {Origin: site}],
    ['no site', await aReceipt({site: 'chat.example'}), 403, /another site/],
    ['the future', await aReceipt({time: '2999-01-01T00:00:00.000Z'}), 400, /future/],
    ['a person', await aReceipt({policy: 'by alice.example@mail.example'}), 400, /personal/],
    ['too much', JSON.stringify({...good, policy: 'x'.repeat(70_000)}), 413, /larger/],
    ['a foreign page', good, 403, /not allowed/, {Origin: 'https://evil.example'}],
  ];
  for (const [name, body, status, reason, headers] of refusals) {
    const response = await post('/receipts', body, headers);
    assert.equal(response.status, status, name);
    assert.match(await response.text(), reason, name);
  }
  assert.equal((await post('/receipts', good)).status, 200);
  const twin = await aReceipt({id: good.id, categories: both(false)});
  assert.equal((await post('/receipts', twin)).status, 409);
  assert.equal((await fetch(`${url}/receipts`)).status, 405);
  assert.deepEqual(await checkReceiptLog(collector.store.database), {receipts: 1, problems: []});
  assert.ok(!JSON.stringify(lines).includes('alice'));
});

const filled = async (count: number) => {
  const store = await openStore(':memory:');
  const log = createReceiptLog(store.database);
  let previous: string | null = null;
  for (let i = 0; i < count; i++) {
    const receipt = await aReceipt({previous});
    assert.equal(log.append(receipt, 1_000 + i), 'stored');
    previous = receipt.hash;
  }
  return store;
};

const tamper = (sql: string) => `DROP TRIGGER receipts_never_change; DROP TRIGGER receipts_go_in_order; ${sql}`;
for (const [name, sql, problem] of [
  ['removed in the middle', 'DELETE FROM receipts WHERE seq = 3', /receipts 3 to 3 are missing/],
  ['removed at the end', 'DELETE FROM receipts WHERE seq = 5', /after 4 are missing/],
  ['removed at the beginning', 'DELETE FROM receipts WHERE seq = 1', /receipts 1 to 1 are missing/],
  [
    'removed, and the rest moved up',
    'DELETE FROM receipts WHERE seq = 3; UPDATE receipts SET seq = seq - 1 WHERE seq > 3',
    /receipt 3 does not follow/,
  ],
  ['changed', `UPDATE receipts SET receipt = replace(receipt, '"granted":true', '"granted":false') WHERE seq = 2`, /receipt 2 was changed/],
  ['dated otherwise', 'UPDATE receipts SET received_at = 5 WHERE seq = 4', /receipt 4 does not follow/],
  ['broken', `UPDATE receipts SET receipt = '{' WHERE seq = 2`, /receipt 2 is not JSON/],
] as const)
  test(`shows that a receipt was ${name}`, async () => {
    const store = await filled(5);
    assert.deepEqual(await checkReceiptLog(store.database), {receipts: 5, problems: []});
    assert.throws(() => store.database.exec(sql), /receipts/, 'the table itself refuses');
    store.database.exec(tamper(sql));
    const {problems} = await checkReceiptLog(store.database);
    assert.match(problems.join('\n'), problem);
    store.close();
  });

test('forgets the oldest receipts at the end of their term, and the chain of the rest stays whole', async () => {
  const store = await filled(10);
  assert.equal(forgetReceipts(store.database, 1_000), 0);
  assert.equal(forgetReceipts(store.database, 1_004, 3), 3, 'in slices');
  assert.equal(forgetReceipts(store.database, 1_004), 1);
  assert.equal(forgetReceipts(store.database, 1_004), 0);
  assert.deepEqual(await checkReceiptLog(store.database), {receipts: 6, problems: []});
  assert.equal(createReceiptLog(store.database).append(await aReceipt(), 2_000), 'stored');
  assert.equal(forgetReceipts(store.database, 9_000), 7);
  assert.equal(createReceiptLog(store.database).append(await aReceipt(), 3_000), 'stored');
  assert.deepEqual(await checkReceiptLog(store.database), {receipts: 1, problems: []});
  store.close();
});

test('answers 503 with Retry-After, and not that it has failed, while another program holds the database', async t => {
  const {url, db, post, lines, collector} = await startCollector(t, {adminToken: 'admin-secret'});
  collector.store.database.exec('PRAGMA busy_timeout = 0');
  await post('/nothing', {});
  const other = await openDatabase(db);
  t.after(() => other.close());
  other.exec('BEGIN IMMEDIATE');
  const admin = {headers: {Authorization: 'Bearer admin-secret'}, method: 'POST'};
  const answers = [
    await post('/e/', anEvent()),
    await post('/receipts', await aReceipt()),
    await fetch(`${url}/api/rejected`),
    await fetch(`${url}/api/admin/retain`, admin),
    await fetch(`${url}/api/admin/erase`, {...admin, body: '{"id":"visitor-0001"}'}),
  ];
  for (const answer of answers) {
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '5'], answer.url);
    assert.match(await answer.text(), /please retry/);
  }
  assert.ok(!lines.join('').includes('a handler failed'));
  other.exec('ROLLBACK');
  assert.equal((await post('/receipts', await aReceipt())).status, 200);
});
