import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import * as v from 'valibot';
import {z} from 'zod';
import type {StandardSchema, Validation} from '../../../src/events/index.js';
import {defineEvents} from '../../../src/events/index.js';
import {SetupError} from '../../../src/lib/problems.js';
import type {EventDefinitions, EventType, Problem} from '../../../src/types.js';

const zodEvents = defineEvents({
  message_sent: z.strictObject({
    chat_id: z.string().startsWith('chat_'),
    length_chars: z.number(),
    parts: z.array(z.object({kind: z.enum(['text', 'image'])})).optional(),
  }),
  chat_opened: z.strictObject({}),
});
const valibotEvents = defineEvents({
  message_sent: v.strictObject({
    chat_id: v.pipe(v.string(), v.startsWith('chat_')),
    length_chars: v.number(),
    parts: v.optional(v.array(v.object({kind: v.picklist(['text', 'image'])}))),
  }),
  chat_opened: v.strictObject({}),
});

const own = (validate: (value: unknown) => unknown): StandardSchema<object> =>
  ({'~standard': {version: 1, vendor: 'own', validate}}) as StandardSchema<object>;

const run = (
  events: EventDefinitions,
  event: string,
  properties: Record<string, unknown> = {},
  validation: Validation | undefined = undefined,
  type: EventType = 'track',
) => {
  const problems: Problem[] = [];
  const kept = events.check({type, event, properties}, validation, problem => problems.push(problem));
  return {kept, codes: problems.map(({code}) => code), text: problems.map(({message}) => message).join('\n')};
};

for (const [library, events] of Object.entries({zod: zodEvents, valibot: valibotEvents}))
  describe(`events defined with ${library}`, () => {
    it('what fits goes through, and nothing is said', () => {
      for (const validation of ['off', 'warn', 'drop', undefined] as const) {
        assert.deepEqual(run(events, 'message_sent', {chat_id: 'chat_1', length_chars: 3}, validation), {kept: true, codes: [], text: ''});
        assert.deepEqual(run(events, 'chat_opened', Object.create(null), validation), {kept: true, codes: [], text: ''});
      }
    });

    it('names the event and the paths of what does not fit', () => {
      const {codes, text} = run(events, 'message_sent', {chat_id: 'x', length_chars: '3', parts: [{kind: 'text'}, {kind: 'film'}]});
      assert.deepEqual(codes, ['event-invalid']);
      assert.equal(text, 'the event message_sent does not fit its definition in chat_id, length_chars, parts[1].kind');
      assert.match(run(events, 'message_sent', {length_chars: 1}).text, / in chat_id$/);
      assert.match(run(events, 'message_sent', {chat_id: 'chat_1', length_chars: 1, extra_words: 1}).text, / in extra_words$/);
    });

    it('warns by default, drops where told to, and says nothing when off', () => {
      const wrong = {chat_id: 7, length_chars: 1};
      assert.deepEqual(
        (['off', 'warn', 'drop', undefined] as const).map(validation => {
          const {kept, codes} = run(events, 'message_sent', wrong, validation);
          return [kept, codes.length];
        }),
        [
          [true, 0],
          [true, 1],
          [false, 1],
          [true, 1],
        ],
      );
    });

    it('never tells a value, nor a name that may be one', () => {
      const secret = 'jane.doe@example.com';
      const texts = [
        run(events, 'message_sent', {chat_id: secret, length_chars: secret, [secret]: 1, parts: [{kind: secret}]}).text,
        run(events, secret, {}).text,
        run(events, `${secret}\n`, {a: secret}).text,
      ];
      for (const text of texts) {
        assert.ok(text.length > 0);
        assert.doesNotMatch(text, /jane|example/);
      }
    });

    it('an event that is not defined is told, but not what the library tracks by itself', () => {
      assert.deepEqual(run(events, 'mesage_sent', {}, 'drop'), {
        kept: false,
        codes: ['event-invalid'],
        text: 'the event mesage_sent is not defined',
      });
      assert.equal(run(events, 'constructor').codes.length, 1);
      assert.equal(run(events, '__proto__').codes.length, 1);
      assert.deepEqual(run(events, 'page_viewed', {page_name: 'chat'}, 'drop', 'page').codes, []);
      assert.deepEqual(run(events, 'identify', {plan: 1}, 'drop', 'identify'), {kept: true, codes: [], text: ''});
    });
  });

