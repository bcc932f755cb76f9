import {warn} from '../src/lib/problems.js';
import type {Texts} from './texts.js';

/**
 * The owner's words over ours: a string replaces a string, a group (`names`, `panel`) is gone through, the rest stays as it is. What
 * does not fit is left out, so nothing that markup says can take a word away or reach anything else.
 */
export const ownTexts = <Words extends object>(ours: Words, own: unknown): Words => ({
  ...ours,
  ...Object.fromEntries(
    Object.entries(own ?? {}).flatMap(([key, value]: [string, unknown]) => {
      const word = Object.hasOwn(ours, key) ? ours[key as keyof Words] : value;
      if (typeof word !== typeof value) return [];
      return [[key, word && typeof word === 'object' ? ownTexts(word, value) : value]];
    }),
  ),
});

/** The words that an element shows: the locale's, and over them what its `texts` say. Malformed JSON is warned of once. */
export const textsOf = (host: HTMLElement & {readonly texts?: object | null}, ours: Texts | undefined): Texts | undefined => {
  if (host.texts === null && host.hasAttribute('texts')) warn('bad-attribute', `<${host.localName} texts>: not JSON, left out`);
  return ours && ownTexts(ours, host.texts);
};
