import {digitsOf} from './checks.js';
import type {Place} from './place.js';
import {test} from './primordials.js';

const DATE = /^(?:\d{4}[-./]\d{1,2}[-./]\d|\d{1,2}[-./]\d{1,2}[-./](?:19|20)?\d\d(?!\d))(?!\d\.\d)/;
const FRENCH = /^0\d(?:\.\d\d){4}$/;
const NORTH_AMERICA = /^(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[.-])\d{3}[ .-]\d{4}$/;
const TRUNK = /^\(?0[1-9]?\d{0,4}[) /–-]+\d[^.]*$/;

/** A country code, the shape of a national number, or digits that the words before call a phone number. Answers with its length, or 0. */
export const isPhone = (text: string, {before, after, kind}: Place): number => {
  const digits = digitsOf(text).length;
  const plus = text[0] === '+';
  if (test(plus ? /\w$/ : /[\w.#$€£%+-]$/, before) || test(/^(?:\w|[.:-]\w|%|°)/, after) || digits > 15) return 0;
  const international = plus && digits > 8 && (digits > 10 || !test(/^\+[17]/, text));
  const national = (test(TRUNK, text) && digits > 8 && digits < 15 && !test(DATE, text)) || test(NORTH_AMERICA, text) || test(FRENCH, text);
  return international || (kind() === 'phone' && !test(DATE, text)) || (national && !test(/[/=]$/, before)) ? text.length : 0;
};
