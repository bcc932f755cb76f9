import {readItem, removeItem, writeItem} from '../lib/storage.js';
import {isUuidv7, uuidv7} from '../lib/uuid.js';

export interface Session {
  /** UUIDv7. */
  readonly id: string;
  /** Epoch milliseconds of its first event. */
  readonly start: number;
}

export interface SessionKeeper {
  /** The session that an event at this time (epoch ms) belongs to, as the same object; begins a new one after 30 min idle or 24 h. */
  at(time: number): Session;
  /** Ends the session and forgets it, on disk too: the next event begins a new one. */
  end(): void;
}

const idleMs = 30 * 60_000;
const longestMs = 24 * 3_600_000;
/** The disk may lag behind by this much: it is far less than `idleMs`, and saves a write for each event. */
const saveEveryMs = 15_000;

interface StoredSession extends Session {
  readonly last: number;
}

/** One session for all tabs. Follows the sessions of common analytics backends: 30 minutes idle, 24 hours at most. */
export const createSessionKeeper = (storage: Storage | null, key: string): SessionKeeper => {
  let session: Session | null = null;
  let last = 0;
  let saved = 0;

  const read = (): StoredSession | null => {
    try {
      const {id, start, last} = JSON.parse(readItem(storage, key) ?? '{}') as Partial<StoredSession>;
      return isUuidv7(id) && Number.isFinite(start) && Number.isFinite(last) ? {id, start: start!, last: last!} : null;
    } catch {
      return null; // broken or foreign: a new session replaces it
    }
  };

  // A clock that jumped, either way, ends the session: no duration in it could be trusted.
  const alive = ({start}: Session, seen: number, time: number) =>
    Math.abs(time - seen) < idleMs && time - start < longestMs && start - time < idleMs;

  return {
    at(time) {
      if (!session || !alive(session, last, time)) {
        // Another tab may have kept the session going, or begun the next one.
        const shared = read();
        const next = shared && alive(shared, shared.last, time) ? shared : {id: uuidv7(time), start: time, last: time};
        session = {id: next.id, start: next.start};
        last = next.last;
        saved = 0;
      }
      last = Math.max(last, time);
      if (Math.abs(last - saved) >= saveEveryMs && writeItem(storage, key, JSON.stringify({...session, last}))) saved = last;
      return session;
    },
    end() {
      session = null;
      removeItem(storage, key);
    },
  };
};
