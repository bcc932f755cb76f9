import {loadLocale} from './locales/load-locale.js';
import type {Texts} from './texts.js';

/**
 * The words for a language tag, by its first part: `pt-BR` → `pt`, `zh-Hans-CN` → `zh`, and Bokmål for all of Norwegian (`no`, `nn`).
 * Resolves to undefined where English is to be used: no such language, or it could not be loaded.
 */
export const loadTexts = async (tag: string): Promise<Texts | undefined> =>
  (await loadLocale(tag.toLowerCase().replace(/^n[no]\b/, 'nb'))?.catch(() => undefined))?.default;
