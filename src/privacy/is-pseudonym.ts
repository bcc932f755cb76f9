/** Stand-ins that many users would share: to identify by one of them would merge strangers. */
const PLACEHOLDER =
  /^(?:anon(?:ymous)?|guest|user|unknown|null|undefined|none|nil|nan|true|false|test|default|admin|me|id|user_?id|distinct_?id|\[object object\]|[0x.*_ -]{1,12}|n\/a|gast|invit[eé]|\[.*\])$/i;

/**
 * Whether a value may name a user: 1–200 characters, no white space, and not an e-mail address, a phone number, a path or a
 * placeholder such as `anonymous`. It cannot tell that `jane-doe` is a name; what the page calls a pseudonym must be one.
 */
export const isPseudonym = (value: unknown): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= 200 &&
  // eslint-disable-next-line no-control-regex -- control characters are what is refused
  !/[\s@<>"'\\\u0000-\u001f\u007f]|%40|%20/i.test(value) &&
  !/^(?:\+|00)\d[\d()./-]{5,18}$|^\(?0\d{1,5}[)/-][\d/-]{4,}$|^0\d{9,11}$|^\(?\d{3}[).-]\d{3}[.-]\d{4}$/.test(value) &&
  !/^\p{Lu}\p{Ll}+[._-]?\p{Lu}\p{Ll}+$/u.test(value) &&
  !/^\d{1,3}(?:\.\d{1,3}){3}$/.test(value) &&
  !PLACEHOLDER.test(value);
