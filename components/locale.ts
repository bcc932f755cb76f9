import type {Texts} from './texts.js';

const lazy = new Map<string, () => Promise<{readonly default: Texts}>>([['de', () => import('./locales/de.js')]]);

/**
 * The words for a language tag, by its longest known prefix (`de-AT` → `de`).
 * Resolves to undefined where English is to be used: no such language, or it could not be loaded.
 */
export const loadTexts = async (tag: string): Promise<Texts | undefined> => {
  for (let code = tag.toLowerCase(); code; code = code.replace(/-?[^-]*$/, '')) {
    const load = lazy.get(code);
    if (load) return (await load().catch(() => undefined))?.default;
  }
  return undefined;
};
