import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {ConsentPlaces} from '../../../src/consent/consent-parts.js';
import type {ConsentRecord} from '../../../src/consent/consent-record.js';
import {createCookieMirror} from '../../../src/consent/cookie-mirror.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const time = now - 1000;
const places: ConsentPlaces = {
  categories: ['analytics', 'marketing'],
  policyVersion: '1.0',
  expiresDays: 182,
  storageKey: 'askfirst:consent',
  cookieName: 'askfirst_consent',
};
const record: ConsentRecord = {
  choices: {analytics: true, marketing: false},
  time,
  source: 'banner',
  since: {analytics: time},
  replaces: null,
};
const value = `1~${time}~1.0~analytics~marketing`;

const open = (cookie = '', over: Partial<ConsentPlaces> = {}, secure = false) => {
  const written: string[] = [];
  const problems: string[] = [];
  const page = {
    get cookie() {
      return cookie;
    },
    set cookie(text) {
      written.push(text);
    },
  };
  const all = {...places, ...over};
  const mirror = createCookieMirror(all, {page, secure, now: () => now, onProblem: ({code}) => problems.push(code)});
  return {written, problems, read: () => mirror.read(all), write: (next: ConsentRecord | null) => mirror.write(all, next)};
};

describe('the cookie mirror', () => {
  it('is written with the attributes it needs, for what is left of the time', () => {
    const http = open();
    http.write(record);
    assert.deepEqual(http.written, [`askfirst_consent=${value}; Path=/; Max-Age=${182 * 86_400 - 1}; SameSite=Lax`]);
    const https = open('', {}, true);
    https.write(record);
    assert.match(https.written[0]!, /; SameSite=Lax; Secure$/);
  });

  it('is written for the domain, and takes the one of the host alone away', () => {
    const {write, written} = open('', {cookieDomain: 'shop.example'});
    write(record);
    assert.deepEqual(written, [
      'askfirst_consent=; Path=/; Max-Age=0; SameSite=Lax',
      `askfirst_consent=${value}; Path=/; Max-Age=${182 * 86_400 - 1}; SameSite=Lax; Domain=shop.example`,
    ]);
  });

  it('is not written again when it stands there, and is taken away with the decision', () => {
    const {write, written} = open(`a=b; askfirst_consent=${value}`);
    write(record);
    assert.deepEqual(written, []);
    write(null);
    assert.deepEqual(written, ['askfirst_consent=; Path=/; Max-Age=0; SameSite=Lax']);
  });

  it('does not stay as it was when the new one would be too long', () => {
    const {write, written} = open(`askfirst_consent=${value}`);
    write({
      ...record,
      choices: Object.fromEntries(Array.from({length: 40}, (_, index) => [`category-number-${index}-of-the-owner`, false])),
    });
    assert.deepEqual(written, ['askfirst_consent=; Path=/; Max-Age=0; SameSite=Lax']);
  });

  it('is read by the same rules as the stored decision', () => {
    assert.deepEqual(open(`askfirst_consent=${value}`).read(), {...record, source: null});
    assert.equal(open(`askfirst_consent=${value}`, {policyVersion: '2.0'}).read(), null);
    assert.equal(open(`askfirst_consent=${value}`, {categories: ['maps']}).read(), null);
    assert.equal(open(`askfirst_consent=1~${now - 183 * 86_400_000}~1.0~analytics~`).read(), null);
    assert.deepEqual(open(`askfirst_consent=1~${time}~1.0~analytics.ads~`).read()?.choices, {analytics: true});
    // Names that mean something in the stored format mean nothing here.
    for (const id of ['v', 'reset', 'since', 'source', 'timestamp', 'version', 'constructor'])
      assert.equal(open(`askfirst_consent=1~${time}~1.0~${id}~`).read(), null);
  });

  for (const over of [{cookieName: 'a;b'}, {cookieName: 'a=b'}, {cookieName: 'ü'}, {cookieDomain: 'a;Secure'}, {cookieDomain: ''}])
    it(`is left out, and says so, with ${JSON.stringify(over)}`, () => {
      const {write, read, written, problems} = open(`askfirst_consent=${value}`, over);
      write(record);
      assert.deepEqual([read(), written, problems], [null, [], ['bad-cookie']]);
    });

  it('throws nothing where cookies are forbidden', () => {
    const page = {
      get cookie(): string {
        throw new DOMException('sandboxed', 'SecurityError');
      },
      set cookie(_) {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    };
    const mirror = createCookieMirror(places, {page, secure: false, now: () => now, onProblem: () => {}});
    mirror.write(places, record);
    assert.equal(mirror.read(places), null);
  });
});
