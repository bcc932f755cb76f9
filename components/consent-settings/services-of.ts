import {pagePair} from '../../src/page-pair.js';
import type {Category} from '../../src/types.js';
import {h} from '../dom.js';
import type {PanelTexts} from '../texts.js';

/**
 * A place for who gets what the category allows, as the page is set up by now. Loaded apart, as few visitors unfold it; a row without it says
 * all that a choice needs.
 */
export const servicesOf = (category: Category, words: PanelTexts, lang: string): HTMLElement => {
  const place = h('div', {});
  Promise.all([import('./services.js'), pagePair().whole()]).then(
    ([{services}, config]) => place.replaceChildren(...[services(words, category, lang, config) ?? []].flat()),
    () => {},
  );
  return place;
};
