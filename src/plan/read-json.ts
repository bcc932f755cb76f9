import type {JsonNode} from './json-node.js';
import {JsonError} from './json-node.js';

const deepest = 50;
/** A scalar or a mark, after blanks. What looks like a scalar is left to `JSON.parse`, which knows the rules. */
const token = /[ \t\r\n]*(?:([{}[\]:,])|("(?:[^"\\\n]|\\.)*"|[^\s{}[\]:,"]+))/y;

/**
 * Reads JSON (RFC 8259) so that each value knows its line. Stricter than `JSON.parse` in one thing: a name that stands twice in an object
 * is refused, as one of the two would be lost.
 * @throws JsonError with the line.
 */
export const readJson = (text: string): JsonNode => {
  // Editors on Windows like to begin a file with a byte order mark.
  const source = text.replace(/^\ufeff/, '');
  let at = 0;
  let line = 1;

  const fail = (message: string): never => {
    throw new JsonError(line, message);
  };
  const advance = (to: number) => {
    line += source.slice(at, to).split('\n').length - 1;
    at = to;
  };

  const next = (): {mark?: string; scalar?: string} => {
    token.lastIndex = at;
    const match = token.exec(source);
    if (!match) {
      advance(at + /^\s*/.exec(source.slice(at))![0].length);
      return at === source.length ? fail('the text ends too early') : fail('this text does not end on its line, or is no JSON');
    }
    advance(token.lastIndex);
    return match[1] ? {mark: match[1]} : {scalar: match[2]!};
  };

  const scalarOf = (scalar: string): string | number | boolean | null => {
    try {
      return JSON.parse(scalar) as string | number | boolean | null;
    } catch {
      return fail(`${scalar.slice(0, 40)} is no JSON`);
    }
  };

  const valueOf = ({mark, scalar}: ReturnType<typeof next>, depth: number): JsonNode => {
    const begin = line;
    if (depth > deepest) fail(`more than ${deepest} levels deep`);
    if (scalar !== undefined) return {line: begin, value: scalarOf(scalar)};
    if (mark === '[') return {line: begin, value: listOf(depth)};
    if (mark === '{') return {line: begin, value: objectOf(depth)};
    return fail(`"${mark!}" where a value should be`);
  };

  const listOf = (depth: number): JsonNode[] => {
    const items: JsonNode[] = [];
    for (let word = next(); word.mark !== ']' || items.length > 0; word = next()) {
      items.push(valueOf(word, depth + 1));
      const {mark} = next();
      if (mark === ']') break;
      if (mark !== ',') fail('a comma or ] is missing');
    }
    return items;
  };

  const objectOf = (depth: number): Map<string, JsonNode> => {
    const members = new Map<string, JsonNode>();
    for (let word = next(); word.mark !== '}' || members.size > 0; word = next()) {
      const name = word.scalar?.startsWith('"') ? String(scalarOf(word.scalar)) : fail('a name in double quotes is missing');
      if (members.has(name)) fail(`"${name}" stands here twice`);
      if (next().mark !== ':') fail(`a colon is missing after "${name}"`);
      members.set(name, valueOf(next(), depth + 1));
      const {mark} = next();
      if (mark === '}') break;
      if (mark !== ',') fail('a comma or } is missing');
    }
    return members;
  };

  const whole = valueOf(next(), 0);
  if (source.slice(at).trim()) {
    next();
    fail('something stands after the end');
  }
  return whole;
};
