import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toJson, type Plain} from '../../../src/lib/to-json.js';

test('writes what JSON.stringify writes of plain data', () => {
  for (const value of [
    null,
    true,
    0,
    -1.5,
    NaN,
    'a "quoted" \\ \u2028 \0 line\n',
    [],
    {},
    [1, [2, {a: null}]],
    {a: 1, b: undefined, 'c d': {e: ['f']}},
    JSON.parse('{"__proto__": {"x": 1}}') as Plain,
  ] satisfies Plain[])
    assert.equal(toJson(value), JSON.stringify(value));
});

test('is not led astray by a toJSON of the page', () => {
  const prototypes = [Array.prototype, String.prototype, Object.prototype] as {toJSON?: () => string}[];
  try {
    for (const prototype of prototypes) Object.defineProperty(prototype, 'toJSON', {value: () => 'bad', configurable: true});
    assert.equal(toJson({a: ['b', {c: 1}]}), '{"a":["b",{"c":1}]}');
  } finally {
    for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'toJSON');
  }
});

test('replaces lone surrogates, in keys too, and keeps pairs', () => {
  assert.equal(toJson({'a\ud800': 'b\udc00c\u{1f600}'}), '{"a\ufffd":"b\ufffdc\u{1f600}"}');
});
