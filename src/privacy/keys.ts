import {CONTAINER, HARMLESS_HEAD, HARMLESS_TAIL, KEY_WORDS, NEUTRAL_TAIL, ORGANISATION} from './key-words.js';
import {exec, lower, normalize, slice, strip, swap, test} from './primordials.js';

/** What a key says about its value: a class to mask as, a weaker hint (`name?`, `bare`), or an empty string. */
export type Kind = string;

let source = '';
for (let i = 0; i < KEY_WORDS.length; i++) source += `${i ? '|' : ''}(${KEY_WORDS[i]![1]})`;
const TELLING = new RegExp(`(?:^| )(?:${swap(source, /(^|[^)\]])\*/g, match => match[1]! + '\\w*')})\\d*$`);

const MARKS = /[\u0300-\u036f]/g;
const CAMEL = /[a-z\d](?=[A-Z])|[A-Z](?=[A-Z][a-z])/g;
const GAPS = /[^\p{L}\d]+/gu;
const EDGES = /^ +| +$/g;
const ODD_LETTERS = /[łßøı]/g;
const LONGEST = 60;

/** A key as words: `userFirstName`, `user-first-name` and `USER_FIRST_NAME` are `user first name`. */
export const wordsOf = (key: string): string => {
  let text = swap(slice(key, -LONGEST), CAMEL, match => match[0] + ' ');
  // Plain ASCII has nothing to fold.
  if (test(/[^\x20-\x7e]/, text)) {
    text = swap(strip(normalize(lower(text), 'NFD'), MARKS), ODD_LETTERS, ({0: letter}) =>
      letter === 'ß' ? 'ss' : letter === 'ł' ? 'l' : letter === 'ø' ? 'o' : 'i',
    );
  }
  return strip(
    swap(lower(text), GAPS, () => ' '),
    EDGES,
  );
};

/** Kinds whose values prove themselves, so that any word may follow theirs. */
const SELF_EVIDENT = /email|phone|^ip|iban|birth/;

/** The kind that a phrase of words ends with; behind the telling word of a key, more may follow than in a sentence. */
export const judge = (words: string, isKey = false): Kind => {
  if (test(HARMLESS_HEAD, words) || test(HARMLESS_TAIL, words)) return '';
  let loose = false;
  for (let rest = words, round = 0; round < 5; round++) {
    const match = exec(TELLING, rest);
    if (match) {
      let i = 1;
      while (match[i] === undefined) i++;
      const kind = KEY_WORDS[i - 1]![0];
      // "event name": a bare word for a name tells nothing once something else owns it.
      return (kind === 'bare' && match.index) || (loose && !test(SELF_EVIDENT, kind)) ? '' : kind;
    }
    const tail = exec(NEUTRAL_TAIL, rest) ?? (isKey ? exec(/ \S+$/, rest) : null);
    if (!tail) return '';
    loose ||= !test(NEUTRAL_TAIL, rest);
    rest = slice(rest, 0, tail.index);
  }
  return '';
};

const LIMIT = 1000;
let known: Record<string, Kind> = Object.create(null) as Record<string, Kind>;
let size = 0;

/** The kind of a phrase; remembered, as keys repeat. */
export const kindOf = (phrase: string): Kind => {
  const before = known[phrase];
  if (before !== undefined) return before;
  if (size++ > LIMIT) {
    known = Object.create(null) as Record<string, Kind>;
    size = 0;
  }
  return (known[phrase] = judge(wordsOf(phrase), true));
};

/** The kind of a key inside an object that belongs to `owner`: `name` is a person's in `user`, and nobody's in `model`. */
export const kindWithin = (owner: string, key: string): Kind => {
  const own = kindOf(key);
  if (!owner || (own && own !== 'bare' && own !== 'name?')) return own;
  return kindOf(owner + ' ' + key) || (own === 'bare' ? '' : own);
};

/** Whom the properties inside `key` belong to. */
export const ownerWithin = (owner: string, key: string): string => {
  const words = wordsOf(key);
  return slice(words, 0, exec(CONTAINER, words)?.index) || owner;
};

export const isOrganisation = (owner: string): boolean => test(ORGANISATION, wordsOf(owner));
