import type {Texts} from '../texts.js';

/**
 * Chooses the words for what is asked. Those for a new category alone are loaded when they are needed first, and `redraw` is called
 * when they are there: until then the answer is undefined, and without them nothing is asked and what is new stays off.
 */
export const createBannerWords = (redraw: () => void): ((texts: Texts | undefined, alone: boolean) => Texts | undefined) => {
  let oneCategory: ((texts: Texts) => Texts) | undefined;
  return (texts, alone) => {
    if (!texts || !alone || oneCategory) return alone && texts ? oneCategory!(texts) : texts;
    import('./one-category.js').then(
      part => {
        oneCategory = part.oneCategory;
        redraw();
      },
      () => {},
    );
    return undefined;
  };
};
