import {KEY_WORDS} from './kinds.js';
import {exec, groupOf, lower, slice, swap} from './primordials.js';

/** A key as words: `userFirstName`, `user-first-name` and `USER_FIRST_NAME` are `user first name`. */
export const wordsOf = (key: string): string =>
  lower(swap(slice(key, -60), /([a-z\d])(?=[A-Z])|[^\p{L}\d]+/gu, ({1: end = ''}) => end + ' '));

/** Which row of the table of kinds the last words of a key or path belong to, or 0. */
export const kindOf = (key: string): number => groupOf(exec(KEY_WORDS, wordsOf(key)));
