import {warn} from '../src/lib/problems.js';
import type {Texts} from './texts.js';

/**
 * The words that an element shows: the locale's, and over them what the owner says by its `texts`. Malformed JSON is warned of once.
 * What the owner gives for the settings replaces theirs as a whole; they mend it (`mendTexts`).
 */
export const textsOf = (host: HTMLElement & {readonly texts?: Partial<Texts> | null}, ours: Texts | undefined): Texts | undefined => {
  const own = host.texts;
  if (own === null && host.hasAttribute('texts')) warn('bad-attribute', `<${host.localName} texts>: not JSON`);
  return ours && {...ours, ...own, names: {...ours.names, ...own?.names}};
};
