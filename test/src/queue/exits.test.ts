import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createAccount} from '../../../src/queue/account.js';
import {createAttempts} from '../../../src/queue/attempts.js';
import {createExits} from '../../../src/queue/exits.js';
import type {Mirrored} from '../../../src/queue/mirror.js';
import {createQueueStorage} from '../../../src/queue/queue-storage.js';
import {segmentKey} from '../../../src/queue/segments.js';
import {createTabChannel} from '../../../src/queue/tab-channel.js';
import {createWaitingList} from '../../../src/queue/waiting-list.js';
import type {EventRecord} from '../../../src/types.js';
import {FakeClock} from '../../helpers/fake-clock.js';
import {FakeDisk} from '../../helpers/fake-disk.js';

const start = 'af:q:main:';
const create = (openChannel?: (name: string) => BroadcastChannel) => {
  const clock = new FakeClock().view();
  const storage = createQueueStorage(new FakeDisk().view());
  const account = createAccount(() => {});
  const waiting = createWaitingList();
  const mirrored: (readonly [string, Mirrored])[] = [];
  let written = () => {};
  const ignore = {onErase: () => {}, onVerdict: () => false, onBooked: () => {}};
  const channel = createTabChannel({openChannel, name: 'af', tab: 'aaaaaaaa', ...ignore});
  const exits = createExits({
    start,
    tab: 'aaaaaaaa',
    storage,
    account,
    waiting,
    channel,
    mirror: {
      write: changes => {
        mirrored.push(...changes);
        return new Promise(resolve => (written = resolve));
      },
      remove: () => Promise.resolve(),
      read: () => Promise.resolve(new Map()),
      close: () => {},
      erase: () => {},
    },
    attempts: createAttempts({storage, start: 'af:try:main:', tab: 'aaaaaaaa', clock, liveMs: 1000}),
    now: () => 42,
  });
  const add = (tab: string, ...lines: string[]) => {
    const key = segmentKey(start, 1, tab, 0, 1, lines.length, 10);
    storage.set(key, lines.join('\n'));
    if (tab === 'aaaaaaaa') waiting.add(key, {level: 1, size: 10, count: lines.length, at: 0});
    return lines.map(line => ({key, line, record: {} as EventRecord, again: false}));
  };
  return {exits, storage, account, waiting, mirrored, channel, add, written: () => written()};
};
const turn = () => new Promise(resolve => setImmediate(resolve));

describe('a record leaves the queue', () => {
  it('in the mirror first, and in localStorage only when the mirror has it', async () => {
    const {exits, storage, mirrored, add, written} = create();
    const [one, two] = add('aaaaaaaa', '1', '2');
    const first = exits.settle([one!], 'delivered');
    await turn();
    assert.deepEqual(mirrored, [[one!.key, '2']]);
    assert.equal(storage.get(one!.key), '1\n2');
    written();
    await first;
    assert.equal(storage.get(one!.key), '2');
    const last = exits.settle([two!], 'delivered');
    await turn();
    assert.deepEqual(mirrored.at(-1), [one!.key, 42]);
    written();
    await last;
    assert.equal(storage.get(one!.key), null);
  });

  it('one exit after the other, though both concern one segment', async () => {
    const {exits, storage, mirrored, add, account, written} = create();
    const [one, two] = add('aaaaaaaa', '1', '2');
    const both = Promise.all([exits.settle([one!], 'delivered'), exits.settle([two!], 'withdrawn')]);
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
    const {exits, add, account, written} = create();
    const items = add('aaaaaaaa', '1', '2');
    assert.equal(exits.book(items[0]!.key, 'delivered', 2), true);
    assert.equal(exits.book(items[0]!.key, 'delivered', 2), false);
    const settled = exits.settle(items, 'delivered');
    await turn();
    written();
    await settled;
    assert.equal(account.stats(0).delivered, 2);
    assert.equal(account.stats(0).recovered.delivered, 0);
  });

  it("on the account of what was recovered, if it is another tab's", async () => {
    const {exits, add, account, written} = create();
    const settled = exits.settle(add('bbbbbbbb', '1', '2'), 'too-old');
    await turn();
    written();
    await settled;
    assert.deepEqual({...account.stats(0).recovered.dropped}, {'too-old': 2});
    assert.deepEqual(exits.lost, {'too-old': 2});
  });
});

describe('a channel that is denied or breaks', () => {
  it('leaves the tab deaf, and unharmed', () => {
    const {channel} = create(() => {
      throw new DOMException('denied', 'SecurityError');
    });
    channel.open();
    assert.equal(channel.hears(), false);
    const closed = create(
      () =>
        ({
          postMessage() {
            throw new DOMException('closed', 'InvalidStateError');
          },
          close: () => {},
        }) as unknown as BroadcastChannel,
    ).channel;
    closed.open();
    closed.erase('1');
    closed.close();
  });
});
