import assert from 'node:assert/strict';
import {test} from 'node:test';
import vm from 'node:vm';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';

const guard = createPiiGuard();
const guarded = (value: unknown) => guard({event: 'x', properties: {value}})?.properties.value;

const deep = () => {
  let value: unknown = 'jane@example.com';
  for (let i = 0; i < 20_000; i++) value = {a: value};
  return value;
};
const circular: Record<string, unknown> = {email: 'jane@example.com'};
circular.self = circular;
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const bomb = {toJSON: (): unknown => ({toJSON: bomb.toJSON, x: 'jane@example.com'})};
class Account {
  email = 'jane@example.com';
  plan = 'pro';
}

const ODD: readonly (readonly [what: string, value: () => unknown])[] = [
  ['a circular object', () => circular],
  ['a bigint', () => 10n ** 30n],
  ['a symbol', () => Symbol('jane@example.com')],
  ['a function', () => function janeAtExample() {}],
  ['a DOM node', () => ({nodeType: 1, nodeName: 'INPUT', innerText: 'jane@example.com', value: 'Jane'})],
  ['the global object', () => globalThis],
  ['a proxy', () => new Proxy({email: 'jane@example.com'}, {})],
  [
    'a proxy that throws',
    () =>
      new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('jane@example.com');
          },
        },
      ),
  ],
  ['a revoked proxy', () => revoked.proxy],
  [
    'a throwing getter',
    () => ({
      get email() {
        throw new Error('jane@example.com');
      },
      plan: 'pro',
    }),
  ],
  [
    'a getter that throws itself',
    () => ({
      get a(): unknown {
        throw this;
      },
    }),
  ],
  ['an endless toJSON', () => bomb],
  [
    'a toJSON that throws',
    () =>
      new (class {
        toJSON() {
          throw new Error('x');
        }
      })(),
  ],
  ['a class instance', () => new Account()],
  [
    'an object of another realm',
    () => vm.runInNewContext('({email: "jane@example.com", list: [1, new Date(0), new Map([["a", 1]])]})') as unknown,
  ],
  ['100,000 keys', () => Object.fromEntries(Array.from({length: 100_000}, (_, i) => ['k' + i, 'jane@example.com']))],
  ['100,000 personal keys', () => Object.fromEntries(Array.from({length: 100_000}, (_, i) => [`j${i}@example.com`, i]))],
  ['depth 20,000', deep],
  [
    'a sparse array of a million',
    () => {
      const list: unknown[] = [];
      list[999_999] = 'jane@example.com';
      return list;
    },
  ],
  ['a typed array', () => new Uint8Array(1e6)],
  ['a buffer', () => new ArrayBuffer(8)],
  [
    'a map',
    () =>
      new Map<unknown, unknown>([
        ['email', 'jane@example.com'],
        [{}, 1],
        [Symbol('s'), 2],
      ]),
  ],
  ['a set', () => new Set(['jane@example.com', 2])],
  ['a weak map', () => new WeakMap()],
  ['a date', () => new Date(0)],
  ['an invalid date', () => new Date(NaN)],
  ['an error', () => new TypeError('jane@example.com', {cause: {ip: '203.0.113.7'}})],
  [
    'an error that is its own cause',
    () => {
      const error = new Error('x');
      error.cause = error;
      return error;
    },
  ],
  ['a URL', () => new URL('https://jane:pw1@a.example/?email=jane@example.com')],
  ['a blob', () => new Blob(['jane@example.com'])],
  ['a promise', () => Promise.resolve('jane@example.com')],
  ['a regular expression', () => /jane@example.com/],
  ['NaN and infinities', () => [NaN, Infinity, -Infinity, -0]],
  ['undefined', () => undefined],
  ['null', () => null],
  ['boxed primitives', () => [Object('jane@example.com'), Object(1), Object(true), Object(1n)]],
  ['lone surrogates and separators', () => 'a\ud800b\u2028c\0d\udfff'],
  ['50 MB of text', () => 'a'.repeat(5e7)],
  ['50 MB with an address at the start', () => 'jane@example.com ' + 'a b '.repeat(12e6)],
  [
    'arguments',
    () =>
      (function (..._: unknown[]) {
        // eslint-disable-next-line prefer-rest-params -- an arguments object is what is tested
        return arguments;
      })('jane@example.com'),
  ],
  ['a null prototype', () => Object.assign(Object.create(null) as object, {email: 'jane@example.com'})],
  ['special keys', () => JSON.parse('{"__proto__": {"email": "jane@example.com"}, "constructor": 1, "toJSON": 2, "": 3}') as unknown],
];

