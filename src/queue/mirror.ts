import type {Clock} from '../lib/clock.js';

/** A segment's text, or the epoch ms at which it left the queue. */
export type Mirrored = string | number;

/**
 * A second copy of every segment in IndexedDB, which a killed browser cannot roll back as it does localStorage.
 * Chromium keeps localStorage in memory for up to a minute; IndexedDB is out of the process when its transaction completes.
 * Never rejects: where IndexedDB fails, the queue goes on without.
 */
export interface Mirror {
  /**
   * Soon, all changes of a task in one transaction; a text for what has left, or longer than the one that is there, comes too late.
   * Undefined: forgotten. Resolves when written; with false if that is not certain.
   */
  write(changes: Iterable<readonly [key: string, value: Mirrored | undefined]>): Promise<boolean>;
  /** A new segment that stands nowhere else: on its way at once, so that it outlives a tab that closes now. */
  rescue(key: string, text: string): void;
  /** What is mirrored under keys that begin with `start`; of these, none that sorts before `from`. */
  read(start: string, from: string): Promise<ReadonlyMap<string, Mirrored>>;
  close(): void;
}

/** An open that never answers must not keep the queue waiting. */
const patience = 2000;
const store = 'segments';

export const createMirror = (indexedDB: IDBFactory | null, name: string, clock: Clock): Mirror => {
  const pending = new Map<string, Mirrored | undefined>();
  let writing: Promise<boolean> | undefined;
  let closed = false;

  /** Null when it fails, or takes too long. */
  const limited = <T>(work: Promise<T>): Promise<T | null> =>
    new Promise(resolve => {
      const timer = clock.setTimeout(() => resolve(null), patience);
      const done = (value: T | null) => (clock.clearTimeout(timer), resolve(value));
      work.then(done, () => done(null));
    });

  let database = limited(
    new Promise<IDBDatabase | null>(resolve => {
      if (!indexedDB) return resolve(null);
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => request.result.createObjectStore(store);
      request.onerror = () => resolve(null);
      request.onsuccess = () => {
        const db = request.result;
        // The browser has lost it, or another tab wants to delete or renew it: holding on would block that tab.
        db.onclose = db.onversionchange = () => {
          db.close();
          database = Promise.resolve(null);
        };
        if (closed) db.close();
        resolve(db);
      };
    }),
  );

  /** Undefined where there is no database, null when it fails. */
  const run = async <T>(mode: IDBTransactionMode, work: (segments: IDBObjectStore) => () => T): Promise<T | null | undefined> => {
    const db = await database;
    if (!db || closed) return undefined;
    const finished = new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(store, mode, {durability: 'relaxed'});
      const result = work(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(result());
      transaction.onabort = reject;
    });
    return limited(finished);
  };

  const drain = async () => {
    await database;
    let written = true;
    while (pending.size) {
      const changes = [...pending];
      pending.clear();
      const done = run('readwrite', segments => {
        let simple = true;
        for (const [key, value] of changes) {
          if (value === undefined) segments.delete(key);
          else if (typeof value === 'number') segments.put(value, key);
          else {
            simple = false;
            const before = segments.get(key) as IDBRequest<Mirrored | undefined>;
            before.onsuccess = () => {
              const {result = value} = before;
              if (typeof result === 'string' && value.length <= result.length) segments.put(value, key);
            };
          }
        }
        // Without waiting for handlers, which a tab that closes would never run.
        if (simple) segments.transaction.commit?.();
        return () => true;
      });
      // Where there is no database, it brings nothing back.
      written = (await done) !== null && written;
    }
    writing = undefined;
    return written;
  };

  return {
    async write(changes) {
      if (!indexedDB || closed) return !indexedDB;
      for (const [key, value] of changes) pending.set(key, value);
      return (writing ??= drain());
    },
    rescue(key, text) {
      void run('readwrite', segments => {
        segments.put(text, key);
        segments.transaction.commit?.();
        return () => undefined;
      });
    },
    async read(start, from) {
      await writing;
      const found = await run('readonly', segments => {
        const range = IDBKeyRange.bound(from, start + '\uffff');
        const keys = segments.getAllKeys(range);
        const values = segments.getAll(range);
        return () => new Map(keys.result.map((key, at) => [String(key), values.result[at] as Mirrored]));
      });
      return found ?? new Map<string, Mirrored>();
    },
    close() {
      closed = true;
      pending.clear();
      void database.then(db => db?.close());
    },
  };
};
