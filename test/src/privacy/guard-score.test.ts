import assert from 'node:assert/strict';
import {test} from 'node:test';
import {fifthLook} from '../../fixtures/pii/fifth-look.js';
import {fourthLook} from '../../fixtures/pii/fourth-look.js';
import {heldOutLeaks} from '../../fixtures/pii/held-out-leaks.js';
import {heldOutLookAlikes} from '../../fixtures/pii/held-out-look-alikes.js';
import {leaks} from '../../fixtures/pii/leaks.js';
import {lookAlikes} from '../../fixtures/pii/look-alikes.js';
import {thirdLook} from '../../fixtures/pii/third-look.js';
import {describeScore, scoreGuard} from './guard-score.js';

/*
 * Recall is what four kilobytes of rules reach: the corpus is rich in formats and key words of many countries, of which the guard
 * knows the common ones. Precision and kept parts are the same everywhere.
 */
for (const [title, recall, cases] of [
  ['first half of the corpus', 0.94, [...leaks, ...lookAlikes]],
  ['second half of the corpus', 0.81, [...heldOutLeaks, ...heldOutLookAlikes]],
  ['third to fifth look', 0.85, [...thirdLook, ...fourthLook, ...fifthLook]],
] as const) {
  test(`keeps to its floors on the ${title}`, () => {
    const score = scoreGuard(cases);
    console.log(describeScore(title, score));
    const misses = score.misses.join('\n');
    assert.ok(score.recall >= recall, `recall ${score.recall}\n${misses}`);
    assert.ok(score.precision >= 0.99, `precision ${score.precision}\n${misses}`);
    assert.ok(score.kept >= 0.97, `kept parts ${score.kept}\n${misses}`);
  });
}

test('the corpus holds enough of both kinds, each case once', () => {
  assert.ok(leaks.length + heldOutLeaks.length >= 380);
  assert.ok(lookAlikes.length + heldOutLookAlikes.length >= 320);
  assert.ok([...leaks, ...heldOutLeaks].every(({gone}) => gone.length && gone.every(part => part.length)));
});
