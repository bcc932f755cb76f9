import {keysUnder, removeItem} from './storage.js';

/** Removes what an earlier grant has left behind under the prefix: everything but the keys that are to stay. */
export const eraseTraces = (storage: Storage | null, prefix: string, stay: readonly string[]): void => {
  for (const key of keysUnder(storage, `${prefix}:`)) if (!stay.includes(key)) removeItem(storage, key);
  try {
    globalThis.indexedDB?.deleteDatabase(prefix);
  } catch {
    // denied together with all other storage: there is no database then
  }
};
