/** The page's localStorage, or another area; null where the browser denies it (blocked site data, sandboxed frames, old web views, Node). */
export const openStorage = <Area = Storage>(area: () => Area = () => globalThis.localStorage as Area): Area | null => {
  try {
    return area() ?? null;
  } catch {
    return null; // the getter itself throws where site data is blocked
  }
};

/** The value, or null when there is none or storage fails under us. */
export const readItem = (storage: Storage | null, key: string): string | null => {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null; // storage may be revoked while the page is open
  }
};

/** Whether the value is stored now. False when storage is denied or full. */
export const writeItem = (storage: Storage | null, key: string, value: string): boolean => {
  try {
    storage?.setItem(key, value);
    return storage !== null;
  } catch {
    return false; // the quota is used up, by us or by the page
  }
};

export const removeItem = (storage: Storage | null, key: string): void => {
  try {
    storage?.removeItem(key);
  } catch {
    // storage was revoked: there is nothing left to remove
  }
};

/** All keys that begin with `prefix`, without reading a single value. */
export const keysUnder = (storage: Storage | null, prefix: string): string[] => {
  try {
    return Object.keys(storage ?? {}).filter(key => key.startsWith(prefix));
  } catch {
    return []; // revoked
  }
};
