import {applyTexts} from './texts.js';

/** How the visitor wants the page to look and read. */
export interface Preferences {
  readonly language: 'en' | 'de';
  readonly theme: 'auto' | 'light' | 'dark';
  readonly direction: 'ltr' | 'rtl';
}

const key = 'kettle:preferences';
const choices = {language: ['en', 'de'], theme: ['auto', 'light', 'dark'], direction: ['ltr', 'rtl']} as const;
const defaults: Preferences = {language: 'en', theme: 'auto', direction: 'ltr'};

/** Keeps what is a known choice, and takes the default for the rest. */
export const cleanPreferences = (value: unknown): Preferences => {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const pick = (name: keyof Preferences) => (choices[name] as readonly unknown[]).find(choice => choice === given[name]) ?? defaults[name];
  return {language: pick('language'), theme: pick('theme'), direction: pick('direction')} as Preferences;
};

export const applyPreferences = ({language, theme, direction}: Preferences): void => {
  Object.assign(document.documentElement, {lang: language, dir: direction});
  document.documentElement.dataset.theme = theme;
  applyTexts();
};

/** Reads what the visitor chose earlier; the defaults where storage is denied. */
export const readPreferences = (): Preferences => {
  try {
    return cleanPreferences(JSON.parse(localStorage.getItem(key) ?? '{}'));
  } catch {
    return defaults; // private windows and hand-edited values are no reason to show nothing
  }
};

/** Written only after the visitor chose something: an untouched page stores nothing. */
export const writePreferences = (preferences: Preferences): void => {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // the choice then lasts until the page is closed
  }
};
