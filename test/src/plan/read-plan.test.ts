import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {readPlan} from '../../../src/plan/read-plan.js';

const planOf = (properties: unknown, required: unknown = [], event = 'message_sent') =>
  JSON.stringify({events: {[event]: {description: 'd', properties: {type: 'object', properties, required}}}});

const read = (text: string, conventions = true) => readPlan(text, {conventions});

describe('a property of a plan', () => {
  const types: [schema: Record<string, unknown>, type: string, notes?: string[]][] = [
    [{type: 'string'}, 'string'],
    [{type: 'number', minimum: 0, maximum: 1}, 'number', ['at least 0', 'at most 1']],
    [{type: 'integer'}, 'number', ['whole number']],
    [{type: 'boolean'}, 'boolean'],
    [{type: 'null'}, 'null'],
    [{type: ['string', 'null']}, 'string | null'],
    [{type: ['integer', 'number']}, 'number', ['whole number']],
    [{type: 'string', nullable: true}, 'string | null'],
    [{type: ['string', 'null'], nullable: true}, 'string | null'],
    [{type: 'string', nullable: false}, 'string'],
    [{enum: ['a', "it's", 'say "x"', 1, true, null]}, `'a' | 'it\\'s' | 'say "x"' | 1 | true | null`],
    [{type: 'string', enum: ['a', 'a']}, `'a'`],
    [{const: 'a'}, `'a'`],
    [{const: null}, 'null'],
    [{type: 'string', const: 'line\nend\\"'}, `'line\\nend\\\\"'`],
    [{type: 'string', format: 'date-time'}, 'string', ['date-time']],
    [{type: 'array', items: {type: 'string'}}, 'readonly string[]'],
    [{type: ['array', 'null'], items: {enum: ['a', 'b']}}, `readonly ('a' | 'b')[] | null`],
    [{type: 'number', 'x-class': 'aggregated'}, 'number', ['aggregated']],
  ];
  for (const [schema, type, notes = []] of types)
    it(`${JSON.stringify(schema)} is ${type}`, () => {
      const {plan, problems} = read(planOf({some_value: {...schema, description: ' two\n lines '}}, ['some_value']));
      assert.deepEqual(problems, []);
      const property = {name: 'some_value', required: true, type, notes, description: 'two lines'};
      assert.deepEqual(plan.events[0]!.properties, ['x-class' in schema ? {...property, class: schema['x-class']} : property]);
    });

  const refused: [schema: unknown, path: string, message: RegExp][] = [
    [{}, '', /needs a type, enum or const/],
    ['string', '', /must be an object/],
    [{type: 'text'}, '.type', /must be string, number/],
    [{type: 'constructor'}, '.type', /must be string, number/],
    [{type: []}, '.type', /must be string, number/],
    [{type: 7}, '.type', /must be string, number/],
    [{type: 'object', properties: {}}, '.type', /flat/],
    [{$ref: '#/x', type: 'string'}, '.$ref', /is not supported here; what is: type, enum/],
    [{oneOf: []}, '.oneOf', /is not supported here/],
    [{type: 'string', pattern: 'a'}, '.pattern', /is not supported here/],
    [{enum: []}, '.enum', /at least one/],
    [{enum: 'a'}, '.enum', /single values/],
    [{enum: [{}]}, '.enum', /single values/],
    [{const: {}}, '.const', /single values/],
    [{type: 'string', enum: ['a', 1]}, '.enum', /another type/],
    [{type: 'integer', const: 1.5}, '.const', /another type/],
    [{type: 'array'}, '', /exactly for the type array/],
    [{type: 'string', items: {type: 'string'}}, '.items', /exactly for the type array/],
    [{type: 'array', items: {type: 'array', items: {type: 'string'}}}, '.items.items', /is not supported here/],
    [{type: 'array', items: {type: 'object'}}, '.items.type', /flat/],
    [{type: 'string', nullable: 'yes'}, '.nullable', /true or false/],
    [{type: 'string', format: 'email'}, '.format', /must be date-time, date, uuid, uri/],
    [{type: 'number', format: 'date'}, '.format', /is for text/],
    [{type: 'string', minimum: 1}, '.minimum', /is for numbers/],
    [{type: 'number', maximum: '1'}, '.maximum', /must be a number/],
    [{type: 'string', 'x-class': 'forbidden'}, '.x-class', /must not be in an event at all/],
    [{type: 'string', 'x-class': 'secret'}, '.x-class', /must be pseudonymous/],
    [{type: 'string', description: 1}, '.description', /must be text/],
  ];
  for (const [schema, path, message] of refused)
    it(`${JSON.stringify(schema)} is refused`, () => {
      const {problems} = read(planOf({some_value: schema}));
      const place = `events.message_sent.properties.properties.some_value${path}`;
      assert.ok(
        problems.some(problem => problem.path === place && message.test(problem.message)),
        JSON.stringify(problems),
      );
    });
});

