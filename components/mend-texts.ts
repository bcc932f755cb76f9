/**
 * The owner's words over ours, group by group (`names`, `panel`): a string replaces a string, and what does not fit is left out, so
 * nothing that markup says can take a word away.
 */
export const mendTexts = <Words extends object>(ours: Words, own: unknown): Words => ({
  ...ours,
  ...Object.fromEntries(
    Object.entries(own ?? {}).flatMap(([key, value]: [string, unknown]) => {
      const word = Object.hasOwn(ours, key) ? ours[key as keyof Words] : value;
      if (typeof word !== typeof value) return [];
      return [[key, word && typeof word === 'object' ? mendTexts(word, value) : value]];
    }),
  ),
});
