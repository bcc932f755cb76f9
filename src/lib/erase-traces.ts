import {keysUnder, removeItem} from './storage.js';

/**
 * Removes what an earlier grant has left behind under the prefix: everything but the decision, and the note of what providers have left
 * behind; tells whether there is one. A visitor who never decided has no traces, and then nothing is touched.
 */
export const eraseTraces = (storage: Storage | null, prefix: string, decided: boolean): boolean => {
  const [consent, owed] = [`${prefix}:consent`, `${prefix}:owed`];
  const keys = keysUnder(storage, `${prefix}:`);
  const traces = keys.filter(key => key !== consent && key !== owed);
  for (const key of traces) removeItem(storage, key);
  if (decided || traces[0]) {
    try {
      globalThis.indexedDB?.deleteDatabase(prefix);
    } catch {
      // denied together with all other storage: there is no database then
    }
  }
  return keys.includes(owed);
};
