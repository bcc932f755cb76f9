import type {AnalyticsStats, EventRecord} from '../types.js';
import {createAccount} from './account.js';
import {onFlushMoments} from './flush-triggers.js';
import {createKeepaliveLedger} from './keepalive-ledger.js';
import {createLane} from './lane.js';
import type {OpenLane} from './lane.js';
import {createMirror} from './mirror.js';
import {defaultLimits} from './queue-parts.js';
import type {Lane, LaneTarget, QueueParts} from './queue-parts.js';
import {createQueueStorage} from './queue-storage.js';
import {byteLength, serialise} from './serialise.js';
import {createTabChannel} from './tab-channel.js';

/** A record that a provider would not take. */
export interface DeadLetter {
  readonly record: EventRecord;
  readonly reason: string;
}

/** Records on their way to the providers: on disk when `enqueue` returns, off the disk when their provider has them. */
export interface EventQueue {
  /** Synchronous, in constant time, never throws. Writes a copy for each lane that accepts the record. */
  enqueue(record: EventRecord): void;
  /** Adds a provider's place in the queue, or leaves the one that is there. */
  addLane(lane: Lane): void;
  /**
   * Says who serves the lane from now on; undefined: nobody, records wait.
   * Resolves when the one before has no request in flight any more.
   */
  connect(lane: string, target: LaneTarget | undefined): Promise<void>;
  /** Drops what waits there, of all tabs, as `provider-removed`. */
  removeLane(lane: string): void;
  /** Books a loss that came before the queue. */
  count(reason: string): void;
  /** Resolves when everything that could be sent now has been tried. */
  flush(): Promise<void>;
  stats(): AnalyticsStats;
  /** The last 20 records that providers would not take. */
  deadLetters(): readonly DeadLetter[];
  /** The visitor has withdrawn: nothing is sent any more, and nothing remains, in memory or on disk, of any tab. For good. */
  erase(): void;
  /** Stops for good and leaves what waits on disk. Resolves when no request is in flight any more. */
  close(): Promise<void>;
}

const mostDeadLetters = 20;

/** Copies are counted: a record that two providers are owed is tracked twice, and delivered twice. */
export const createEventQueue = (parts: QueueParts): EventQueue => {
  const {prefix, clock, random, allowed, durability} = parts;
  const limits = {...defaultLimits, ...parts.limits};
  const tab = random().toString(36).slice(2, 10).padEnd(8, '0');
  const disk = durability === 'memory' ? null : parts.storage;
  const storage = createQueueStorage(disk);
  const indexedDB = durability === 'high' ? parts.indexedDB : null;
  const mirror = createMirror(indexedDB, prefix, clock);
  const ledger = createKeepaliveLedger();
  const lanes = new Map<string, OpenLane>();
  const dead: DeadLetter[] = [];
  const account = createAccount(problem => {
    try {
      parts.onProblem(problem);
    } catch {
      // the listener's own trouble; the queue must go on
    }
  });
  let closed = false;
  let erased = false;
  let inTask = 0;

  // All tabs of one grant share it; a page that clears its storage, and a withdrawal, end it.
  const markKey = `${prefix}:mark`;
  const mark = storage.get(markKey) ?? String(clock.now());
  storage.set(markKey, mark);

  const each = (call: (lane: OpenLane) => unknown) => Promise.all([...lanes.values()].map(call));
  const count = (reason: string) => {
    account.track();
    account.settle(reason, 1);
  };

  const stop = () => {
    closed = true;
    stopMoments();
    channel.close();
  };

  /** What this tab knows and has written; another tab, or this one, removes the rest. */
  const forget = (everything: boolean) => {
    erased = true;
    storage.seal();
    lanes.forEach(lane => lane.drop('withdrawn', everything));
    if (everything)
      for (const kind of ['q:', 'try:', 'retry:', 'drain:', 'mark']) storage.keys(`${prefix}:${kind}`).forEach(storage.remove);
    if (everything) mirror.erase();
    else mirror.close();
    dead.length = 0;
    stop();
  };

  const channel = createTabChannel({
    openChannel: parts.openChannel,
    name: `${prefix}:queue`,
    tab,
    onErase: ended => ended === mark && forget(false),
    onVerdict: (key, verdict, records) => [...lanes.values()].some(lane => lane.book(key, verdict, records)),
    onBooked: (verdict, records) => account.settle(verdict, -records, true),
  });

  const addLane = (lane: Lane) => {
    if (lanes.has(lane.id)) return;
    const intact = () => storage.get(markKey) === mark;
    const bury = (record: EventRecord, reason: string) => {
      dead.push({record, reason});
      if (dead.length > mostDeadLetters) dead.shift();
    };
    lanes.set(
      lane.id,
      createLane({...parts, lane, tab, limits, storage, mirror, account, channel, ledger, intact, bury, mirrored: indexedDB !== null}),
    );
  };

  const endTask = () => {
    inTask = 0;
    if (!closed) lanes.forEach(lane => lane.endTask());
  };

  const take = (record: EventRecord) => {
    if (closed) return count('withdrawn');
    if (!inTask++) queueMicrotask(endTask);
    if (inTask > 2 * limits.records) return count('flood');
    if (!allowed(record)) return count('withdrawn');
    const text = serialise(record);
    // A character is at most three bytes, so most are known to fit without looking.
    if (text.length * 3 > limits.eventBytes && byteLength(text) > limits.eventBytes) return count('too-large');
    const takers = [...lanes.values()].filter(lane => lane.accepts(record));
    if (!takers.length) return count('no-provider');
    for (const lane of takers) {
      account.track();
      lane.add(text, record.type === 'page' ? 0 : 1);
    }
  };

  const back = () => {
    channel.open();
    void each(lane => lane.drain());
  };

  const stopMoments = onFlushMoments(parts.page, {
    leave() {
      lanes.forEach(lane => lane.leave());
      channel.close();
    },
    back,
    wake: () => void each(lane => lane.drain()),
  });

  channel.open();
  parts.lanes.forEach(addLane);

  return {
    enqueue(record) {
      try {
        take(record);
      } catch {
        count('failed'); // a record that is no plain JSON, or an `accepts` that throws
      }
    },
    addLane,
    connect: async (lane, target) => lanes.get(lane)?.connect(target),
    removeLane(id) {
      lanes.get(id)?.drop('provider-removed', true);
      lanes.delete(id);
    },
    count,
    async flush() {
      await each(lane => lane.drain());
    },
    stats() {
      if (!channel.hears()) lanes.forEach(lane => lane.check());
      return account.stats([...lanes.values()].reduce((sum, lane) => sum + lane.records(), 0));
    },
    deadLetters: () => [...dead],
    erase() {
      if (erased) return;
      channel.erase(mark);
      // What a newer grant has stored meanwhile is not ours to erase.
      forget([mark, null].includes(storage.get(markKey)));
    },
    async close() {
      stop();
      await each(lane => lane.close());
      mirror.close();
    },
  };
};
