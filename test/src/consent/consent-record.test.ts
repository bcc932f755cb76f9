import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {ConsentRecord} from '../../../src/consent/consent-record.js';
import {formatConsentRecord, parseConsentRecord, reconcile} from '../../../src/consent/consent-record.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const rules = {categories: ['analytics', 'marketing'], policyVersion: '1.0', expiresDays: 182};
const granted = {essential: true, analytics: true, marketing: false, timestamp: '2026-11-20T14:32:00.000Z', version: '1.0'};
const parse = (stored: unknown) => parseConsentRecord(typeof stored === 'string' ? stored : JSON.stringify(stored), rules, now);

describe('a stored decision', () => {
  it('is read in the plain format', () => {
    assert.deepEqual(parse(granted)?.choices, {analytics: true, marketing: false});
  });

  it('comes back as it was written', () => {
    const record: ConsentRecord = {
      choices: {analytics: true, marketing: false},
      time: now - 5000,
      source: 'banner',
      since: {analytics: now - 9000},
      replaces: now - 9000,
    };
    const text = formatConsentRecord(record, '1.0');
    assert.deepEqual(parse(text), record);
    assert.match(text, /^\{"essential":true,"analytics":true,"marketing":false,"timestamp":"[^"]+","version":"1\.0"/);
  });

  const noDecision: [string, unknown][] = [
    ['not JSON', 'granted'],
    ['truncated JSON', '{"v":1,"analytics":tr'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '42'],
    ['a string', '"x"'],
    ['true', 'true'],
    ['nothing', ''],
    ['own `__proto__`', '{"v":1,"__proto__":{"analytics":true,"timestamp":"2026-11-20T14:32:00.000Z","version":"1.0"}}'],
    ['constructor.prototype', '{"constructor":{"prototype":{"analytics":true}}}'],
    ['nested too deep', '['.repeat(1e5)],
    ['a future format', {...granted, v: 999}],
    ['another policy version', {...granted, version: '2.0'}],
    ['no policy version', {...granted, version: undefined}],
    ['an unknown category only', {categories: {ads_all: true}, timestamp: granted.timestamp, version: '1.0'}],
    ['timestamp null', {...granted, timestamp: null}],
    ['timestamp a number', {...granted, timestamp: now}],
    ['timestamp a word', {...granted, timestamp: 'today'}],
    ['timestamp negative', {...granted, timestamp: -1}],
    ['timestamp zero', {...granted, timestamp: 0}],
    ['timestamp at the epoch', {...granted, timestamp: '1970-01-01T00:00:00.000Z'}],
    ['timestamp in seconds', {...granted, timestamp: Math.floor(now / 1000)}],
    ['timestamp two years ahead', {...granted, timestamp: '2028-11-22T12:00:00.000Z'}],
    ['expired', {...granted, timestamp: '2026-05-01T12:00:00.000Z'}],
  ];
  for (const [what, stored] of noDecision) it(`is no decision: ${what}`, () => assert.equal(parse(stored), null));

  for (const value of ['true', 1, 'yes', {}, [true], null])
    it(`grants only by the boolean true, not by ${JSON.stringify(value)}`, () => {
      assert.equal(parse({...granted, analytics: value})?.choices['analytics'], false);
    });

  it('is refused unparsed when oversized', () => {
    const text = JSON.stringify({...granted, padding: 'x'.repeat(4_900_000)});
    const start = performance.now();
    assert.equal(parse(text), null);
    assert.ok(performance.now() - start < 50);
  });

  it('takes the last of doubled keys, as JSON.parse does', () => {
    const text = JSON.stringify(granted).replace('"marketing":false', '"marketing":false,"analytics":false');
    assert.equal(parse(text)?.choices['analytics'], false);
  });

  it('leaves a category unknown that it does not name', () => {
    const record = parseConsentRecord(JSON.stringify(granted), {...rules, categories: ['analytics', 'video']}, now);
    assert.deepEqual(record?.choices, {analytics: true});
  });

  it('never throws and never pollutes, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        const record = parse(text);
        assert.ok(record === null || Object.values(record.choices).every(choice => typeof choice === 'boolean'));
        assert.equal(({} as Record<string, unknown>)['analytics'], undefined);
      }),
    );
  });
});

describe('two decisions', () => {
  const at = (time: number, analytics: boolean, replaces: number | null = null): ConsentRecord => ({
    choices: {analytics},
    time,
    source: 'banner',
    since: analytics ? {analytics: time} : {},
    replaces,
  });

  it('of which one follows the other: the later one holds, however soon', () => {
    assert.equal(reconcile(at(now, false), at(now + 1, true, now)).choices['analytics'], true);
    assert.equal(reconcile(at(now, true), at(now + 1, false, now)).choices['analytics'], false);
  });

  it('made at once in two tabs: the refusal holds, and both tabs come to the same', () => {
    for (const [a, b] of [
      [at(now, true), at(now + 3, false)],
      [at(now, false), at(now + 3, true)],
      [at(now, true), {...at(now, false), source: 'settings' as const}],
    ] as const) {
      assert.equal(reconcile(a, b).choices['analytics'], false);
      assert.deepEqual(reconcile(a, b), reconcile(b, a));
    }
  });

  it('an older refusal on disk is honoured; an older grant is not', () => {
    assert.equal(reconcile(at(now, true), at(now - 60_000, false)).choices['analytics'], false);
    assert.equal(reconcile(at(now, false), at(now - 60_000, true)).choices['analytics'], false);
  });

  it('converge for any pair', () => {
    const record = fc.record({
      choices: fc.dictionary(fc.constantFrom('analytics', 'marketing'), fc.boolean(), {minKeys: 2}),
      time: fc.integer({min: now, max: now + 900}),
      source: fc.constantFrom('banner' as const, 'settings' as const, null),
      since: fc.constant({}),
      replaces: fc.constant(null),
    });
    fc.assert(
      fc.property(record, record, (a, b) => {
        const one = reconcile(a, b);
        const other = reconcile(b, a);
        assert.deepEqual(one.choices, other.choices);
        assert.deepEqual(reconcile(one, other), one);
        for (const category of ['analytics', 'marketing']) assert.equal(one.choices[category], a.choices[category] && b.choices[category]);
      }),
    );
  });
});
