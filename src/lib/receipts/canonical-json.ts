/**
 * The one text of a JSON value (RFC 8785, JSON Canonicalization Scheme): keys in the order of their UTF-16 code units, no blanks, numbers
 * and strings as ECMAScript writes them.
 * @throws TypeError for what has no such text: undefined, functions, numbers that are not finite, lone surrogates, and objects that are not plain.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string' && !loneSurrogate.test(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  if (typeof value === 'object' && isPlain(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map(key => `${canonicalJson(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`).join(',')}}`;
  }
  throw new TypeError(`no canonical JSON for ${typeof value}`);
};

const loneSurrogate = /\p{Surrogate}/u;

const isPlain = (value: object): boolean => {
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === null || Object.getPrototypeOf(parent) === null;
};
