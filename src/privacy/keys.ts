import {KEY_ROWS, NEUTRAL} from './pii-words.js';
import {exec, groupOf, groups, lower, normalize, slice, swap} from './primordials.js';

/** The same keys come with every event. At most 500 are remembered, in an object that no page can reach into. */
const remembered = <T>(judge: (key: string) => T): ((key: string) => T) => {
  let known: Record<string, T>;
  let room = 0;
  return key => {
    if (!room--) {
      known = {__proto__: null} as unknown as typeof known;
      room = 500;
    }
    return (known[key] ??= judge(key));
  };
};

/** A key as words without accents: `userFirstName`, `user-first-name` and `USER_FIRST_NAME` are `user first name`. */
const toWords = (key: string): string =>
  lower(
    swap(
      swap(normalize(slice(key, -60), 'NFD'), /\p{M}+/gu, () => ''),
      /([a-z\d])(?=[A-Z])|[^\p{L}\d]+/gu,
      ({1: end = ''}) => end + ' ',
    ),
  );
export const wordsOf = remembered(toWords);

/** What the last words of a key say about its value: a group for each row. */
const KEY_WORDS = new RegExp(`(?:^| )${groups(KEY_ROWS.map(row => row[1]))}(?: (?:${NEUTRAL}))*$`, 'u');

/** Which row of the key words the last words of a text belong to, or 0. */
export const kindBefore = (text: string): number => groupOf(exec(KEY_WORDS, toWords(text)));

/** The same of a key or path. */
export const kindOf = remembered(kindBefore);

export const classOf = (kind: number): string => KEY_ROWS[kind - 1]![0];

/**
 * How many characters of the text belong to the key before it: all, as a whole value; in a sentence, as far as they prove to be of
 * that kind; -1 if nothing there is.
 */
export const reach = (kind: number, text: string, inText?: boolean): number => {
  const row = KEY_ROWS[kind - 1];
  return (row && exec((inText && row[3]) || row[2], text)?.[0].length) ?? -1;
};

export const fits = (kind: number, text: string): boolean => reach(kind, text) === text.length;
