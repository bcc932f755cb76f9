import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {parseSegment, segmentKey} from '../../../src/queue/segments.js';
import {byteLength, serialise} from '../../../src/queue/serialise.js';

const start = 'af:q:main:';
const key = (time: number, sequence: number, tab = 'aaaaaaaa') => segmentKey(start, time, tab, sequence, 1, 50, 32_768);

describe("a segment's key", () => {
  it('tells what is in the segment', () => {
    const made = key(1_795_305_601_000, 7);
    assert.deepEqual(parseSegment(made, start), {key: made, time: 1_795_305_601_000, tab: 'aaaaaaaa', level: 1, count: 50, size: 32_768});
  });

  it('sorts by time, then by making', () => {
    const keys = [key(0, 0), key(35, 9), key(36, 10), key(1e12, 35), key(1e12, 36), key(9e13, 0)];
    assert.deepEqual([...keys].sort(), keys);
  });

  for (const alien of [
    '',
    'x',
    key(1, 1) + 'x!',
    'af:q:main:side:' + key(1, 1).slice(start.length),
    key(1, 1).toUpperCase(),
    start + '0'.repeat(40),
  ])
    it(`"${alien.slice(0, 30)}" is no key of ours`, () => assert.equal(parseSegment(alien, start), undefined));

  it('survives a clock that shows nonsense', () => {
    assert.equal(parseSegment(key(-5, 0), start)?.time, 0);
    assert.ok(parseSegment(key(Date.UTC(9999, 0), 0), start));
  });
});

describe('a serialised record', () => {
  for (const value of [{a: 'line\nbreak\r\u2028'}, {a: '\ud800'}, {a: [1, {b: null}]}, {['__proto__']: 1}])
    it(`is one line of JSON: ${JSON.stringify(value)}`, () => {
      const text = serialise(value);
      assert.ok(!text.includes('\n'));
      assert.equal(text, JSON.stringify(value));
    });

  for (const [name, prototype] of Object.entries({Array: Array.prototype, Object: Object.prototype, String: String.prototype}))
    it(`is the same though the page has put toJSON on ${name}`, () => {
      const value = {a: [1, ['x']], b: {c: 'text'}};
      const expected = JSON.stringify(value);
      Object.defineProperty(prototype, 'toJSON', {value: () => 'broken', configurable: true});
      try {
        assert.equal(serialise(value), expected);
      } finally {
        Reflect.deleteProperty(prototype, 'toJSON');
      }
    });

  it('is measured in UTF-8', () => assert.equal(byteLength('aä€😀'), 10));
});
