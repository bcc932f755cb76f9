import {createKeepaliveLedger} from '../../src/lib/keepalive-ledger.js';
import {createEventQueue} from '../../src/queue/event-queue.js';
import type {EventQueue} from '../../src/queue/event-queue.js';
import {createQueueDelivery} from '../../src/queue/queue-delivery.js';
import type {SendingQueue} from '../../src/queue/queue-delivery.js';
import type {QueueParts} from '../../src/queue/queue-parts.js';
import type {ProviderManifest} from '../../src/provider-types.js';
import type {EventRecord, Problem, Properties} from '../../src/types.js';
import {FakeChannels} from './fake-channel.js';
import {FakeClock} from './fake-clock.js';
import {FakeLocks} from './fake-locks.js';
import {FakeSink} from './fake-sink.js';
import {FakeDisk} from './fake-disk.js';

/** A page with a queue in it. */
export interface FakeTab {
  readonly queue: EventQueue & Pick<SendingQueue, 'connect' | 'flush' | 'deadLetters'>;
  readonly page: EventTarget;
  readonly problems: Problem[];
  readonly alive: () => boolean;
  /** Lets the half that sends arrive, and connects it; false if the queue is over. `tab` has done so unless told not to. */
  arrive(connected?: Partial<ProviderManifest> | null): boolean;
  /** Tracks one record and says which: as a provider is to get it. */
  track(changes?: Partial<EventRecord>): EventRecord;
  /** The renderer dies, without a word. */
  kill(): void;
  /** The page is closed: `pagehide`, then nothing. */
  shut(): void;
}

export interface ProfileOptions {
  readonly locks?: boolean;
  readonly channel?: boolean;
  readonly random?: () => number;
  readonly indexedDB?: IDBFactory;
}

/** A browser profile under test: one disk, one set of locks, any number of tabs, one sink, and a clock that we turn. */
export class QueueProfile {
  readonly clock = new FakeClock();
  readonly disk = new FakeDisk();
  readonly locks = new FakeLocks();
  readonly channels = new FakeChannels(deliver => this.clock.view().setTimeout(deliver, 1));
  readonly sink = new FakeSink();
  readonly options: ProfileOptions;
  online = true;
  granted = true;
  epoch = 1;
  /** What the records of a page share. */
  shared: Properties = {browser: 'Firefox', page_path: '/chat'};
  #serial = 0;
  #seed = 0.123456789;

  constructor(options: ProfileOptions = {}) {
    this.options = options;
  }

  random = (): number => (this.options.random ?? (() => (this.#seed = (this.#seed * 9301.7 + 0.49297) % 1)))();

  record(changes: Partial<EventRecord> = {}): EventRecord {
    const serial = String(++this.#serial).padStart(12, '0');
    return {
      uuid: `01900000-0000-7000-8000-${serial}`,
      type: 'track',
      event: 'message_sent',
      properties: {chat_id: 'c1', length: 12},
      timestamp: new Date(this.clock.view().now()).toISOString(),
      distinct_id: 'anon',
      anonymous_id: 'anon',
      user_id: null,
      session_id: 's1',
      category: 'analytics',
      epoch: this.epoch,
      ...changes,
    };
  }

  tab(parts: Partial<QueueParts> = {}, connected: Partial<ProviderManifest> | null = {}, arrived = true): FakeTab {
    let alive = true;
    const living = () => alive;
    const self = {};
    const page = new EventTarget();
    const clock = this.clock.view(living);
    const problems: Problem[] = [];
    let delivery: SendingQueue | undefined;
    const queue = createEventQueue({
      prefix: 'af',
      lanes: [{id: 'main', accepts: () => true}],
      clock,
      storage: this.disk.view(living),
      indexedDB: this.options.indexedDB ?? null,
      locks: this.options.locks === false ? undefined : this.locks.view(self),
      openChannel: this.options.channel === false ? undefined : this.channels.view(self),
      random: this.random,
      online: () => this.online,
      page,
      allowed: record => alive && this.granted && record.epoch === this.epoch,
      onProblem: problem => problems.push(problem),
      durability: this.options.indexedDB ? 'high' : 'standard',
      unknownOutcome: 'drop',
      ...parts,
    });
    const arrive = (manifest: Partial<ProviderManifest> | null = {}) => {
      delivery = queue.attach(core => createQueueDelivery(core, createKeepaliveLedger()));
      if (manifest) void delivery?.connect('main', this.sink.target(clock, manifest, self));
      return delivery !== undefined;
    };
    if (arrived) arrive(connected);
    const kill = () => {
      alive = false;
      this.locks.drop(self);
      this.channels.drop(self);
    };
    return {
      queue: {
        ...queue,
        connect: async (lane, target) => delivery?.connect(lane, target),
        flush: async () => delivery?.flush(),
        deadLetters: () => delivery?.deadLetters() ?? [],
      },
      arrive,
      page,
      problems,
      alive: living,
      track: changes => {
        const record = this.record(changes);
        queue.enqueue(record, this.shared);
        return {...record, properties: {...this.shared, ...record.properties}};
      },
      kill,
      shut: () => {
        page.dispatchEvent(new Event('pagehide'));
        kill();
      },
    };
  }
}