describe('a plan', () => {
  const refused: Record<string, [text: string, path: string, message: RegExp]> = {
    'is a list': ['[]', '', /must be an object/],
    'has no events': ['{"title": "x"}', '', /has no "events"/],
    'has events that are a list': ['{"events": []}', 'events', /must be an object/],
    'has a word that it does not know': ['{"events": {}, "evnets": {}}', 'evnets', /is not supported here; what is: \$schema, title/],
    'has an event without a description': ['{"events": {"a_b": {}}}', 'events.a_b', /needs a description/],
    'has an event that is text': ['{"events": {"a_b": "x"}}', 'events.a_b', /must be an object/],
    'has an event without a name': ['{"events": {" ": {"description": "d"}}}', 'events[" "]', /needs a name/],
    'has properties that are no schema': [
      '{"events": {"a_b": {"description": "d", "properties": {"x": 1}}}}',
      'events.a_b.properties',
      /"type": "object"/,
    ],
    'lets in more properties than it names': [
      '{"events": {"a_b": {"description": "d", "properties": {"type": "object", "additionalProperties": true}}}}',
      'events.a_b.properties.additionalProperties',
      /must be false/,
    ],
    'requires what it does not have': [planOf({a: {type: 'string'}}, ['b']), 'events.message_sent.properties.required', /names "b"/],
    'requires no list': [planOf({}, 'b'), 'events.message_sent.properties.required', /list of texts/],
    'requires no texts': [planOf({}, [1]), 'events.message_sent.properties.required', /list of texts/],
    'is no JSON': ['{"events": {}', '', /ends too early/],
  };
  for (const [what, [text, path, message]] of Object.entries(refused))
    it(`that ${what} is refused`, () => {
      const {problems} = read(text);
      assert.ok(
        problems.some(problem => problem.path === path && message.test(problem.message)),
        JSON.stringify(problems),
      );
    });

  it('tells all that is wrong, in the order of the lines', () => {
    const {problems} = read(
      '{\n "events": {\n  "Sent": {\n   "properties": {"type": "object", "required": ["x"],\n    "properties": {"a": {"type": "x"}}}\n  }\n }\n}',
    );
    assert.deepEqual(
      problems.map(({line, path}) => `${line} ${path}`),
      ['3 events.Sent', '3 events.Sent', '4 events.Sent.properties.required', '5 events.Sent.properties.properties.a.type'],
    );
  });

  it('of an application without a plan yet is empty', () => assert.deepEqual(read('{"events": {}}'), {plan: {events: []}, problems: []}));
});

describe('the conventions of a plan', () => {
  const breaches: [name: string, schema: Record<string, unknown>, fits: boolean][] = [
    ['word_count', {type: 'integer', minimum: 0}, true],
    ['word_count', {type: ['number', 'null']}, true],
    ['word_count', {type: 'number', minimum: -1}, false],
    ['word_count', {type: 'string'}, false],
    ['wait_ms', {enum: [1, 2]}, true],
    ['wait_ms', {type: 'array', items: {type: 'number'}}, false],
    ['has_words', {type: 'boolean'}, true],
    ['is_new', {const: true}, true],
    ['is_new', {type: ['boolean', 'string']}, false],
    ['created_at', {type: 'string', format: 'date-time'}, true],
    ['created_at', {type: 'string', format: 'date'}, true],
    ['created_at', {type: 'string'}, false],
    ['created_at', {type: 'integer'}, false],
    ['chat_id', {type: 'string'}, true],
    ['chat_id', {type: 'integer'}, false],
    ['chatId', {type: 'string'}, false],
    ['browser', {type: 'string'}, false],
  ];
  for (const [name, schema, fits] of breaches)
    it(`${name} ${fits ? 'may' : 'may not'} be ${JSON.stringify(schema)}`, () => {
      assert.equal(read(planOf({[name]: schema})).problems.length, fits ? 0 : 1);
      assert.deepEqual(read(planOf({[name]: schema}), false).problems, []);
    });

  it('ask for events that are object_action', () => {
    for (const name of ['sent', 'messageSent', 'message sent']) {
      assert.match(read(planOf({}, [], name)).problems[0]!.message, /object_action/);
      assert.deepEqual(read(planOf({}, [], name), false).problems, []);
    }
  });
});
