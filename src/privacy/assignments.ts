import {classOf, fits, valueBehind} from './keyed-values.js';
import {judge, kindOf, wordsOf} from './keys.js';
import type {Mask} from './place.js';
import {decode, encode, exec, slice, strip, swap, test} from './primordials.js';

type MaskText = (text: string, kind: string, mask: Mask, depth: number) => string;

const ESCAPES = /(?:%[\da-f]{2})+/gi;
const PLUS = /\+/g;

const unescaped = (text: string): string =>
  swap(text, ESCAPES, ({0: run}) => {
    try {
      return decode(run);
    } catch {
      // Not UTF-8: stands for nothing, so it stays as it is.
      return undefined;
    }
  });

/** Percent-decoded, up to three rounds; malformed escapes stay. */
export const decoded = (text: string): string => {
  let now = text;
  for (let round = 0; round < 3 && test(/%[\da-f]{2}/i, now); round++) now = unescaped(now);
  return now;
};

const PLACEHOLDER = /%5B(\w+)%5D/g;
/** For the place that an escaped text stood in, with readable placeholders. */
export const escaped = (text: string): string => {
  try {
    return swap(encode(text), PLACEHOLDER, match => `[${match[1]!}]`);
  } catch {
    // A lone surrogate cannot be escaped.
    return '[text]';
  }
};

const SEPARATOR = /\\?["']?\]?\s?(?:=>?|:)\s?\\?["']?|\s(?:is|was|ist|lautet|est|es|é|è|to|jest)\s(?=\S)/g;
const KEY = /[\p{L}\d_$%][\p{L}\d_$.[\]%'’-]*(?: [\p{L}\d_'’-]+){0,3}$/u;

const parameter = (text: string, key: string, value: string, mask: Mask, depth: number, maskText: MaskText): string => {
  const plain = strip(decoded(swap(value, PLUS, ({index}) => (index ? ' ' : undefined))), /\0/g);
  const kind = key === 'code' && test(/[?&#]state=/, text) ? 'secret' : kindOf(decoded(key));
  if (
    kind
      ? fits(kind, plain) || fits(kind, value)
      : test(/^(?:key|k|t|h|hash|invite|data)$/i, key) && test(/^(?=.*\d)(?=.*[a-z])[\w-]{20,}$/i, value)
  )
    return mask(classOf(kind || 'secret'));
  const masked = maskText(plain, kind, mask, depth + 1);
  return masked === plain ? value : test(/%/, value) ? escaped(masked) : masked;
};

/** Masks values by the key they are assigned to: `?first_name=Jane`, `;jsessionid=…`, `"password": "…"`, `Phone: …`, `my name is …`. */
export const maskAssignments = (text: string, mask: Mask, depth: number, maskText: MaskText): string =>
  swap(text, SEPARATOR, ({0: separator, index}) => {
    const start = index + separator.length;
    const before = slice(text, index > 60 ? index - 60 : 0, index);
    const key = exec(KEY, before)?.[0];
    if (!key) return undefined;
    const delimiter = before[before.length - key.length - 1] ?? '';
    const rest = slice(text, start, start + 2000);
    const assigned = test(/[=:]/, separator);
    const replaced = (value: string, by: string) =>
      by === value ? undefined : ([separator + by, separator.length + value.length] as const);

    if (separator === '=' && (test(/[?&#;]/, delimiter) || (index === key.length && test(/^[^\s&]*&/, rest)))) {
      const value = exec(/^[^&#;?\s"'<>]+/, rest)?.[0];
      return value ? replaced(value, parameter(text, key, value, mask, depth, maskText)) : undefined;
    }
    const kind = test(/ /, key) ? judge(wordsOf(key)) : kindOf(key);
    // An address of the internet holds colons itself: its own pattern finds it.
    if (!kind || kind === 'ip' || kind === 'bare') return undefined;
    const quote = separator[separator.length - 1]!;
    if (quote === '"' || quote === "'") {
      const value = exec(quote === '"' ? /^[^"\\]+/ : /^[^'\\]+/, rest)?.[0];
      return value && fits(kind, decoded(value)) ? replaced(value, mask(classOf(kind))) : undefined;
    }
    const value = valueBehind(kind, rest, assigned);
    return value ? replaced(value, mask(classOf(kind))) : undefined;
  });
