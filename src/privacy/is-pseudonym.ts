/** What no pseudonym holds: white space, an `@`, quotes, brackets, control characters, escaped or not. */
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const FOREIGN = /[\s@<>"'\\\u0000-\u001f\u007f]|%[24]0/;

/**
 * Stand-ins that many users would share (to identify by one of them would merge strangers), phone numbers, internet addresses, and
 * two capitalised words in one.
 */
const SHARED_OR_PERSONAL =
  /^(?:anon(?:ymous)?|guest|user|unknown|null|undefined|none|nan|true|false|test|default|admin|me|(?:user|distinct)?_?id|[0x.*_-]{1,12}|n\/a|\[.*\]|[+(0][\d()./-]{6,}|\d+[.-]\d+[.-][\d.-]+)$/i;
const TWO_NAMES = /^\p{Lu}\p{Ll}+[._-]?\p{Lu}\p{Ll}+$/u;

/**
 * Whether a value may name a user: 1–200 characters, no white space, and not an e-mail address, a phone number, a path or a
 * placeholder such as `anonymous`. It cannot tell that `jane-doe` is a name; what the page calls a pseudonym must be one.
 */
export const isPseudonym = (value: unknown): value is string =>
  typeof value === 'string' &&
  value !== '' &&
  value.length <= 200 &&
  !FOREIGN.test(value) &&
  !SHARED_OR_PERSONAL.test(value) &&
  !TWO_NAMES.test(value);
