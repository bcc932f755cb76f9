/** A second copy of the decision, which a killed browser cannot roll back to an older one as it does with localStorage and cookies. */
export interface ConsentJournal {
  /** The text written last, or null; rejects where IndexedDB is missing or broken, and may never settle. Creates nothing. */
  read(name: string): Promise<string | null>;
  /** On disk as soon as the browser can. Rejects where it fails: the decision then stands in the other places only. */
  write(name: string, text: string): Promise<void>;
}

/** Where the decision stands in the journal, and the name of its object store. */
export const decisionKey = 'decision';
/** Its presence says that a receipt has to be made or posted. */
export const dueKey = 'due';

/** One transaction on the journal, which is made where there is none. */
export const inJournal = <T>(name: string, write: boolean, act: (journal: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.onupgradeneeded = () => opening.result.createObjectStore(decisionKey);
    opening.onerror = event => {
      // Firefox reports what nobody has prevented to the page.
      event.preventDefault();
      reject(opening.error!);
    };
    opening.onsuccess = () => {
      const base = opening.result;
      try {
        // Strict: complete means that it is on the disk, and not in a buffer of the system.
        const work = base.transaction(decisionKey, write ? 'readwrite' : 'readonly', {durability: 'strict'});
        const answer = act(work.objectStore(decisionKey));
        work.oncomplete = () => resolve(answer.result);
        work.onabort = () => reject(work.error!);
      } catch (error) {
        reject(error as Error); // a database of this name that is not ours
      }
      // Takes effect when the transaction is over; an open one would keep the page out of the back/forward cache.
      base.close();
    };
  });

/** @param onDue Told at the first reading that a receipt has to be made or posted. */
export const createConsentJournal = (onDue: () => void): ConsentJournal => ({
  async read(name) {
    // Nothing may be stored before a decision; and to think better of it while one is made leaves an empty one behind in WebKit.
    if (!(await indexedDB.databases()).some(base => base.name === name)) return null;
    let due: IDBRequest<unknown> | undefined;
    const text: unknown = await inJournal(name, false, journal => {
      due = journal.get(dueKey);
      return journal.get(decisionKey);
    });
    if (due?.result) onDue();
    return typeof text === 'string' ? text : null;
  },
  async write(name, text) {
    await inJournal(name, true, journal => {
      journal.put(true, dueKey);
      return journal.put(text, decisionKey);
    });
  },
});
