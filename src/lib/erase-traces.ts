import {keysUnder, removeItem} from './storage.js';

/**
 * Removes everything under the prefix but the decision itself: what an earlier grant has left behind.
 * A visitor who never decided has no traces, and then nothing is touched.
 */
export const eraseTraces = (storage: Storage | null, prefix: string, decided: boolean): void => {
  const traces = keysUnder(storage, `${prefix}:`).filter(key => key !== `${prefix}:consent`);
  for (const key of traces) removeItem(storage, key);
  if (decided || traces.length) {
    try {
      globalThis.indexedDB?.deleteDatabase(prefix);
    } catch {
      // denied together with all other storage: there is no database then
    }
  }
};
