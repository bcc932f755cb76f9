/** The longest that one character of a text (`\\u0000`), and any other single value, becomes in JSON, with the comma behind it. */
const longestCharacter = 6;
const longestValue = 26;

/** At least as many characters as a parsed value has in JSON, at the price of looking at each value once. */
const atMost = (value: unknown): number => {
  if (typeof value === 'string') return longestCharacter * value.length + 3;
  if (typeof value !== 'object' || value === null) return longestValue;
  let length = 3;
  if (Array.isArray(value)) for (const inner of value) length += atMost(inner);
  else
    for (const name of Object.keys(value)) length += longestCharacter * name.length + 3 + atMost((value as Record<string, unknown>)[name]);
  return length;
};

/** Whether a parsed value is longer than so many characters in JSON. Serialises it only if that is in doubt. */
export const isLongerThan = (value: object, length: number): boolean => atMost(value) > length && JSON.stringify(value).length > length;
