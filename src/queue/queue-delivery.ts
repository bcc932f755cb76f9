import type {KeepaliveLedger} from '../lib/keepalive-ledger.js';
import type {EventRecord} from '../types.js';
import type {QueueCore, QueueDelivery} from './event-queue.js';
import {onFlushMoments} from './flush-triggers.js';
import {createLaneDelivery} from './lane-delivery.js';
import type {SendingLane} from './lane-delivery.js';
import {createMirror} from './mirror.js';
import type {LaneTarget} from './queue-parts.js';
import {createTabChannel} from './tab-channel.js';

/** A record that a provider would not take. */
export interface DeadLetter {
  readonly record: EventRecord;
  readonly reason: string;
}

/** The half of the queue that sends: off the disk when their provider has them. */
export interface SendingQueue extends QueueDelivery {
  /**
   * Says who serves the lane from now on; undefined: nobody, records wait.
   * Resolves when the one before has no request in flight any more.
   */
  connect(lane: string, target: LaneTarget | undefined): Promise<void>;
  /** Resolves when everything that could be sent now has been tried. */
  flush(): Promise<void>;
  /** The last 20 records that providers would not take. */
  deadLetters(): readonly DeadLetter[];
}

const mostDeadLetters = 20;

/** @param ledger What keepalive requests have taken of the page's allowance; whoever makes the requests keeps it. */
export const createQueueDelivery = (core: QueueCore, {left}: Pick<KeepaliveLedger, 'left'>): SendingQueue => {
  const {parts, tab, account, lanes} = core;
  const {prefix, clock, durability} = parts;
  const indexedDB = durability === 'high' ? parts.indexedDB : null;
  const mirror = createMirror(indexedDB, prefix, clock);
  const sending = new Map<string, SendingLane>();
  const dead: DeadLetter[] = [];

  const channel = createTabChannel({
    openChannel: parts.openChannel,
    name: `${prefix}:queue`,
    tab,
    onErase: core.onErase,
    onVerdict: (key, verdict, records) => [...lanes.values()].some(lane => lane.book(key, verdict, records)),
    onBooked: (verdict, records) => account.settle(verdict, -records, true),
  });

  const bury = (record: EventRecord, reason: string) => {
    dead.push({record, reason});
    if (dead.length > mostDeadLetters) dead.shift();
  };

  const flush = async () => {
    await Promise.all([...sending.values()].map(lane => lane.drain()));
  };

  const stopMoments = onFlushMoments(parts.page, {
    leave() {
      sending.forEach(lane => lane.leave());
      channel.close();
    },
    back() {
      channel.open();
      void flush();
    },
    wake: () => void flush(),
  });

  channel.open();

  return {
    open(lane) {
      const opened = createLaneDelivery({
        ...parts,
        ...core,
        lane,
        mirror,
        channel,
        bury,
        keepaliveLeft: left,
        mirrored: indexedDB !== null,
      });
      lane.serve(opened);
      sending.set(lane.id, opened);
    },
    connect: async (lane, target) => sending.get(lane)?.connect(target),
    flush,
    deadLetters: () => [...dead],
    check() {
      if (!channel.hears()) sending.forEach(lane => lane.check());
    },
    tellErase: channel.erase,
    end() {
      dead.length = 0;
      stopMoments();
      channel.close();
      mirror.close();
    },
  };
};
