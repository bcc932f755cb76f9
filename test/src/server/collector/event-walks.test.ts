import assert from 'node:assert/strict';
import {test} from 'node:test';
import fc from 'fast-check';
import {isLongerThan} from '../../../../src/server/collector/json-length.js';
import {stripPrivate} from '../../../../src/server/collector/strip-private.js';

const text = fc.oneof(fc.string({unit: 'binary'}), fc.constantFrom('\u0000\u0001', '"\\', 'Mozilla/5.0 (X11; Linux x86_64)', '\ud800'));
const name = fc.oneof(
  fc.constantFrom('$ip', 'IP', 'userAgent', '$raw_user_agent', 'constructor', '__proto__', 'prototype', 'plan', 'x_forwarded_for', 'strip'),
  text,
);
const {value} = fc.letrec<{value: unknown}>(tie => ({
  value: fc.oneof(
    {maxDepth: 4},
    fc.oneof(text, fc.double({noNaN: true, noDefaultInfinity: true}), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), {maxLength: 4}),
    fc.array(fc.tuple(name, tie('value')), {maxLength: 6}).map(fields => Object.fromEntries(fields)),
  ),
}));
/** As it comes from the wire, where `__proto__` is a field like any other. */
const object = fc
  .array(fc.tuple(name, value), {maxLength: 8})
  .map(fields => JSON.parse(JSON.stringify(Object.fromEntries(fields))) as object);

test('knows without serialising whether a value is too long, exactly', () => {
  fc.assert(
    fc.property(object, fc.integer({min: -3, max: 3}), (parsed, by) => {
      const {length} = JSON.stringify(parsed);
      assert.equal(isLongerThan(parsed, length + by), by < 0);
    }),
  );
});

const privateNames = ['$ip', 'IP', 'userAgent', '$raw_user_agent', 'x_forwarded_for'];
const unsafeNames = ['constructor', '__proto__', 'prototype'];

/** The same, always copying. */
const strip = (given: unknown, drop: (name: string) => void, at = ''): unknown => {
  if (Array.isArray(given)) return given.map(inner => strip(inner, drop, at));
  if (typeof given === 'string' && given.startsWith('Mozilla/')) {
    drop(at);
    return '';
  }
  if (typeof given !== 'object' || given === null) return given;
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(given)) {
    if (privateNames.includes(key)) drop(key);
    else if (!unsafeNames.includes(key)) kept.push([key, strip(inner, drop, key)]);
  }
  return Object.fromEntries(kept);
};

test('takes private fields out at any depth, tells of each, and copies nothing else', () => {
  fc.assert(
    fc.property(object, parsed => {
      const before = JSON.stringify(parsed);
      const [told, expected]: [string[], string[]] = [[], []];
      const stripped = stripPrivate(parsed, dropped => told.push(dropped));
      assert.deepEqual(
        stripped,
        strip(parsed, dropped => expected.push(dropped)),
      );
      assert.deepEqual(told, expected);
      assert.equal(JSON.stringify(parsed), before, 'what was given is as it was');
      if (JSON.stringify(stripped) === before) assert.equal(stripped, parsed);
    }),
    {numRuns: 500},
  );
});
