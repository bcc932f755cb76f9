export interface FakeStorage extends Storage {
  /** Characters (keys and values) that fit; writes beyond it throw like a full disk. */
  quota: number;
  /** When set, every access throws it, as revoked storage does. */
  broken: Error | null;
}

/** A localStorage for Node: the same interface, `Object.keys` included, with a quota. `onWrite` hears of each change. */
export const createFakeStorage = (onWrite: (key: string | null, storage: FakeStorage) => void = () => {}): FakeStorage => {
  const items = new Map<string, string>();
  const size = () => [...items].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const check = () => {
    if (api.broken) throw api.broken;
  };
  const api = {
    quota: 5 * 1024 * 1024,
    broken: null as Error | null,
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem(key: string) {
      check();
      return items.get(key) ?? null;
    },
    setItem(key: string, value: string) {
      check();
      const before = items.get(key);
      if (size() - (before === undefined ? 0 : key.length + before.length) + key.length + value.length > api.quota)
        throw new DOMException('full', 'QuotaExceededError');
      items.set(key, String(value));
      onWrite(key, proxy);
    },
    removeItem(key: string) {
      check();
      if (items.delete(key)) onWrite(key, proxy);
    },
    clear() {
      check();
      items.clear();
      onWrite(null, proxy);
    },
  };
  const proxy = new Proxy(api, {
    ownKeys: () => {
      check();
      return [...items.keys()];
    },
    getOwnPropertyDescriptor: (_, key) =>
      items.has(String(key)) ? {value: items.get(String(key)), enumerable: true, configurable: true, writable: true} : undefined,
  }) as unknown as FakeStorage;
  return proxy;
};
