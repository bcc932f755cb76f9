import type {ConsentSource, ConsentStore} from '../../src/types.js';
import type {Texts} from '../texts.js';

/** What the banner asks about, in which words, and what an answer does. */
export interface Question {
  readonly texts: Texts;
  readonly categories: readonly string[];
  answer(store: ConsentStore, yes: boolean, source: ConsentSource): void;
}