describe('defineEvents', () => {
  it('a definition of page_viewed holds for page views', () => {
    const events = defineEvents({page_viewed: z.object({page_name: z.string()})});
    assert.deepEqual(run(events, 'page_viewed', {page_name: 'chat'}, 'drop', 'page').kept, true);
    assert.match(run(events, 'page_viewed', {}, 'drop', 'page').text, /page_name/);
  });

  it('asynchronous schemas are said once to be unsupported; their events go on, and no rejection is left behind', async () => {
    const events = defineEvents({
      chat_read: z.object({a: z.string().refine(async () => false)}),
      chat_sent: v.objectAsync({
        a: v.pipeAsync(
          v.string(),
          v.checkAsync(async () => false),
        ),
      }),
      chat_lost: own(() => Promise.reject(new Error('later'))),
    });
    for (const event of ['chat_read', 'chat_sent', 'chat_lost']) {
      const first = run(events, event, {a: 'x'}, 'drop');
      assert.deepEqual([first.kept, first.codes], [true, ['event-unchecked']]);
      assert.match(first.text, new RegExp(`${event} is not checked: its schema is asynchronous`));
      assert.deepEqual(run(events, event, {a: 'x'}, 'drop'), {kept: true, codes: [], text: ''});
    }
    // An unhandled rejection would fail this file.
    await new Promise(resolve => setTimeout(resolve, 10));
  });

  it('a schema that fails inside, or answers nonsense, costs no event', () => {
    const failing = {
      chat_thrown: own(() => {
        throw new Error('jane');
      }),
      chat_null: own(() => null),
      chat_text: own(() => 'yes'),
      chat_issues: own(() => ({issues: 'jane'})),
      chat_path: own(() => ({issues: [{message: 'jane', path: [null]}]})),
    };
    const events = defineEvents(failing);
    for (const event of Object.keys(failing)) {
      const {kept, text} = run(events, event, {}, 'drop');
      assert.equal(kept, true, event);
      assert.doesNotMatch(text, /jane/);
    }
    assert.deepEqual(run(defineEvents(failing), 'chat_thrown').codes, ['event-unchecked']);
  });

  it('a property that throws when it is read costs no event', () => {
    const events = defineEvents({chat_read: z.object({a: z.object({b: z.string()})})});
    const hostile = {
      get b(): never {
        throw new Error('jane');
      },
    };
    const {kept, codes} = run(events, 'chat_read', {a: hostile}, 'drop');
    assert.deepEqual([kept, codes], [true, ['event-unchecked']]);
  });

  it('a schema cannot change what is sent', () => {
    const properties = {a: 'x'};
    const meddling = own(value => {
      (value as {a: string}).a = 'y';
      return {value: {}};
    });
    assert.equal(run(defineEvents({chat_read: meddling}), 'chat_read', properties).kept, true);
    assert.deepEqual(properties, {a: 'x'});
  });

  it('names ten paths at most', () => {
    const many = own(() => ({issues: Array.from({length: 40}, (_, i) => ({message: '', path: [{key: `p${i % 30}`}]}))}));
    assert.match(run(defineEvents({chat_read: many}), 'chat_read').text, /in p0, .*p9 and 20 more$/);
  });

  it('checks the conventions too where asked to', () => {
    const schema = own(() => ({value: {}}));
    const events = defineEvents({chat_read: schema, ChatRead: schema}, {conventions: true});
    assert.equal(run(events, 'chat_read', {read_count: 2}, 'drop').kept, true);
    assert.match(run(events, 'chat_read', {read_count: '2', is_new: 1}, 'drop').text, /in read_count, is_new$/);
    assert.match(run(events, 'ChatRead', {}).text, /^the event ChatRead must be named object_action/);
    assert.deepEqual(run(defineEvents({ChatRead: schema}), 'ChatRead', {read_count: '2'}).codes, []);
  });

  it('refuses at once what is no schema', () => {
    for (const wrong of [null, undefined, 'string', {}, {'~standard': {}}, {type: 'object'}])
      assert.throws(
        () => defineEvents({message_sent: wrong as unknown as StandardSchema<object>}),
        (error: unknown) => error instanceof SetupError && error.code === 'bad-event-schema' && error.message.includes('message_sent'),
      );
  });
});
