import assert from 'node:assert/strict';
import {test} from 'node:test';
import {KEY_ROWS, NEUTRAL, PATTERNS} from '../../../src/privacy/pii-words.js';
import {sourceOf} from '../../../src/privacy/primordials.js';

test('no pattern looks behind, which Safari before 16.4 cannot read', () => {
  const patterns = [
    NEUTRAL,
    ...KEY_ROWS.flatMap(([, ...row]) => row),
    ...PATTERNS.flatMap(([before, rows]) => [before, ...rows.map(row => row[1])]),
  ];
  assert.ok(patterns.length > 40);
  for (const pattern of patterns) assert.doesNotMatch(pattern ? sourceOf(pattern) : '', /\(\?<[=!]/);
});
