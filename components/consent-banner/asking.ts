import type {ConsentState} from '../../src/types.js';
import type {Texts} from '../texts.js';
import type {Question} from './question.js';

/** Asks about everything: the first time, and whenever nothing of an earlier answer holds. */
const wholeQuestion = (texts: Texts, {decisions}: ConsentState): Question => ({
  texts,
  categories: Object.keys(decisions),
  answer: (store, yes, source) => store[yes ? 'acceptAll' : 'acceptEssentialOnly'](source),
});

/**
 * Finds the question that fits the state. What it takes to ask about a new category alone is loaded when there is one, and `redraw`
 * called when it has come: until then the answer is undefined. Should it not come, nothing is asked and what is new stays off.
 */
export const createAsking = (redraw: () => void): ((texts: Texts, state: ConsentState) => Question | undefined) => {
  let oneCategory: typeof wholeQuestion | undefined;
  return (texts, state) => {
    if (state.decided || !state.timestamp) return wholeQuestion(texts, state);
    if (!oneCategory)
      import('./one-category.js').then(
        part => {
          oneCategory = part.oneCategory;
          redraw();
        },
        () => {},
      );
    return oneCategory?.(texts, state);
  };
};
