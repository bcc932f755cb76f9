type Callback = (lock: Lock | null) => Promise<unknown> | unknown;

interface Held {
  readonly tab: object;
  readonly steal: () => void;
}

/** Web Locks of one profile, as far as the queue uses them: `ifAvailable` and `steal`. */
export class FakeLocks {
  readonly #held = new Map<string, Held>();

  isHeld(name: string): boolean {
    return this.#held.has(name);
  }

  /** The browser frees a dead tab's locks. */
  drop(tab: object): void {
    for (const [name, held] of this.#held) if (held.tab === tab) this.#held.delete(name);
  }

  view(tab: object): LockManager {
    const request = async (name: string, options: LockOptions, callback: Callback): Promise<unknown> => {
      await Promise.resolve();
      const holder = this.#held.get(name);
      if (holder && !options.steal) return callback(null);
      holder?.steal();
      return new Promise((resolve, reject) => {
        const held = {tab, steal: () => reject(new DOMException('stolen', 'AbortError'))};
        this.#held.set(name, held);
        Promise.resolve(callback({name, mode: 'exclusive'}))
          .finally(() => this.#held.get(name) === held && this.#held.delete(name))
          .then(resolve, reject);
      });
    };
    return {request, query: () => Promise.resolve({held: [], pending: []})} as unknown as LockManager;
  }
}
