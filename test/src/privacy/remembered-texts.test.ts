import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';
import * as heldOut from '../../fixtures/pii/held-out-leaks.js';
import * as leaks from '../../fixtures/pii/leaks.js';
import * as lookAlikes from '../../fixtures/pii/look-alikes.js';
import type {PiiCase} from '../../fixtures/pii/pii-case.js';

const cases = [leaks, heldOut, lookAlikes].flatMap(file => Object.values<unknown>(file).filter(Array.isArray).flat() as PiiCase[]);

test('finds in a text the second time what it found the first time, and tells of it again', () => {
  const told: string[] = [];
  const guard = createPiiGuard({rememberHarmless: true, onMask: ({path, class: kind}) => told.push(`${path}: ${kind}`)});
  const forgetful = createPiiGuard();
  const run = () => {
    told.length = 0;
    return cases.map(({input}) => guard({event: 'something_done', properties: input})).concat(told as never[]);
  };
  const first = run();
  assert.ok(cases.length > 500 && told.length > 300, `${cases.length} cases, ${told.length} masked`);
  assert.deepEqual(run(), first);
  assert.deepEqual(
    first.slice(0, cases.length),
    cases.map(({input}) => forgetful({event: 'something_done', properties: input})),
    'as without memory',
  );
});

test('a text that is harmless under one key is searched anew under another', () => {
  const guard = createPiiGuard({rememberHarmless: true});
  const text = 'violet 42 harbour';
  for (let round = 0; round < 2; round++)
    assert.deepEqual(guard({note: text, password: text, first_name: text, other: {note: text}}), {
      note: text,
      password: '[secret]',
      first_name: '[name]',
      other: {note: text},
    });
});

test('remembers no more than so many texts, and is right beyond them', () => {
  const guard = createPiiGuard({rememberHarmless: true});
  for (let i = 0; i < 1_200; i++) assert.deepEqual(guard({note: `/chat/room-${i}`}), {note: `/chat/room-${i}`});
  assert.deepEqual(guard({note: '/chat/room-7', password: '/chat/room-7'}), {note: '/chat/room-7', password: '[secret]'});
});
