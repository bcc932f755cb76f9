/** Everything that stands in the browser's storage of this origin, by name. */
export interface StoredNames {
  readonly cookies: readonly string[];
  readonly localStorage: readonly string[];
  readonly sessionStorage: readonly string[];
  readonly indexedDB: readonly string[];
  readonly cacheStorage?: readonly string[];
}

const keys = (storage: () => Storage | undefined): string[] => {
  try {
    const area = storage();
    return Array.from({length: area?.length ?? 0}, (_, index) => area!.key(index) ?? '');
  } catch {
    return []; // storage is denied here, so nothing can stand in it
  }
};

/** Reads the names, and finds none where there is no storage (Node). */
export const readStoredNames = async (): Promise<StoredNames> => ({
  cookies: typeof document === 'undefined' ? [] : document.cookie.split('; ').flatMap(cookie => cookie.split('=')[0] || []),
  localStorage: keys(() => globalThis.localStorage),
  sessionStorage: keys(() => globalThis.sessionStorage),
  indexedDB: (await globalThis.indexedDB?.databases?.())?.flatMap(({name}) => name ?? []) ?? [],
  cacheStorage: (await globalThis.caches?.keys()) ?? [],
});
