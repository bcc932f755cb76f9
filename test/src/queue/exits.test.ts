import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAccount} from '../../../src/queue/account.js';
import {createExits} from '../../../src/queue/exits.js';
import {createLane} from '../../../src/queue/lane.js';
import type {Mirrored} from '../../../src/queue/mirror.js';
import {defaultLimits} from '../../../src/queue/queue-parts.js';
import {createQueueStorage} from '../../../src/queue/queue-storage.js';
import {segmentKey} from '../../../src/queue/segments.js';
import {createTabChannel} from '../../../src/queue/tab-channel.js';
import type {EventRecord} from '../../../src/types.js';
import {FakeClock} from '../../helpers/fake-clock.js';
import {FakeDisk} from '../../helpers/fake-disk.js';

const tab = 'aaaaaaaa';
const create = () => {
  const clock = new FakeClock().view();
  const storage = createQueueStorage(new FakeDisk().view());
  const account = createAccount(() => {});
  const lane = createLane({lane: {id: 'main', accepts: () => true}, prefix: 'af', tab, clock, storage, account, limits: defaultLimits});
  const mirrored: (readonly [string, Mirrored | undefined])[] = [];
  let written: (certain: boolean) => void = () => {};
  const {settle, hurry} = createExits({
    lane,
    storage,
    mirror: {
      write: changes => {
        mirrored.push(...changes);
        return new Promise(resolve => (written = resolve));
      },
    },
    now: () => 42,
  });
  const add = (owner: string, ...lines: string[]) => {
    const key = segmentKey(lane.start, 1, owner, 0, 1, lines.length, 10);
    storage.set(key, lines.join('\n'));
    if (owner === tab) lane.waiting.add(key, {level: 1, size: 10, count: lines.length, at: 0});
    return lines.map(line => ({key, line, record: {} as EventRecord, again: false}));
  };
  return {settle, hurry, lane, storage, account, mirrored, add, written: (certain = true) => written(certain)};
};
const createChannel = (openChannel: (name: string) => BroadcastChannel) =>
  createTabChannel({openChannel, name: 'af', tab, onErase: () => {}, onVerdict: () => false, onBooked: () => {}});
const turn = () => new Promise(resolve => setImmediate(resolve));

describe('a record leaves the queue', () => {
  it('in the mirror first, and in localStorage only when the mirror has it', async () => {
    const {settle, storage, mirrored, add, written} = create();
    const [one, two] = add('aaaaaaaa', '1', '2');
    const first = settle([one!], 'delivered');
    await turn();
    assert.deepEqual(mirrored, [[one!.key, '2']]);
    assert.equal(storage.get(one!.key), '1\n2');
    written();
    await first;
    assert.equal(storage.get(one!.key), '2');
    const last = settle([two!], 'delivered');
    await turn();
    assert.deepEqual(mirrored.at(-1), [one!.key, 42]);
    written();
    await last;
    assert.equal(storage.get(one!.key), null);
  });

  it('one exit after the other, though both concern one segment', async () => {
    const {settle, storage, mirrored, add, account, written} = create();
    const [one, two] = add('aaaaaaaa', '1', '2');
    const both = Promise.all([settle([one!], 'delivered'), settle([two!], 'withdrawn')]);
    for (let i = 0; i < 3; i++) {
      await turn();
      written();
    }
    await both;
    assert.deepEqual(
      mirrored.map(([, value]) => value),
      ['2', 42],
    );
    assert.equal(storage.get(one!.key), null);
    assert.deepEqual({...account.stats(0).dropped}, {withdrawn: 1});
  });

  it('on its own account once, though another tab has told of it before', async () => {
    const {settle, lane, add, account, written} = create();
    const items = add('aaaaaaaa', '1', '2');
    assert.equal(lane.book(items[0]!.key, 'delivered', 2), true);
    assert.equal(lane.book(items[0]!.key, 'delivered', 2), false);
    const settled = settle(items, 'delivered');
    await turn();
    written();
    await settled;
    assert.equal(account.stats(0).delivered, 2);
    assert.equal(account.stats(0).recovered.delivered, 0);
  });

  it("on the account of what was recovered, if it is another tab's", async () => {
    const {settle, lane, add, account, written} = create();
    const settled = settle(add('bbbbbbbb', '1', '2'), 'too-old');
    await turn();
    written();
    await settled;
    assert.deepEqual({...account.stats(0).recovered.dropped}, {'too-old': 2});
    assert.deepEqual(lane.lost, {'too-old': 2});
  });
});

describe('a record leaves the queue for good', () => {
  it('though nobody knows whether the mirror has heard of it: an empty text stands for it', async () => {
    const {settle, storage, add, account, written} = create();
    const items = add('aaaaaaaa', '1');
    const settled = settle(items, 'delivered');
    await turn();
    written(false);
    await settled;
    assert.equal(storage.get(items[0]!.key), '');
    assert.equal(account.stats(0).delivered, 1);
  });

  it('at once when the page goes away, and is booked once', async () => {
    const {settle, hurry, storage, add, account, mirrored, written} = create();
    const [one, two, three] = add('aaaaaaaa', '1', '2', '3');
    const settled = Promise.all([settle([one!], 'delivered'), settle([two!], 'delivered')]);
    await turn();
    hurry();
    assert.equal(storage.get(one!.key), '3');
    assert.equal(account.stats(0).delivered, 2);
    written();
    await settled;
    assert.equal(mirrored.length, 1);
    const last = settle([three!], 'delivered');
    hurry();
    await last;
    assert.equal(storage.get(one!.key), '');
    assert.equal(account.stats(0).delivered, 3);
  });
});

describe('a channel that is denied or breaks', () => {
  it('leaves the tab deaf, and unharmed', () => {
    const channel = createChannel(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    channel.open();
    assert.equal(channel.hears(), false);
    const closed = createChannel(
      () =>
        ({
          postMessage() {
            throw new DOMException('closed', 'InvalidStateError');
          },
          close: () => {},
        }) as unknown as BroadcastChannel,
    );
    closed.open();
    closed.erase('1');
    closed.close();
  });
});
