import type {Texts} from '../texts.js';

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

/** What the owner may say instead, beside the other words. */
export interface OneCategoryTexts extends Texts {
  readonly isNew?: string;
  readonly allow?: string;
  readonly deny?: string;
}

/**
 * The words for asking about what is new alone, while the earlier answers stay: "all" and "essential only" would say too much.
 * Loaded only where something is new.
 */
export const oneCategory = (texts: OneCategoryTexts): Texts => {
  const [accept, refuse] = answers[texts.lang] ?? answers[texts.lang.split('-')[0]!] ?? answers['en']!;
  return {
    ...texts,
    optional: `${texts.isNew ?? 'New since your last visit'}:`,
    accept: texts.allow ?? accept,
    refuse: texts.deny ?? refuse,
  };
};
