import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {checkConventions} from '../../../src/events/index.js';
import {automaticProperties} from '../../../src/lib/event-conventions.js';

const breaks = (properties: Record<string, unknown>) => checkConventions('message_sent', properties).map(({property}) => property);

describe('the conventions', () => {
  it('events are object_action in snake_case', () => {
    for (const name of ['message_sent', 'page_viewed', 'chat_v2_opened', 'a_b']) assert.deepEqual(checkConventions(name), []);
    for (const name of [
      'message',
      'messageSent',
      'Message_sent',
      'message-sent',
      'message sent',
      '_sent',
      'message_',
      'message__sent',
      '2_sent',
      '',
    ])
      assert.deepEqual(
        checkConventions(name).map(({property}) => property),
        [undefined],
        name,
      );
  });

  const fitting: Record<string, readonly unknown[]> = {
    message_count: [0, 3, 1.5],
    duration_ms: [0, 12.25],
    has_attachments: [true, false],
    is_new: [false],
    created_at: ['2026-12-06', '2026-12-06T14:32:00Z', '2026-12-06T14:32:00.123+01:00', new Date(0)],
    chat_id: ['c', ''],
    title: ['x', 7, true, ['a', 'b'], []],
  };
  const unfitting: Record<string, readonly unknown[]> = {
    message_count: ['3', -1, NaN, Infinity, true, 3n],
    duration_ms: ['12', -0.5],
    has_attachments: [1, 'true'],
    is_new: ['no'],
    created_at: ['yesterday', '06.12.2026', 1765031520000, '2026-13-45', '2026-12-06T99:00Z'],
    chat_id: [7, true],
    title: [{a: 1}, [{a: 1}], [[1]], new Map(), new Date(0)],
    userName: ['x'],
    'user-name': ['x'],
    device_type: ['mobile'],
    user_id: ['u_1'],
  };
  for (const [property, values] of Object.entries(fitting))
    it(`${property} takes ${values.map(String).join(' ')}, and none`, () => {
      for (const value of [...values, null, undefined]) assert.deepEqual(breaks({[property]: value}), []);
    });
  for (const [property, values] of Object.entries(unfitting))
    it(`${property} takes no ${values.map(value => String(value)).join(' ')}`, () => {
      for (const value of values) assert.deepEqual(breaks({[property]: value}), [property]);
    });

  it('tells no value', () => {
    const breaches = checkConventions('message_sent', {chat_id: 7_123_456, is_new: 'jane', created_at: 'jane', title: {a: 'jane'}});
    assert.equal(breaches.length, 4);
    assert.doesNotMatch(JSON.stringify(breaches), /jane|7123456/);
  });

  it('knows every property that the documentation says is added by itself', () => {
    const [, section] = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8').split('## What is added to every event');
    // A word in brackets is a value.
    const named = [...section!.replace(/\(.*?\)/gs, '').matchAll(/`([a-z_]+)`/g)].map(([, name]) => name!);
    assert.deepEqual([...automaticProperties].sort(), named.sort());
  });
});
