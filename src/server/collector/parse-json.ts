import {limits} from './limits.js';
import {Refusal} from './refusal.js';

const [quote, backslash, comma, openBrace, closeBrace, openBracket, closeBracket] = [...'"\\,{}[]'].map(c => c.charCodeAt(0));

/** Counts before anything is built: a few bytes of `[[[[` must not cost megabytes of objects. */
const measure = (text: string): void => {
  let depth = 0;
  let values = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === quote) {
      for (i++; i < text.length && text.charCodeAt(i) !== quote; i++) if (text.charCodeAt(i) === backslash) i++;
    } else if (code === openBrace || code === openBracket) {
      if (++depth > limits.jsonDepth) throw new Refusal(400, `failed to decode request: JSON deeper than ${limits.jsonDepth} levels`);
      values++;
    } else if (code === closeBrace || code === closeBracket) depth--;
    else if (code === comma && ++values > limits.jsonValues)
      throw new Refusal(400, `failed to decode request: more than ${limits.jsonValues} JSON values`);
  }
  if (values > limits.jsonValues) throw new Refusal(400, `failed to decode request: more than ${limits.jsonValues} JSON values`);
};

/** Parses JSON of bounded depth and size; throws a `Refusal` with 400 else. */
export const parseJson = (text: string): unknown => {
  measure(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the text, which may be personal.
    throw new Refusal(400, 'failed to decode request: invalid JSON');
  }
};

/** Whether a parsed value is an object with keys. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
