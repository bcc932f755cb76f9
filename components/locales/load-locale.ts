import type {Texts} from '../texts.js';

/**
 * Every language but English, by its primary language subtag, each a module of its own. The script-tag build puts a short form of this table
 * in its place (`scripts/locale-files.mjs`), as the table is among what a page loads first.
 */
const locales: Readonly<Record<string, () => Promise<{readonly default: Texts}>>> = {
  ar: () => import('./ar.js'),
  bg: () => import('./bg.js'),
  cs: () => import('./cs.js'),
  da: () => import('./da.js'),
  de: () => import('./de.js'),
  el: () => import('./el.js'),
  es: () => import('./es.js'),
  et: () => import('./et.js'),
  fi: () => import('./fi.js'),
  fr: () => import('./fr.js'),
  ga: () => import('./ga.js'),
  he: () => import('./he.js'),
  hr: () => import('./hr.js'),
  hu: () => import('./hu.js'),
  is: () => import('./is.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  ko: () => import('./ko.js'),
  lt: () => import('./lt.js'),
  lv: () => import('./lv.js'),
  mt: () => import('./mt.js'),
  nb: () => import('./nb.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  pt: () => import('./pt.js'),
  ro: () => import('./ro.js'),
  sk: () => import('./sk.js'),
  sl: () => import('./sl.js'),
  sv: () => import('./sv.js'),
  tr: () => import('./tr.js'),
  uk: () => import('./uk.js'),
  zh: () => import('./zh.js'),
};

/** Loads the language of a tag in lower case, by its first part: `pt-br` → `pt`. Undefined or null where there is no such one. */
export const loadLocale = (tag: string): Promise<{readonly default: Texts}> | null | undefined => {
  const code = tag.split('-')[0]!;
  return Object.hasOwn(locales, code) ? locales[code]!() : undefined;
};
