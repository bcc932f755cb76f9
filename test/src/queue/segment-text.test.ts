import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import {readSegment, shrinkSegment, writeSegment} from '../../../src/queue/segment-text.js';
import {createRecordWriter} from '../../../src/queue/serialise.js';
import type {EventRecord, Properties} from '../../../src/types.js';

const record = (properties: Properties, changes: Partial<EventRecord> = {}): EventRecord => ({
  uuid: '01900000-0000-7000-8000-000000000001',
  type: 'track',
  event: 'message_sent',
  properties,
  timestamp: '2026-11-22T12:00:00.000Z',
  distinct_id: 'anon',
  anonymous_id: 'anon',
  user_id: null,
  session_id: 's1',
  category: 'analytics',
  epoch: 1,
  ...changes,
});
const merged = (one: EventRecord, shared: Properties) => ({...one, properties: {...shared, ...one.properties}});
const properties = fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'uuid', '__proto__', '\t', '\n{'), fc.string()), fc.jsonValue(), {
  maxKeys: 4,
  noNullPrototype: false,
}) as fc.Arbitrary<Properties>;

describe('a record as text', () => {
  it('is one line of JSON of the whole record, its own properties before the shared ones', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(properties, properties), {minLength: 1}), pairs => {
        const write = createRecordWriter();
        for (const [own, shared] of pairs) {
          const {base, rest} = write(record(own), shared);
          assert.ok(!/[\n\t]/.test(base + rest) && !rest.startsWith('{'));
          const expected = JSON.parse(JSON.stringify(merged(record(own), shared))) as unknown;
          assert.deepEqual(JSON.parse(base + rest), expected);
        }
      }),
    );
  });

  const shared = {browser: 'Firefox'};
  it('begins alike for as long as the records have the same in common, and no longer', () => {
    const write = createRecordWriter();
    const {base} = write(record({n: 1}), shared);
    assert.equal(write(record({n: 2}, {uuid: 'other', event: 'other', type: 'page', timestamp: 'later'}), shared).base, base);
    const changes: Partial<EventRecord>[] = [
      {distinct_id: 'u'},
      {anonymous_id: 'u'},
      {user_id: 'u'},
      {session_id: 's2'},
      {category: 'marketing'},
      {epoch: 2},
    ];
    for (const change of changes) {
      const {base: other, rest} = write(record({}, change), shared);
      assert.notEqual(other, base);
      assert.deepEqual(JSON.parse(other + rest), merged(record({}, change), shared));
    }
    assert.notEqual(write(record({}), {browser: 'Chrome'}).base, base);
  });
});

describe("a segment's text", () => {
  const lines = (base: string, count: number) => Array.from({length: count}, (_, n) => `,"n":${n}},"uuid":"${base.length}-${n}"}`);
  const bases = fc.constantFrom('{"properties":{"a":1', '{"epoch":7,"properties":{"text":"a longer thing that they have in common"');

  it('gives out what was put in, and stays readable and gets shorter while records leave', () => {
    fc.assert(
      fc.property(bases, fc.integer({min: 1, max: 50}), fc.array(fc.nat(49)), (base, count, leaving) => {
        const rests = lines(base, count);
        let text = writeSegment(base, rests);
        let expected = rests.map(rest => base + rest);
        assert.deepEqual(readSegment(text), expected);
        for (const at of leaving) {
          const gone = new Set([base + rests[at % count]!]);
          const left = shrinkSegment(text, gone);
          const shrinks = expected.some(line => gone.has(line));
          expected = expected.filter(line => !gone.has(line));
          assert.ok(shrinks ? left.length < text.length : left === text);
          assert.deepEqual(left ? readSegment(left) : [], expected);
          if (!left) break;
          text = left;
        }
      }),
    );
  });

  it('has what many records have in common once', () => {
    const base = `{"properties":{"text":"${'x'.repeat(600)}"`;
    const text = writeSegment(base, lines(base, 24));
    assert.ok(text.length < (24 * base.length) / 3);
  });

  it('is a plain line for one record, and whole lines are read as they are', () => {
    assert.equal(writeSegment('{"a":1', [',"b":2}']), '{"a":1,"b":2}');
    assert.deepEqual(readSegment('{"a":1}\n{"b":2}'), ['{"a":1}', '{"b":2}']);
    assert.equal(shrinkSegment('{"a":1}\n{"b":2}', new Set(['{"a":1}'])), '{"b":2}');
  });

  it('that is not there, or not ours, gives no record away', () => {
    assert.deepEqual(readSegment(null), []);
    assert.equal(shrinkSegment(null, new Set()), '');
    assert.deepEqual(readSegment('rubbish\n,"n":1}'), ['rubbish', ',"n":1}']);
    assert.deepEqual(readSegment('\t{"a":1'), []);
  });
});