for (const [what, value] of ODD) {
  test(`survives ${what}`, () => {
    const result = guard({event: 'x', properties: {value: value(), other: 'kept'}});
    assert.ok(result, 'not dropped');
    const text = JSON.stringify(result);
    assert.deepStrictEqual(JSON.parse(text), JSON.parse(JSON.stringify(JSON.parse(text))));
    assert.ok(!text.includes('jane@'), text.slice(0, 500));
    assert.ok(text.length < 300_000, `${text.length} characters`);
    if (!what.startsWith('100,000')) assert.ok(text.includes('"other":"kept"'), text.slice(0, 500));
  });
}

test('does not cut an address in half at the end of a long text', () => {
  for (let pad = 8_160; pad < 8_200; pad++)
    assert.ok(!JSON.stringify(guarded('a '.repeat(pad / 2) + 'jane.doe@example.com and more')).includes('jane'), String(pad));
});

test('is quick with 50 MB', () => {
  const text = 'jane@example.com '.repeat(3e6);
  const times = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    guarded(text);
    const {user, system} = process.cpuUsage(start);
    return (user + system) / 1_000;
  });
  // Of this process alone, and of what is compiled by then: the machine may be busy.
  assert.ok(Math.min(...times) < 50, times.join(' ms, '));
});

test('gives back fresh plain JSON and leaves the event alone', () => {
  const event = {event: 'x', properties: {list: [1, {a: 'b'}], email: 'jane@example.com'}};
  const before = structuredClone(event);
  const result = guard(event)!;
  assert.deepStrictEqual(event, before);
  assert.notEqual(result, event);
  assert.notEqual(result.properties.list, event.properties.list);
  assert.deepStrictEqual(result, {event: 'x', properties: {list: [1, {a: 'b'}], email: '[email]'}});
});

test('guards every field: event name, address, title, referrer, ids', () => {
  const text = JSON.stringify(
    guard({
      event: 'signup jane@example.com',
      url: 'https://a.example/x?token=abc123XYZ#access_token=def456',
      title: 'Inbox of jane@example.com ' + 'x'.repeat(1e6),
      referrer: 'https://jane:secret1@b.example/',
      user_id: 'jane@example.com',
      anonymous_id: '018f3c2e-7b1a-7c3d-9e4f-1234567890ab',
    }),
  );
  for (const part of ['jane', 'abc123XYZ', 'def456', 'secret1']) assert.ok(!text.includes(part), part);
  for (const part of [
    'signup [email]',
    'https://a.example/x?token=[secret]#access_token=[secret]',
    'Inbox of [email]',
    'b.example',
    '018f3c2e-7b1a-7c3d-9e4f-1234567890ab',
  ])
    assert.ok(text.includes(part), part + text.slice(0, 400));
});

test('takes event names of any kind', () => {
  for (const event of ['__proto__', 'constructor', '', 'x'.repeat(10_000), 'a\nb', '🎉', '<script>', 5, null])
    assert.ok(guard({event, properties: {}}));
});

test('reads each property once, so what was checked is what is sent', () => {
  let reads = 0;
  const properties = Object.defineProperty({}, 'note', {enumerable: true, get: () => (reads++ ? 'jane@example.com' : 'fine')});
  assert.deepStrictEqual(guard({event: 'x', properties}), {event: 'x', properties: {note: 'fine'}});
  assert.equal(reads, 1);
});

test('reads type once', () => {
  let reads = 0;
  const event = Object.defineProperty({event: 'x'}, 'type', {enumerable: true, get: () => (reads++ ? 'jane@example.com' : 'track')});
  assert.deepStrictEqual(guard(event), {event: 'x', type: 'track'});
});

test('is idempotent', () => {
  const once = guard({
    event: 'x',
    properties: {
      email: 'jane@example.com',
      note: 'Call +49 30 1234567, my password is hunter2',
      first_name: 'Jane',
      url: 'https://a.example/?token=abc123XYZ',
    },
  })!;
  assert.deepStrictEqual(guard(once), once);
});

test('knows the traits of an identified user', () => {
  assert.deepStrictEqual(guard({type: 'identify', properties: {name: 'Jane', plan: 'pro'}}), {
    type: 'identify',
    properties: {name: '[name]', plan: 'pro'},
  });
});

test('obeys what is declared about a key', () => {
  const declaring = createPiiGuard({allow: ['display_name', 'properties.note'], forbid: ['colour', 'deep.secretPlan']});
  const properties = {display_name: 'Jane Doe', displayName: 'Jane Doe', note: 'jane@example.com', colour: 'red', n: {colour: 1}};
  assert.deepStrictEqual(declaring({properties})?.properties, {...properties, colour: '[forbidden]', n: {colour: '[forbidden]'}});
});

