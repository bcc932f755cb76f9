import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {formatConsentCookie, parseConsentCookie, readConsentCookie} from '../../../src/lib/consent-cookie.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const time = now - 1000;
const decision = {time, version: '1.0', granted: ['analytics'], denied: ['marketing']};
const value = `1~${time}~1.0~analytics~marketing`;

describe('the consent cookie', () => {
  it('is written and read as documented', () => {
    assert.equal(formatConsentCookie(decision), value);
    assert.deepEqual(parseConsentCookie(value, now), decision);
    assert.match(value, /^[\w.~%!-]+$/, 'only characters that cookies may hold (RFC 6265) and nothing escapes twice');
  });

  it('carries any policy version, and lists of any length that fits', () => {
    for (const version of ['1', '2026-01 ~; ü,\'*()"', '€'.repeat(20)]) {
      const text = formatConsentCookie({...decision, version, granted: [], denied: ['a', 'own-maps', 'x_1']})!;
      assert.match(text, /^[\w.~%!-]+$/);
      assert.deepEqual(parseConsentCookie(text, now), {time, version, granted: [], denied: ['a', 'own-maps', 'x_1']});
    }
    const many = Array.from({length: 40}, (_, index) => `category-number-${index}-of-the-owner`);
    assert.equal(formatConsentCookie({...decision, granted: many}), undefined);
    assert.equal(formatConsentCookie({...decision, version: '€'.repeat(100)}), undefined);
  });

  const foreign = [
    '',
    'granted',
    'true',
    '1',
    `2~${time}~1.0~analytics~`,
    `1~${time}~1.0~analytics`,
    `1~${time}~1.0~analytics~~`,
    `1~${time}~1.0~.analytics~`,
    `1~${time}~1.0~analytics.~`,
    `1~${time}~1.0~analytics,marketing~`,
    `1~${time}~1.0~__proto__~`,
    `1~${time}~1.0~Analytics~`,
    `1~${time}~1.0~analytics ~`,
    `1~-1~1.0~analytics~`,
    `1~1e13~1.0~analytics~`,
    `1~${time}~~analytics~`,
    `1~${time}~%E0%A4%A~analytics~`,
    `1~${time}~1.0~analytics~\n`,
    `"1~${time}~1.0~analytics~"`,
    `1~${time}~1.0~${'analytics.'.repeat(200)}a~`,
    '{"analytics":true}',
    '~'.repeat(1_000_000),
  ];
  for (const text of foreign)
    it(`is nothing when it is ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(parseConsentCookie(text, now), undefined));

  it('is read in no time, whatever stands in it', () => {
    const began = performance.now();
    for (const text of ['a'.repeat(1e6), `1~${time}~1.0~${'a'.repeat(1000)}`, `1~${time}~1.0~${'a.'.repeat(490)}!`])
      assert.equal(parseConsentCookie(text, now), undefined);
    assert.ok(performance.now() - began < 500);
  });

  it('denies a category that stands on both sides, and grants nothing that is dated ahead', () => {
    assert.deepEqual(parseConsentCookie(`1~${time}~1.0~analytics.marketing~analytics`, now)?.granted, ['marketing']);
    const ahead = parseConsentCookie(`1~${now + 3_600_000}~1.0~analytics~marketing`, now);
    assert.deepEqual([ahead?.granted, ahead?.denied], [[], ['marketing']]);
  });

  it('is found among others, and by its exact name only', () => {
    assert.deepEqual(readConsentCookie(`a=b; askfirst=${value}; c=d`, 'askfirst', now), decision);
    assert.deepEqual(readConsentCookie(`a=b;askfirst=${value}`, 'askfirst', now), decision);
    assert.deepEqual(readConsentCookie(`askfirst=${value}; askfirst=${value}`, 'askfirst', now), decision);
    for (const header of ['', 'a=b', `xaskfirst=${value}`, `askfirst_=${value}`, `a=askfirst=${value}`, `Askfirst=${value}`])
      assert.equal(readConsentCookie(header, 'askfirst', now), undefined);
    for (const header of [`a=b askfirst=${value}`, `a=b;\taskfirst=${value}`, ` askfirst=${value}`, `a="; x"; b=askfirst=${value};`])
      assert.equal(readConsentCookie(header, 'askfirst', now), undefined);
  });

  it('counts only as a refusal when it stands there twice', () => {
    const older = `1~${time - 5000}~1.0~~analytics`;
    const newer = `1~${time}~1.0~analytics.marketing~`;
    for (const header of [`c=${older}; c=${newer}`, `c=${newer}; c=${older}`])
      assert.deepEqual(readConsentCookie(header, 'c', now), {time: time - 5000, version: '1.0', granted: [], denied: ['analytics']});
    assert.equal(readConsentCookie(`c=${newer}; c=broken`, 'c', now), undefined);
  });
});
