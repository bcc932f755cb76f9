import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseRetryAfter} from '../../../src/lib/retry-after.js';

const now = Date.parse('2026-11-22T09:00:00Z');

for (const [header, ms] of [
  ['5', 5000],
  [' 120 ', 120_000],
  ['0', 0],
  ['999999999', 3_600_000],
  ['9'.repeat(400), 3_600_000],
  ['Sun, 22 Nov 2026 09:00:30 GMT', 30_000],
  ['Sunday, 22-Nov-26 09:00:30 GMT', 30_000],
  ['Sun Nov 22 09:00:30 2026 GMT', 30_000],
  ['Sun, 22 Nov 2026 08:00:00 GMT', 0],
  ['Tue, 22 Nov 2099 08:00:00 GMT', 3_600_000],
  ['-1', undefined],
  ['1.5', undefined],
  ['abc', undefined],
  ['abc def', undefined],
  ['', undefined],
  ['5 seconds', undefined],
  ['0x10', undefined],
  [null, undefined],
] as const)
  test(`reads Retry-After ${header?.slice(0, 40)} as ${ms}`, () => assert.equal(parseRetryAfter(header, now), ms));
