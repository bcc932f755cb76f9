import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import lzString from 'lz-string';
import {decodeLz64} from '../../../../src/server/collector/lz64.js';
import {Refusal} from '../../../../src/server/collector/refusal.js';

test('decodes whatever LZString encodes', () => {
  const text = fc.oneof(fc.string({unit: 'binary', maxLength: 200}), fc.string({unit: fc.constantFrom('a', 'b', '👋'), maxLength: 400}));
  fc.assert(fc.property(text, value => assert.equal(decodeLz64(lzString.compressToBase64(value), 10_000), value)));
});

test('refuses damaged input without hanging', () => {
  fc.assert(
    fc.property(fc.string({unit: fc.constantFrom(...'ABCxyz09+/=!'), maxLength: 200}), value => {
      try {
        assert.ok(decodeLz64(value, 1_000).length <= 1_000);
      } catch (error) {
        assert.ok(error instanceof Refusal);
      }
    }),
  );
});

test('stops at the length it is told', () => {
  const bomb = lzString.compressToBase64('a'.repeat(300_000));
  assert.ok(bomb.length < 3_000);
  assert.throws(() => decodeLz64(bomb, 100_000), {status: 413});
});
