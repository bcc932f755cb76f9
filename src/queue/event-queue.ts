import {tracer} from '../lib/trace.js';
import type {AnalyticsStats, EventRecord, Properties} from '../types.js';
import {createAccount} from './account.js';
import type {Account} from './account.js';
import {createLane} from './lane.js';
import type {OpenLane} from './lane.js';
import {defaultLimits} from './queue-parts.js';
import type {Lane, QueueLimits, QueueParts} from './queue-parts.js';
import {createQueueStorage} from './queue-storage.js';
import type {QueueStorage} from './queue-storage.js';
import {byteLength, createRecordWriter} from './serialise.js';

/** What the half that sends works with. */
export interface QueueCore {
  readonly parts: QueueParts;
  readonly tab: string;
  readonly limits: QueueLimits;
  readonly storage: QueueStorage;
  readonly account: Account;
  readonly lanes: ReadonlyMap<string, OpenLane>;
  /** Whether storage is still the one that this tab has written to; false once the page has cleared it. */
  readonly intact: () => boolean;
  /** Another tab says that the grant of this mark is withdrawn. */
  readonly onErase: (mark: string) => void;
}

/** What the queue tells the half that sends, once that has arrived. */
export interface QueueDelivery {
  open(lane: OpenLane): void;
  /** Compares the accounts with storage. */
  check(): void;
  /** Tells the other tabs that the grant of this mark is withdrawn. */
  tellErase(mark: string): void;
  /** The lanes are closed or aborted; so is everything else. Resolves when it is. */
  end(): void;
}

/** Records on their way to the providers: on disk when `enqueue` returns. They wait there until the half that sends is attached. */
export interface EventQueue {
  /**
   * Synchronous, in constant time, never throws. Writes a copy for each lane that accepts the record.
   * @param shared Further properties, which the record's own come before: the same object for as long as other records have them too.
   */
  enqueue(record: EventRecord, shared?: Properties): void;
  /** Adds a provider's place in the queue, or leaves the one that is there. */
  addLane(lane: Lane): void;
  /** Drops what waits there, of all tabs, as `provider-removed` or `withdrawn`. */
  removeLane(lane: string, verdict?: 'provider-removed' | 'withdrawn'): void;
  /** One category of several is withdrawn: takes its records off the disk, and cuts off requests that may carry some. Never rejects. */
  sweep(): Promise<void>;
  /** Books a loss that came before the queue. */
  count(reason: string): void;
  stats(): AnalyticsStats;
  /** Lets the half that sends begin, with what waits; undefined, and nothing begins, once the queue is closed or erased. */
  attach<Delivery extends QueueDelivery>(create: (core: QueueCore) => Delivery): Delivery | undefined;
  /** The visitor has withdrawn: nothing is sent any more, and nothing remains, in memory or on disk, of any tab. For good. */
  erase(): void;
  /** Stops for good and leaves what waits on disk. Resolves when no request is in flight any more. */
  close(): Promise<void>;
}

const none: Properties = {};

/** Copies are counted: a record that two providers are owed is tracked twice, and delivered twice. */
export const createEventQueue = (parts: QueueParts): EventQueue => {
  const {prefix, clock, random, allowed, durability} = parts;
  const limits = {...defaultLimits, ...parts.limits};
  const tab = random().toString(36).slice(2, 10).padEnd(8, '0');
  const storage = createQueueStorage(durability === 'memory' ? null : parts.storage);
  const lanes = new Map<string, OpenLane>();
  const write = createRecordWriter();
  const account = createAccount(problem => {
    try {
      parts.onProblem(problem);
    } catch {
      // the listener's own trouble; the queue must go on
    }
  });
  let delivery: QueueDelivery | undefined;
  let closed = false;
  let erased = false;
  let inTask = 0;

  // All tabs of one grant share it; a page that clears its storage, and a withdrawal, end it.
  const markKey = `${prefix}:mark`;
  const mark = storage.get(markKey) ?? String(clock.now());
  storage.set(markKey, mark);

  const count = (reason: string) => {
    tracer()?.('dropped', reason);
    account.track();
    account.settle(reason, 1);
  };

  /** What this tab knows and has written; another tab, or this one, removes the rest. */
  const forget = (everything: boolean) => {
    closed = erased = true;
    storage.seal();
    lanes.forEach(lane => lane.drop('withdrawn', everything));
    delivery?.end();
    if (!everything) return;
    for (const kind of ['q:', 'try:', 'retry:', 'drain:', 'mark']) storage.keys(`${prefix}:${kind}`).forEach(storage.remove);
    try {
      parts.indexedDB?.deleteDatabase(prefix);
    } catch {
      // denied together with all other storage: there is no database then
    }
  };

  const addLane = (lane: Lane) => {
    if (lanes.has(lane.id)) return;
    const opened = createLane({lane, prefix, tab, clock, storage, account, limits});
    lanes.set(lane.id, opened);
    delivery?.open(opened);
  };

  const endTask = () => {
    inTask = 0;
    if (!closed) lanes.forEach(lane => lane.endTask());
  };

  const take = (record: EventRecord, shared: Properties) => {
    if (closed) return count('withdrawn');
    if (!inTask++) queueMicrotask(endTask);
    if (inTask > 2 * limits.records) return count('flood');
    if (!allowed(record)) return count('withdrawn');
    const text = write(record, shared);
    const {base, rest} = text;
    tracer()?.('queued', base + rest, Object.keys(record.properties));
    // A character is at most three bytes, so most are known to fit without looking.
    if ((base.length + rest.length) * 3 > limits.eventBytes && byteLength(base + rest) > limits.eventBytes) return count('too-large');
    const takers: OpenLane[] = [];
    for (const lane of lanes.values()) if (lane.accepts(record)) takers.push(lane);
    if (!takers.length) return count('no-provider');
    for (const lane of takers) {
      account.track();
      lane.add(text, record.type === 'page' ? 0 : 1);
    }
  };

  parts.lanes.forEach(addLane);

  return {
    enqueue(record, shared = none) {
      try {
        take(record, shared);
      } catch {
        count('failed'); // a record that is no plain JSON, or an `accepts` that throws
      }
    },
    addLane,
    removeLane(id, verdict = 'provider-removed') {
      lanes.get(id)?.drop(verdict, true);
      lanes.delete(id);
    },
    async sweep() {
      await Promise.all([...lanes.values()].map(lane => lane.sweep(allowed))).catch(() => {}); // storage was revoked: nothing waits there
    },
    count,
    stats() {
      delivery?.check();
      return account.stats([...lanes.values()].reduce((sum, lane) => sum + lane.records(), 0));
    },
    attach(create) {
      if (closed) return undefined;
      const begun = create({
        parts,
        tab,
        limits,
        storage,
        account,
        lanes,
        intact: () => storage.get(markKey) === mark,
        onErase: ended => ended === mark && forget(false),
      });
      delivery = begun;
      lanes.forEach(begun.open);
      return begun;
    },
    erase() {
      if (erased) return;
      delivery?.tellErase(mark);
      // What a newer grant has stored meanwhile is not ours to erase.
      forget([mark, null].includes(storage.get(markKey)));
    },
    async close() {
      closed = true;
      await Promise.all([...lanes.values()].map(lane => lane.close()));
      delivery?.end();
    },
  };
};
