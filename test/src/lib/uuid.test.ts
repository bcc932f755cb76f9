import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {isUuidv7, uuidv7} from '../../../src/lib/uuid.js';

describe('an id', () => {
  it('is a UUIDv7 that begins with the time, and is never the same', () => {
    const time = Date.parse('2026-11-22T12:00:00Z');
    const ids = Array.from({length: 5000}, () => uuidv7(time));
    assert.ok(ids.every(isUuidv7));
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.equal(parseInt(id.replace('-', '').slice(0, 12), 16), time);
  });

  it('sorts by time', () => {
    assert.ok(uuidv7(1_000) < uuidv7(1_001));
  });

  it('takes any time', () => {
    for (const time of [0, -5, 1.5, 2 ** 48 - 1]) assert.ok(isUuidv7(uuidv7(time)));
  });

  it('knows its own kind', () => {
    for (const other of ['', 'jane@example.com', '01990000-0000-4000-8000-000000000001', null, 7]) assert.equal(isUuidv7(other), false);
  });
});
