import {KEY_WORDS} from './kinds.js';
import {exec, groupOf, lower, slice, swap} from './primordials.js';

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

/** A key as words: `userFirstName`, `user-first-name` and `USER_FIRST_NAME` are `user first name`. */
export const wordsOf = remembered(key => lower(swap(slice(key, -60), /([a-z\d])(?=[A-Z])|[^\p{L}\d]+/gu, ({1: end = ''}) => end + ' ')));

/** Which row of the table of kinds the last words of a key or path belong to, or 0. */
export const kindOf = remembered(key => groupOf(exec(KEY_WORDS, wordsOf(key))));