test('takes a declared class for harmless as a key, and searches its text all the same', () => {
  const declaring = createPiiGuard({
    classes: {
      username: 'pseudonymous',
      last_name: 'technical',
      phone: 'aggregated',
      note: 'forbidden',
      'properties.pin': 'technical',
    },
  });
  const properties = {username: 'u-4711', last_name: 'jane@example.com is new', phone: 4915112345678, note: 'x', pin: 1234};
  assert.deepStrictEqual(declaring({email: 'a', properties})?.properties, {
    ...properties,
    last_name: '[email] is new',
    note: '[forbidden]',
  });
  assert.equal((guard({properties})?.properties.phone as unknown) === '[phone]', true);
  const both = createPiiGuard({classes: {note: 'technical'}, allow: ['note'], forbid: ['note']});
  assert.deepStrictEqual(both({note: 'x'}), {note: '[forbidden]'});
});

test('forgets keys that it masked, and keeps to its memory with ever new ones', () => {
  const told: string[] = [];
  const remembering = createPiiGuard({onMask: ({path}) => told.push(path)});
  for (let i = 0; i < 3; i++) assert.deepStrictEqual(remembering({p: {'jane@example.com': 1}}), {p: {'[email]': 1}});
  assert.deepStrictEqual(told, ['p', 'p', 'p']);
  for (let i = 0; i < 2_000; i++) remembering({['key' + i]: i, email: 'jane@example.com', first_name: 'Jane'});
  assert.deepStrictEqual(remembering({key1: 1, first_name: 'Jane'}), {key1: 1, first_name: '[name]'});
});

test('leaves the words of shops and tables alone', () => {
  const properties = {
    tax: 12.5,
    vat: 19.99,
    iva: 21.55,
    sort_by: 'Most Recent',
    ordered_by: 'Last Name',
    design_token: 'color-500',
    license: 'GPL-3.0',
    placeholder: 'Your Name Here',
    transform: 'matrix(1, 0, 0, 1, 12.5000, 33.2500)',
  };
  assert.deepStrictEqual(guard({properties}), {properties});
});

test('judges the elements of a list by the list', () => {
  assert.deepStrictEqual(guard({type: 'identify', properties: {tags: ['Dark Mode'], participants: ['Jane Doe']}})?.properties, {
    tags: ['Dark Mode'],
    participants: ['[name]'],
  });
  const phone = '0171 2345678';
  for (const value of [[phone], {0: phone}]) assert.deepStrictEqual(Object.values(guard({p: {phone: value}})!.p.phone), ['[phone]']);
});

test('tells where it masked and what, never the value', () => {
  const told: unknown[] = [];
  createPiiGuard({onMask: info => told.push(info)})({
    event: 'x',
    properties: {a: [{email: 'jane@example.com'}], 'joe@example.com': 1, note: 'hi'},
  });
  assert.deepStrictEqual(told, [
    {path: 'properties', class: 'email'},
    {path: 'properties.a.0.email', class: 'email'},
  ]);
});

test('a listener that throws costs nothing', () => {
  const deaf = createPiiGuard({
    onMask: () => {
      throw new Error('x');
    },
  });
  assert.deepStrictEqual(deaf({email: 'jane@example.com'}), {email: '[email]'});
});

test('answers with undefined to what is no event', () => {
  for (const event of [null, undefined, 'jane@example.com', 5, () => 0, revoked.proxy])
    assert.equal(typeof guard(event as object) === 'object', false);
});

test('a sentence says whose number or password it is, in each language’s way', () => {
  for (const [said, masked] of [
    ['my number is 612 345 678', 'my number is [phone]'],
    ['il mio numero è 347 123 4567', 'il mio numero è [phone]'],
    ['zadzwoń pod numer 601 234 567', 'zadzwoń pod numer [phone]'],
    ['la mia password è hunter2!x', 'la mia password è [secret]'],
    ['mitt lösenord är hunter2!x', 'mitt lösenord är [secret]'],
    ['angemeldet als Saskia Vandermeer', 'angemeldet als [name]'],
    ['Saskia Vandermeer <s.v@x.example> wrote', '[name] <[email]> wrote'],
    ['mein Nummernschild ist 612345678', 'mein Nummernschild ist 612345678'],
    ['mon numéro de commande est 612345678', 'mon numéro de commande est 612345678'],
    ['eingeloggt als Admin', 'eingeloggt als Admin'],
    ['Card Title <button@2x>', 'Card Title <button@2x>'],
  ])
    assert.equal(guarded(said), masked);
});
