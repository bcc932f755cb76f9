import {warn} from '../src/lib/problems.js';
import type {Texts} from './texts.js';

/** Single words of what is read as a whole. */
type Some<Words> = {readonly [Key in keyof Words]?: NonNullable<Words[Key]> extends object ? Some<NonNullable<Words[Key]>> : Words[Key]};

/** Words of the owner's, by their keys: an object by script, JSON in markup. */
export type OwnTexts = Some<Texts> | string;

const read = ({localName, texts}: HTMLElement & {readonly texts?: OwnTexts | null}): Partial<Texts> | undefined => {
  try {
    return (typeof texts === 'string' ? JSON.parse(texts) : texts) as Partial<Texts> | undefined;
  } catch {
    warn('bad-attribute', `<${localName} texts>: not JSON`);
    return undefined;
  }
};

/**
 * The words that an element shows: the locale's, and over them what the owner says by its `texts`. Malformed JSON is warned of once.
 * What the owner gives for the settings replaces theirs as a whole; they mend it (`mendTexts`).
 */
export const textsOf = (host: HTMLElement & {readonly texts?: OwnTexts | null}, ours: Texts | undefined): Texts | undefined => {
  const own = read(host);
  return ours && {...ours, ...own, names: {...ours.names, ...own?.names}};
};
