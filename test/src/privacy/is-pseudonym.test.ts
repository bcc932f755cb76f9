import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isPseudonym} from '../../../src/privacy/is-pseudonym.js';

test('takes what can be a pseudonym', () => {
  for (const id of [
    '018f3c2e-7b1a-7c3d-9e4f-1234567890ab',
    'u_8f7d6e5c4b',
    '9fceb02d0ae598e95dc970b74767f193',
    '12345',
    'user-1234',
    'A7',
    'auth0|507f1f77bcf86cd799439011',
    'x'.repeat(200),
    '1705312830123',
  ]) {
    assert.equal(isPseudonym(id), true, id);
  }
});

test('refuses addresses, names, numbers, placeholders and everything that is no text', () => {
  const refused = [
    'jane@example.com',
    'jane%40example.com',
    'Jane Doe',
    'Jane.Doe',
    'JaneDoe',
    '+49 170 1234567',
    '+491701234567',
    '0170-1234567',
    '01701234567',
    '(555) 234-5678',
    '555-234-5678',
    '',
    ' ',
    'a b',
    'anonymous',
    'Guest',
    'null',
    'undefined',
    '0',
    '000',
    'N/A',
    'true',
    '[object Object]',
    'user_id',
    'x'.repeat(201),
    'a\nb',
    '203.0.113.7',
    '[email]',
    5,
    null,
    undefined,
    true,
    {},
    [],
    Symbol('x'),
  ];
  for (const id of refused) assert.equal(isPseudonym(id), false, String(id));
});
