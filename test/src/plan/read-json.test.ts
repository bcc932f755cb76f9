import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import fc from 'fast-check';
import type {JsonNode} from '../../../src/plan/json-node.js';
import {JsonError} from '../../../src/plan/json-node.js';
import {readJson} from '../../../src/plan/read-json.js';

const plain = ({value}: JsonNode): unknown =>
  value instanceof Map
    ? Object.fromEntries([...(value as ReadonlyMap<string, JsonNode>)].map(([key, member]) => [key, plain(member)]))
    : Array.isArray(value)
      ? (value as readonly JsonNode[]).map(plain)
      : value;

describe('readJson', () => {
  it('reads what JSON.parse reads, however it is laid out', () =>
    fc.assert(
      fc.property(fc.jsonValue({maxDepth: 4}), fc.constantFrom(0, 1, '\t', '\r\n'), (value, gap) => {
        const text = JSON.stringify(value, null, gap === '\r\n' ? 1 : gap).replaceAll('\n', gap === '\r\n' ? gap : '\n');
        assert.deepEqual(plain(readJson(text)), JSON.parse(text));
      }),
      {numRuns: 300},
    ));

  it('refuses what JSON.parse refuses', () =>
    fc.assert(
      fc.property(fc.jsonValue({maxDepth: 3}), fc.nat(), fc.constantFrom('', ',', '}', ']', '"', 'x', ':', '\\', '1'), (value, at, put) => {
        const whole = JSON.stringify(value);
        const cut = at % (whole.length + 1);
        const text = whole.slice(0, cut) + put + whole.slice(cut + 1);
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        if (valid) return;
        assert.throws(() => readJson(text), JsonError, text);
      }),
      {numRuns: 1000},
    ));

  const refused: Record<string, [text: string, line: number, message: RegExp]> = {
    'an empty text': ['', 1, /ends too early/],
    'an end that is missing': ['{\n"a": [1,\n2', 3, /ends too early/],
    'a comma too many': ['{\n"a": 1,\n}', 3, /name in double quotes/],
    'a comma too many in a list': ['[\n1,\n]', 3, /where a value should be/],
    'a comma too few': ['{\n"a": 1\n"b": 2}', 3, /comma or }/],
    'a comma too few in a list': ['[1\n2]', 2, /comma or ]/],
    'a colon too few': ['{"a" 1}', 1, /colon is missing after "a"/],
    'a name without quotes': ['{\n\na: 1}', 3, /name in double quotes/],
    'a comment': ['{\n// words\n}', 2, /name in double quotes/],
    'single quotes': ["{\n'a': 1}", 2, /name in double quotes/],
    'a number that is none': ['{\n"a": 01}', 2, /01 is no JSON/],
    'a bad escape': ['["\\q"]', 1, /is no JSON/],
    'a text over two lines': ['["a\nb"]', 1, /does not end on its line/],
    'more after the end': ['{}\n{}', 2, /after the end/],
    'a stray mark after the end': ['{}\n\n]', 3, /after the end/],
    'a name that stands twice': ['{\n"a": 1,\n"b": 2,\n"a": 3}', 4, /"a" stands here twice/],
    'more levels than anybody needs': ['['.repeat(100_000), 1, /levels deep/],
  };
  for (const [what, [text, line, message]] of Object.entries(refused))
    it(`says on which line there is ${what}`, () => {
      assert.throws(
        () => readJson(text),
        (error: unknown) => error instanceof JsonError && error.line === line && message.test(error.message),
      );
    });

  it('knows the line of each value, and takes a byte order mark', () => {
    const {value} = readJson('\ufeff\n{\n"a": [\n1,\n"\\n",\r\n{"__proto__": 2}]}');
    const list = (value as ReadonlyMap<string, JsonNode>).get('a')!;
    assert.equal(list.line, 3);
    assert.deepEqual(
      (list.value as readonly JsonNode[]).map(({line}) => line),
      [4, 5, 6],
    );
  });
});
