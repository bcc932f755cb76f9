import {keysUnder, readItem, removeItem, writeItem} from '../lib/storage.js';

/** localStorage as the queue needs it: never throws, and keeps in memory what finds no room on disk. */
export interface QueueStorage {
  get(key: string): string | null;
  set(key: string, text: string): void;
  remove(key: string): void;
  /** Keys on disk and in memory that begin with `start`, sorted. */
  keys(start: string): string[];
  /** Whether the value is in memory only. */
  inMemory(key: string): boolean;
  /** Tries again to write what is in memory only; true while something stays there. */
  persist(): boolean;
  /** Nothing is written from now on, whatever is still under way. */
  seal(): void;
}

export const createQueueStorage = (storage: Storage | null): QueueStorage => {
  const overlay = new Map<string, string>();
  let sealed = false;
  return {
    get: key => overlay.get(key) ?? readItem(storage, key),
    set(key, text) {
      if (sealed) return;
      if (writeItem(storage, key, text)) overlay.delete(key);
      else overlay.set(key, text);
    },
    remove(key) {
      overlay.delete(key);
      removeItem(storage, key);
    },
    // What is on disk stays visible while memory fills: one store never hides the other.
    keys: start => [...new Set([...keysUnder(storage, start), ...[...overlay.keys()].filter(key => key.startsWith(start))])].sort(),
    inMemory: key => overlay.has(key),
    persist() {
      for (const [key, text] of overlay) {
        if (!writeItem(storage, key, text)) return true;
        overlay.delete(key);
      }
      return false;
    },
    seal() {
      sealed = true;
      overlay.clear();
    },
  };
};
