import {decoded, escaped, maskAssignments} from './assignments.js';
import {classOf, fits} from './keyed-values.js';
import {judge, wordsOf} from './keys.js';
import {PATTERNS} from './patterns.js';
import type {Mask} from './place.js';
import {slice, swap, test} from './primordials.js';

/** Most values: a word or phrase in lower case, a short number, a UUID, an ISO date. */
const CLEAN =
  /^(?:[a-z][a-z_ .:-]{0,23}|-?\d{0,5}(?:\.\d{1,3})?|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?)$/;
const ESCAPED = /(?:%[\da-f]{2}|[^\s/?#&=;,"'<>(){}%])+/gi;
const ESCAPE = /%[\da-f]{2}/i;
const NESTED = 5;

/** Masks what is personal inside a text, and no more than that; `kind` is what the key says about it. */
export const maskText = (text: string, kind: string, mask: Mask, depth = 0): string => {
  if (test(CLEAN, text) && (!kind || kind === 'bare')) return text;
  if (fits(kind, text)) return mask(classOf(kind));
  if (depth > NESTED) return mask('text');

  let out = text;
  if (test(/[=:]|\s(?:is|was|ist|lautet|est|es|é|è|to|jest)\s/, out)) out = maskAssignments(out, mask, depth, maskText);
  if (test(ESCAPE, out)) {
    out = swap(out, ESCAPED, ({0: part}) => {
      if (!test(ESCAPE, part)) return undefined;
      const plain = decoded(part);
      const masked = plain === part ? part : maskText(plain, '', mask, depth + 1);
      return masked === plain ? undefined : escaped(masked);
    });
  }
  for (let i = 0; i < PATTERNS.length; i++) {
    const {0: found, 1: pattern, 2: worth, 3: check} = PATTERNS[i]!;
    if (worth && !test(worth, out)) continue;
    const whole = out;
    out = swap(whole, pattern, match => {
      const kept = match[1] ?? '';
      const part = slice(match[0], kept.length);
      const start = match.index + kept.length;
      const before = slice(whole, start > 40 ? start - 40 : 0, start);
      const place = {
        before,
        after: slice(whole, start + part.length, start + part.length + 60),
        kind: () => (test(/[a-z]\W*.{0,24}$/i, before) && judge(wordsOf(before))) || kind,
      };
      const length = check ? check(part, place) : part.length;
      if (length <= 0) return length ? kept.length - length : undefined;
      const called = found === 'id' ? classOf(place.kind()) : '';
      return [kept + mask(called === 'birthdate' || called === 'card' || called === 'iban' ? called : found), kept.length + length];
    });
  }
  return out;
};
