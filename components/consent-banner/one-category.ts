import type {ConsentState} from '../../src/types.js';
import {newCategories} from '../new-categories.js';
import type {Texts} from '../texts.js';
import type {Question} from './question.js';

/** "Allow" and "Don't allow", by language. */
const answers: Readonly<Record<string, readonly [allow: string, deny: string]>> = {
  ar: ['السماح', 'عدم السماح'],
  bg: ['Разрешавам', 'Не разрешавам'],
  cs: ['Povolit', 'Nepovolit'],
  da: ['Tillad', 'Tillad ikke'],
  de: ['Erlauben', 'Nicht erlauben'],
  el: ['Να επιτρέπεται', 'Να μην επιτρέπεται'],
  en: ['Allow', 'Don’t allow'],
  es: ['Permitir', 'No permitir'],
  et: ['Luba', 'Ära luba'],
  fi: ['Salli', 'Älä salli'],
  fr: ['Autoriser', 'Ne pas autoriser'],
  ga: ['Ceadaigh', 'Ná ceadaigh'],
  he: ['לאשר', 'לא לאשר'],
  hr: ['Dopusti', 'Ne dopusti'],
  hu: ['Engedélyezés', 'Tiltás'],
  is: ['Leyfa', 'Ekki leyfa'],
  it: ['Consenti', 'Non consentire'],
  ja: ['許可', '許可しない'],
  ko: ['허용', '허용 안 함'],
  lt: ['Leisti', 'Neleisti'],
  lv: ['Atļaut', 'Neatļaut'],
  mt: ['Ippermetti', 'Tippermettix'],
  nb: ['Tillat', 'Ikke tillat'],
  nl: ['Toestaan', 'Niet toestaan'],
  no: ['Tillat', 'Ikke tillat'],
  pl: ['Zezwól', 'Nie zezwalaj'],
  pt: ['Permitir', 'Não permitir'],
  ro: ['Permite', 'Nu permite'],
  sk: ['Povoliť', 'Nepovoliť'],
  sl: ['Dovoli', 'Ne dovoli'],
  sv: ['Tillåt', 'Tillåt inte'],
  tr: ['İzin ver', 'İzin verme'],
  uk: ['Дозволити', 'Не дозволяти'],
  zh: ['允许', '不允许'],
};

/** The owner may say these instead, beside the other words. */
export type OneCategoryTexts = Texts & {readonly isNew?: string; readonly allow?: string; readonly deny?: string};

/**
 * Asks about what is new alone, while the earlier answers stay: other words, as "all" and "essential only" would say too much, and
 * answers that reach no further than the question. Loaded only where something is new.
 */
export const oneCategory = (texts: OneCategoryTexts, state: ConsentState): Question => {
  const [accept, refuse] = answers[texts.lang] ?? answers[texts.lang.split('-')[0]!] ?? answers['en']!;
  const categories = newCategories(state);
  const all = (yes: boolean) => Object.fromEntries(categories.map(category => [category, yes]));
  return {
    categories,
    texts: {
      ...texts,
      // What was only left open at a gate is not new.
      optional: state.source === 'gate' ? texts.optional : `${texts.isNew ?? 'New since your last visit'}:`,
      accept: texts.allow ?? accept,
      refuse: texts.deny ?? refuse,
    },
    answer: (store, yes, source) => store.setCategories(all(yes), source),
  };
};
