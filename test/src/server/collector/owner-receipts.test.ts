import assert from 'node:assert/strict';
import {randomUUID} from 'node:crypto';
import test from 'node:test';
import {sealReceipt, type SealedReceipt} from '../../../../src/lib/receipts/receipt.js';
import {createOwner} from '../../../../src/server/collector/owner/owner.js';
import {defaultRetention} from '../../../../src/server/collector/owner/retain.js';
import {createReceiptLog} from '../../../../src/server/collector/receipts/receipt-log.js';
import {openStore} from '../../../../src/server/collector/store.js';
import {startCollector} from './harness.js';

const dayMs = 86_400_000;

const seal = (granted: readonly boolean[], changes: Partial<SealedReceipt> = {}): Promise<SealedReceipt> =>
  sealReceipt({
    v: 1,
    id: randomUUID(),
    previous: null,
    time: new Date().toISOString(),
    site: 'https://www.example.org',
    policy: '1.0',
    library: 'askfirst 0.1.0',
    method: 'banner',
    shown: {layout: 'consent-banner', locale: 'en', texts: 'a'.repeat(64)},
    categories: granted.map((grant, at) => ({id: ['analytics', 'marketing'][at]!, granted: grant, providers: []})),
    reset: false,
    ...changes,
  });

test('tells what visitors decided, per day and policy version, and the opt-in rate', async t => {
  const {url, collector} = await startCollector(t);
  const log = createReceiptLog(collector.store.database);
  const first = await seal([true, true]);
  const receipts = [
    first,
    await seal([false, false], {previous: first.hash}),
    await seal([true, false], {policy: '1.1'}),
    await seal([false, false]),
    await seal([true, true], {method: 'api', shown: null}),
    await seal([true, true], {time: new Date(Date.now() - 50 * dayMs).toISOString()}),
  ];
  for (const receipt of receipts) log.append(receipt, Date.now());
  const {days, total} = (await (await fetch(`${url}/api/consent`)).json()) as {days: unknown; total: unknown};
  const day = first.time.slice(0, 10);
  assert.deepEqual(days, [
    {day, policy: '1.0', shown: 3, accepted: 2, refused: 1, partly: 0, withdrawn: 1, reset: 0},
    {day, policy: '1.1', shown: 1, accepted: 0, refused: 0, partly: 1, withdrawn: 0, reset: 0},
  ]);
  assert.deepEqual(total, {shown: 4, accepted: 2, refused: 1, partly: 1, withdrawn: 1, reset: 0, opt_in_rate: 0.75});
  const none = (await (await fetch(`${url}/api/consent?site=https://other.example`)).json()) as {
    days: unknown;
    total: {opt_in_rate: unknown};
  };
  assert.deepEqual([none.days, none.total.opt_in_rate], [[], null]);
});

test('receipts stay until their term, the chain of the rest holds, and a changed one is found', async t => {
  const store = await openStore(':memory:');
  t.after(() => store.close());
  const now = Date.now();
  const log = createReceiptLog(store.database);
  for (const age of [1_200, 1_100, 1_000, 10, 0]) {
    const received = now - age * dayMs;
    log.append(await seal([true, true], {time: new Date(received).toISOString()}), received);
  }
  const owner = createOwner({database: store.database, retention: defaultRetention, now: () => now});
  assert.equal((await owner.verify()).receipts, 5);
  assert.equal((await owner.retain()).receipts, 2);
  assert.deepEqual(await owner.verify(), {ok: true, events: 0, receipts: 3, problems: []});
  store.database.exec('DROP TRIGGER receipts_never_change');
  store.database.exec(`UPDATE receipts SET receipt = replace(receipt, '"policy":"1.0"', '"policy":"2.0"') WHERE seq = 4`);
  const {ok, problems} = await owner.verify();
  assert.equal(ok, false);
  assert.match(problems.join(), /receipt 4/);
});
