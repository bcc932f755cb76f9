/** What one browser profile stores: all tabs look at the same one, through a `view` each. */
export class FakeDisk {
  readonly items = new Map<string, string>();
  /** Characters of keys and values, as browsers count. */
  quota = Infinity;
  writes = 0;
  /** Keys that are listed, but whose values are not given out until they are written again, as seen in Firefox. */
  readonly blind = new Set<string>();

  size(): number {
    let size = 0;
    for (const [key, value] of this.items) size += key.length + value.length;
    return size;
  }

  keys(start: string): string[] {
    return [...this.items.keys()].filter(key => key.startsWith(start));
  }

  /** A tab's `localStorage`. When the tab is dead, nothing that it still does has an effect. */
  view(alive: () => boolean = () => true): Storage {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the methods below belong to the view, not to the disk
    const disk = this;
    const methods: Record<string, unknown> = {
      getItem: (key: string) => (disk.blind.has(key) ? null : (disk.items.get(key) ?? null)),
      setItem(key: string, value: string) {
        if (!alive()) return;
        disk.writes++;
        if (disk.quota < Infinity && disk.size() - (disk.items.get(key)?.length ?? -key.length) + value.length > disk.quota)
          throw new DOMException('full', 'QuotaExceededError');
        disk.blind.delete(key);
        disk.items.set(key, value);
      },
      removeItem: (key: string) => void (alive() && disk.items.delete(key)),
      clear: () => disk.items.clear(),
      key: (index: number) => [...disk.items.keys()][index] ?? null,
    };
    return new Proxy({} as Storage, {
      get: (_, name) => (name === 'length' ? disk.items.size : methods[String(name)]),
      ownKeys: () => [...disk.items.keys()],
      getOwnPropertyDescriptor: (_, name) => ({configurable: true, enumerable: true, value: disk.items.get(String(name))}),
    });
  }
}
