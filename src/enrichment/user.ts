import {readItem, removeItem, writeItem} from '../lib/storage.js';
import {isUuidv7, uuidv7} from '../lib/uuid.js';

export interface User {
  /** A random id (UUIDv7) of this browser, made after the grant. */
  readonly anonymousId: string;
  /** The pseudonym, once identified. */
  readonly userId: string | null;
}

export interface UserKeeper {
  current(): User;
  /** Links the pseudonym with the anonymous id. Another pseudonym than before is another person: nothing is linked to it. */
  identify(userId: string): User;
  /** Unlinks: a new anonymous id, and no user. */
  reset(): void;
  /** A new anonymous id for the same user. */
  renew(): void;
  /** Reads again what another tab has written; where it has forgotten the visitor, so does this one. */
  reload(): void;
  /** Forgets everything, on disk too. */
  erase(): void;
}

/** Who the events belong to: one pseudonym or one random id, shared by all tabs. Exists only after a grant. */
export const createUserKeeper = (
  storage: Storage | null,
  key: string,
  now: () => number,
  isPseudonym: (value: unknown) => boolean,
): UserKeeper => {
  let user: User | null = null;

  const read = (): User | null => {
    try {
      const {anonymous_id: anonymousId, user_id: userId} = JSON.parse(readItem(storage, key) ?? '{}') as Record<string, unknown>;
      // What stands on disk may have been tampered with: an address in the place of an id must not be sent.
      return isUuidv7(anonymousId) ? {anonymousId, userId: isPseudonym(userId) ? (userId as string) : null} : null;
    } catch {
      return null; // broken: a new id replaces it
    }
  };

  const save = (next: User): User => {
    writeItem(storage, key, JSON.stringify({anonymous_id: next.anonymousId, user_id: next.userId}));
    return (user = next);
  };

  const fresh = (): User => save({anonymousId: uuidv7(now()), userId: null});
  const current = (): User => (user ??= read() ?? fresh());

  return {
    current,
    identify(userId) {
      const before = current();
      if (before.userId === userId) return before;
      return save({...(before.userId === null ? before : fresh()), userId});
    },
    reset: () => void fresh(),
    renew() {
      const {userId} = current();
      save({...fresh(), userId});
    },
    reload() {
      user = read();
    },
    erase() {
      user = null;
      removeItem(storage, key);
    },
  };
};
