import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Receipt, SealedReceipt} from '../../../src/receipts/index.js';
import {canonicalJson, textsHash, verifyReceipt, verifyReceipts} from '../../../src/receipts/index.js';
import {sealReceipt} from '../../../src/lib/receipts/receipt.js';

const receipt = async (previous: SealedReceipt | null, over: Partial<Receipt> = {}): Promise<SealedReceipt> =>
  sealReceipt({
    v: 1,
    id: crypto.randomUUID(),
    previous: previous && previous.hash,
    time: '2026-11-22T12:00:00.000Z',
    site: 'https://shop.example',
    policy: '1.0',
    library: 'askfirst 0.1.0',
    method: 'banner',
    shown: {layout: 'consent-banner', locale: 'de', texts: await textsHash(['Cookies?', 'Alle akzeptieren', 'Nur notwendige'])},
    categories: [
      {id: 'analytics', granted: true, providers: ['posthog']},
      {id: 'marketing', granted: false, providers: []},
    ],
    reset: false,
    ...over,
  });

const chainOf = async (length: number): Promise<SealedReceipt[]> => {
  const chain: SealedReceipt[] = [];
  for (let index = 0; index < length; index++) chain.push(await receipt(chain.at(-1) ?? null));
  return chain;
};

describe('canonical JSON (RFC 8785)', () => {
  it('writes the examples of the RFC', () => {
    // Section 3.2.2 to 3.2.4.
    const parsed = JSON.parse(
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}',
    ) as unknown;
    assert.equal(
      canonicalJson(parsed),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
    const keys = JSON.parse('{"\\u20ac":1,"\\r":2,"\\ufb33":3,"1":4,"\\ud83d\\ude00":5,"\\u0080":6,"\\u00f6":7}') as unknown;
    assert.equal(canonicalJson(keys), '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}');
    // Appendix B: numbers.
    const numbers: [number, string][] = [
      [0, '0'],
      [-0, '0'],
      [5e-324, '5e-324'],
      [1.7976931348623157e308, '1.7976931348623157e+308'],
      [9007199254740992, '9007199254740992'],
      [295147905179352830000, '295147905179352830000'],
      [9.999999999999997e22, '9.999999999999997e+22'],
      [1e23, '1e+23'],
      [999999999999999700000, '999999999999999700000'],
      [1e21, '1e+21'],
      [9.999999999999997e-7, '9.999999999999997e-7'],
      [0.000001, '0.000001'],
      [333333333.3333332, '333333333.3333332'],
    ];
    for (const [number, text] of numbers) assert.equal(canonicalJson(number), text);
  });

  it('refuses what has no canonical text', () => {
    const hollow: unknown[] = [];
    hollow.length = 2;
    for (const value of [
      undefined,
      NaN,
      Infinity,
      1n,
      () => 1,
      Symbol('s'),
      '\ud800',
      {a: undefined},
      {'\udc00': 1},
      [undefined],
      hollow,
      new Date(),
    ])
      assert.throws(() => canonicalJson(value), TypeError);
    assert.equal(canonicalJson(Object.create(null)), '{}');
    assert.equal(canonicalJson(JSON.parse('{"__proto__":{"a":1}}')), '{"__proto__":{"a":1}}');
  });
});

describe('a chain of receipts', () => {
  it('is verified, as a list and as the text that a visitor downloads', async () => {
    const chain = await chainOf(3);
    assert.deepEqual(await verifyReceipts(chain), {valid: true, receipts: chain, complete: true, problem: null});
    assert.equal((await verifyReceipts(canonicalJson(chain))).valid, true);
    assert.deepEqual(await verifyReceipts('[]'), {valid: true, receipts: [], complete: true, problem: null});
    const rest = await verifyReceipts(chain.slice(1));
    assert.deepEqual([rest.valid, rest.complete], [true, false]);
  });

  it('fails at any changed byte', async () => {
    const bytes = Buffer.from(canonicalJson(await chainOf(2)));
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      assert.equal((await verifyReceipts(changed.toString('utf8'))).valid, false, `byte ${at}`);
    }
    for (const text of [`${bytes.toString()} `, bytes.toString().slice(0, -1), bytes.toString().replace(',', ', ')])
      assert.equal((await verifyReceipts(text)).valid, false);
  });

  it('fails when one is taken out, doubled, moved or exchanged for another', async () => {
    const [a, b, c] = (await chainOf(3)) as [SealedReceipt, SealedReceipt, SealedReceipt];
    const other = await receipt(a, {method: 'settings'});
    for (const chain of [
      [a, c],
      [a, b, b],
      [b, a, c],
      [a, other, c],
    ]) {
      const {valid, problem} = await verifyReceipts(chain);
      assert.equal(valid, false);
      assert.equal(problem?.reason, 'does not follow the one before');
    }
  });

  it('tells which receipt is wrong, and why', async () => {
    const chain = await chainOf(2);
    const forged = [chain[0]!, {...chain[1]!, policy: '2.0'}];
    assert.deepEqual((await verifyReceipts(forged)).problem, {index: 1, reason: 'changed: its hash is another one'});
    assert.equal(await verifyReceipt(chain[1]!), true);
    assert.equal(await verifyReceipt(forged[1]!), false);
    const more = [{...chain[0]!, ip: '192.0.2.1'}];
    assert.deepEqual((await verifyReceipts(more)).problem, {index: 0, reason: 'not a receipt of this format'});
  });

  const hostile: (string | readonly unknown[])[] = [
    'null',
    '{}',
    '"x"',
    '[',
    '[null]',
    '[[]]',
    '['.repeat(100_000),
    `["${'x'.repeat(1_000_000)}"]`,
    [undefined],
    [1],
  ];
  for (const chain of hostile)
    it(`never throws: ${String(chain).slice(0, 20)}`, async () => assert.equal((await verifyReceipts(chain)).valid, false));

  it('binds the exact texts in their order', async () => {
    assert.equal(await textsHash(['a', 'b']), await textsHash(['a', 'b']));
    for (const other of [['b', 'a'], ['ab'], ['a', 'b '], ['a'], ['a', 'b', '']])
      assert.notEqual(await textsHash(['a', 'b']), await textsHash(other));
  });
});
