import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {formatConsentCookie} from '../../../../src/lib/consent-cookie.js';
import {createConsentReader, type ConsentOptions} from '../../../../src/server/middleware/read-consent.js';

const now = Date.parse('2026-11-22T12:00:00Z');
const day = 86_400_000;
const cookie = (granted: string[], denied: string[], {time = now - 1000, version = '1.0'} = {}) =>
  `askfirst_consent=${formatConsentCookie({time, version, granted, denied})!}`;
const yes = cookie(['analytics'], ['marketing']);
const no = cookie(['marketing'], ['analytics']);
const own = {'sec-fetch-site': 'same-origin', 'x-analytics-consent': 'true'};

const read = (headers: Record<string, string>, options: ConsentOptions = {}) =>
  createConsentReader(options, () => now)({method: 'GET', url: '/', header: name => headers[name]});

describe('the decision of a request', () => {
  const cases: Readonly<Record<string, [headers: Record<string, string>, expected: string, options?: ConsentOptions]>> = {
    'nothing is said': [{}, 'unknown'],
    'the cookie grants': [{cookie: `a=b; ${yes}; c=d`}, 'granted'],
    'the cookie refuses': [{cookie: no}, 'denied'],
    'the cookie is about other categories': [{cookie: cookie(['own-maps'], [])}, 'unknown'],
    'the cookie grants another category that is asked for': [{cookie: no}, 'granted', {category: 'marketing'}],
    'the cookie has another name': [{cookie: yes}, 'unknown', {cookie: 'other'}],
    'the cookie is of another policy': [{cookie: cookie(['analytics'], [], {version: '2.0'})}, 'unknown'],
    'the cookie is too old': [{cookie: cookie(['analytics'], [], {time: now - 183 * day})}, 'unknown'],
    'the cookie is dated ahead': [{cookie: cookie(['analytics'], [], {time: now + day})}, 'unknown'],
    'the cookie is garbage': [{cookie: 'askfirst_consent=granted'}, 'unknown'],
    'the cookie is there twice, and differs': [{cookie: `${yes}; ${cookie(['analytics'], [], {time: now - 5000})}`}, 'unknown'],
    'the cookie is there twice, and one refuses': [{cookie: `${yes}; ${cookie([], ['analytics'], {time: now - 500})}`}, 'denied'],
    'the page says so': [own, 'granted'],
    'the page says so by its origin': [{host: 'shop.example', origin: 'https://shop.example', 'x-analytics-consent': 'true'}, 'granted'],
    'another site says so': [{...own, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example'}, 'unknown'],
    'a sister site says so': [{...own, 'sec-fetch-site': 'same-site', origin: 'https://app.shop.example'}, 'unknown'],
    'a sister site that is named says so': [
      {...own, 'sec-fetch-site': 'same-site', origin: 'https://app.shop.example'},
      'granted',
      {origins: ['https://app.shop.example']},
    ],
    'a sandboxed page says so': [{host: 'shop.example', origin: 'null', 'x-analytics-consent': 'true'}, 'unknown'],
    'a script without a browser says so': [{host: 'shop.example', 'x-analytics-consent': 'true'}, 'unknown'],
    'the page says something else': [{...own, 'x-analytics-consent': 'yes'}, 'unknown'],
    'the page says so against the cookie': [{...own, cookie: no}, 'denied'],
    'the page says so against a broken cookie': [{...own, cookie: 'askfirst_consent=%%%'}, 'unknown'],
    'the page refuses against the cookie': [{cookie: yes, 'x-analytics-consent': 'false'}, 'denied'],
    'the page refuses, and something doubles the header': [{cookie: yes, 'x-analytics-consent': 'true, false'}, 'denied'],
    'the page refuses in capitals': [{cookie: yes, 'x-analytics-consent': 'FALSE'}, 'denied'],
    'the page agrees twice': [{...own, 'x-analytics-consent': 'true, true'}, 'unknown'],
    'the cookie grants, and the page cannot be understood': [{cookie: yes, 'x-analytics-consent': 'denied'}, 'unknown'],
    'the cookie grants, and so does the page': [{...own, cookie: yes}, 'granted'],
    'the cookie refuses, in a header joined with commas': [{...own, cookie: `a=b, ${no}`}, 'unknown'],
    'the cookie grants, in a header joined with commas': [{cookie: `a=b, ${yes}`}, 'unknown'],
    'the cookie refuses after a tab': [{...own, cookie: `a=b;\t${no}`}, 'unknown'],
    'the cookie is there twice, the same': [{cookie: `${yes}; ${yes}`}, 'granted'],
    'the cookie is empty': [{...own, cookie: 'askfirst_consent='}, 'unknown'],
    'the cookie is quoted': [{cookie: yes.replace(/=(.*)/, '="$1"')}, 'unknown'],
    'the cookie is encoded': [{cookie: yes.replaceAll('~', '%7E')}, 'unknown'],
    'the cookie is followed by more': [{cookie: `${yes}~analytics`}, 'unknown'],
    'the cookie is oversized': [
      {...own, cookie: cookie(['analytics'], ['marketing']).replace('~marketing', `~${'marketing.'.repeat(120)}x`)},
      'unknown',
    ],
    'the cookie grants and refuses the same': [{cookie: `askfirst_consent=1~${now - 1000}~1.0~analytics~analytics`}, 'denied'],
    'the cookie grants in capitals': [{cookie: yes.replace('~analytics', '~ANALYTICS')}, 'unknown'],
    'the cookie grants a longer name': [{cookie: cookie(['analytics-plus'], [])}, 'unknown'],
    'the cookie is of a future format': [{cookie: yes.replace('=1~', '=2~')}, 'unknown'],
    'the cookie has no time': [{cookie: yes.replace(String(now - 1000), 'NaN')}, 'unknown'],
    'the cookie is about the seconds of 1970': [{cookie: yes.replace(String(now - 1000), '0000000000001')}, 'unknown'],
    'the cookie expires this very moment': [{cookie: cookie(['analytics'], [], {time: now - 182 * day})}, 'unknown'],
    'the cookie expires in a millisecond': [{cookie: cookie(['analytics'], [], {time: now - 182 * day + 1})}, 'granted'],
    'the cookie lasts as long as the page says': [
      {cookie: cookie(['analytics'], [], {time: now - 31 * day})},
      'unknown',
      {expiresDays: 30},
    ],
    'another cookie ends in its name': [{cookie: yes.replace('askfirst', 'not_askfirst')}, 'unknown'],
    'the browser refuses, and something doubles the header': [{cookie: yes, 'sec-gpc': '1, 1'}, 'denied'],
    'the page says so from another port': [
      {host: 'shop.example', origin: 'https://shop.example:8443', 'x-analytics-consent': 'true'},
      'unknown',
    ],
    'the page says so from a longer host': [
      {host: 'shop.example', origin: 'https://shop.example.evil', 'x-analytics-consent': 'true'},
      'unknown',
    ],
    'a sister site that is named says so, almost': [
      {...own, 'sec-fetch-site': 'same-site', origin: 'http://app.shop.example'},
      'unknown',
      {origins: ['https://app.shop.example']},
    ],
    'the browser refuses': [{cookie: yes, 'sec-gpc': '1'}, 'denied'],
    'the browser refuses, and the page agrees': [{...own, 'sec-gpc': '1'}, 'denied'],
    'the browser refuses unless decided': [{cookie: yes, 'sec-gpc': '1'}, 'granted', {gpc: 'unless-decided'}],
    'the browser refuses, and nothing is decided': [{...own, 'sec-gpc': '1'}, 'denied', {gpc: 'unless-decided'}],
    'the browser refuses, and a broken cookie is no decision': [
      {cookie: 'askfirst_consent=x', 'sec-gpc': '1'},
      'denied',
      {gpc: 'unless-decided'},
    ],
    'the browser is not asked': [{...own, 'sec-gpc': '1'}, 'granted', {gpc: 'ignore'}],
    'the browser says nothing': [{cookie: yes, 'sec-gpc': '0'}, 'granted'],
  };
  for (const [what, [headers, expected, options]] of Object.entries(cases))
    it(`is ${expected} when ${what}`, () => assert.equal(read(headers, options), expected));
});
