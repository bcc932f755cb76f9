import type {AnalyticsConfig} from '../../src/config.js';
import type {Category} from '../../src/types.js';
import {h} from '../dom.js';
import type {PanelTexts} from '../texts.js';

/** A place for who gets what the category allows. Loaded apart, as few visitors unfold it; a row without it says all that a choice needs. */
export const servicesOf = (category: Category, words: PanelTexts, lang: string, config: AnalyticsConfig<unknown>): HTMLElement => {
  const place = h('div', {});
  import('./services.js').then(
    ({services}) => place.replaceChildren(...[services(words, category, lang, config) ?? []].flat()),
    () => {},
  );
  return place;
};
