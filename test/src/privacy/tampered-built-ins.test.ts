import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';

const guard = createPiiGuard();
const {stringify} = JSON;
const event = () => ({
  event: 'x',
  properties: {
    email: 'jane@example.com',
    note: 'Card 4111 1111 1111 1111, iban DE89 3704 0044 0532 0130 00, ip 2001:db8::1, my name is Jane',
    url: 'https://a.example/?mail=joe%40example.com&token=abc123XYZ',
    json: '{"email":"joe@example.com"}',
    list: ['jane@example.com', 2],
  },
});
const clean = stringify(guard(event()));

const PATCHES: readonly (readonly [what: string, owner: object, name: string | symbol, value: unknown])[] = [
  ['JSON.stringify', JSON, 'stringify', () => '{}'],
  ['JSON.parse', JSON, 'parse', () => ({})],
  ['RegExp.prototype.exec', RegExp.prototype, 'exec', () => null],
  ['RegExp.prototype.test', RegExp.prototype, 'test', () => false],
  ['RegExp.prototype[Symbol.replace]', RegExp.prototype, Symbol.replace, (text: string) => text],
  [
    'String.prototype.replace',
    String.prototype,
    'replace',
    function (this: string) {
      return String(this);
    },
  ],
  ['String.prototype.split', String.prototype, 'split', () => []],
  ['String.prototype.slice', String.prototype, 'slice', () => ''],
  ['String.prototype.toLowerCase', String.prototype, 'toLowerCase', () => ''],
  ['String.prototype.normalize', String.prototype, 'normalize', () => ''],
  ['Array.prototype[Symbol.iterator]', Array.prototype, Symbol.iterator, function* () {}],
  ['Array.prototype.push', Array.prototype, 'push', () => 0],
  ['Object.keys', Object, 'keys', () => []],
  ['decodeURIComponent', globalThis, 'decodeURIComponent', () => ''],
];

for (const [what, owner, name, value] of PATCHES) {
  test(`stays shut when the page overwrites ${what}`, () => {
    const original = Object.getOwnPropertyDescriptor(owner, name)!;
    Object.defineProperty(owner, name, {...original, value});
    let result: unknown;
    try {
      result = guard(event());
    } finally {
      Object.defineProperty(owner, name, original);
    }
    assert.equal(stringify(result), clean);
  });
}

for (const owner of [Array.prototype, Object.prototype]) {
  test(`gives valid JSON under ${owner === Array.prototype ? 'Array' : 'Object'}.prototype.toJSON`, () => {
    Object.defineProperty(owner, 'toJSON', {configurable: true, value: () => 'ruined'});
    let text: string | undefined;
    try {
      text = stringify(guard(event()));
    } finally {
      delete (owner as {toJSON?: unknown}).toJSON;
    }
    assert.equal(text, clean);
  });
}
