import {KEY_ROWS, NEUTRAL} from './pii-words.js';
import {exec, groupOf, groups, lower, normalize, slice, swap} from './primordials.js';

/** A key as words without accents: `userFirstName`, `user-first-name` and `USER_FIRST_NAME` are `user first name`. */
export const wordsOf = (key: string): string =>
  lower(
    swap(normalize(slice(key, -60), 'NFD'), /([a-z\d])(?=[A-Z])|(\p{M}+)|[^\p{L}\d]+/gu, ({1: end = '', 2: accents}) =>
      accents ? '' : end + ' ',
    ),
  );

/** What the last words of a key say about its value: a group for each row. */
const KEY_WORDS = new RegExp(`(?:^| )${groups(KEY_ROWS.map(row => row[1]))}(?: (?:${NEUTRAL}))*$`);

/** Which row of the key words the last words of a key, path or text belong to, or 0. */
export const kindOf = (text: string): number => groupOf(exec(KEY_WORDS, wordsOf(text)));

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
