import {expect} from '@open-wc/testing';
import {safeUrl} from '../../components/safe-url.js';

describe('safeUrl', () => {
  for (const url of [
    '/privacy',
    'privacy.html',
    '../p?q=1#x',
    '#privacy',
    '?page=2',
    'https://example.org/p',
    'HTTP://example.org',
    'mailto:a@example.org',
    './a:b',
  ]) {
    it(`lets ${url} through`, () => expect(safeUrl(` ${url} `)).to.equal(url));
  }

  for (const url of [
    'javascript:window.x=1',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    '\x01javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://example.org/x',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https:evil',
    'https:/evil',
    'https:///evil',
    'file:///etc/passwd',
    '',
    '  ',
  ]) {
    it(`makes no link of ${JSON.stringify(url)}`, () => expect(safeUrl(url)).to.equal(undefined));
  }

  it('makes no link of what is no text', () => {
    for (const value of [undefined, null, 7, {}, ['javascript:x']]) expect(safeUrl(value)).to.equal(undefined);
  });
});
