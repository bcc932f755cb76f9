import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {IDBFactory, IDBKeyRange} from 'fake-indexeddb';
import {QueueProfile} from '../../helpers/queue-profile.js';
import type {Durability} from '../../../src/queue/queue-parts.js';

Object.assign(globalThis, {IDBKeyRange});

const open = async (durability: Durability) => {
  const indexedDB = new IDBFactory();
  const profile = new QueueProfile({indexedDB});
  profile.clock.turns = 12;
  profile.online = false;
  const tab = profile.tab({durability});
  tab.track();
  await profile.clock.advance(2000);
  const databases = (await indexedDB.databases()).map(({name}) => name);
  return {profile, tab, segments: profile.disk.keys('af:q:').length, databases};
};

describe('durability', () => {
  it('"memory" stores nothing, and delivers for as long as the page lives', async () => {
    const {profile, tab, databases} = await open('memory');
    assert.deepEqual([...profile.disk.items.keys()], []);
    assert.deepEqual(databases, []);
    profile.online = true;
    tab.page.dispatchEvent(new Event('online'));
    await profile.clock.advance(60_000);
    assert.equal(profile.sink.count(), 1);
    assert.deepEqual([...profile.disk.items.keys()], []);
  });

  it('"standard" stores in localStorage only', async () => {
    const {segments, databases} = await open('standard');
    assert.equal(segments, 1);
    assert.deepEqual(databases, []);
  });

  it('"high" stores in IndexedDB too', async () => {
    const {segments, databases} = await open('high');
    assert.equal(segments, 1);
    assert.deepEqual(databases, ['af']);
  });
});

describe('withdrawal', () => {
  it('closes the gate first, then aborts, then erases localStorage, then IndexedDB', async () => {
    const steps: string[] = [];
    const factory = new IDBFactory();
    const indexedDB = new Proxy(factory, {
      get(target, name) {
        const found = Reflect.get(target, name) as unknown;
        if (typeof found !== 'function') return found;
        if (name === 'deleteDatabase') steps.push('IndexedDB');
        return found.bind(target) as unknown;
      },
    });
    const profile = new QueueProfile({indexedDB});
    profile.clock.turns = 12;
    const disk = profile.disk.view();
    const storage = new Proxy(disk, {
      get(target, name) {
        const found = Reflect.get(target, name) as unknown;
        if (name !== 'removeItem') return found;
        return (key: string) => {
          if (key.startsWith('af:q:')) {
            steps.push('localStorage');
            // Whoever tracks at this moment finds the gate closed.
            tab.track();
          }
          (found as (key: string) => void)(key);
        };
      },
    });
    const tab = profile.tab({storage, durability: 'high'});
    profile.sink.answer = (_, {signal}) => {
      signal.addEventListener('abort', () => steps.push('abort'));
      return 'hang';
    };
    Array.from({length: 30}, () => tab.track());
    await profile.clock.advance(1000);
    assert.equal(profile.sink.requests.length, 1);
    steps.length = 0;
    tab.queue.erase();
    assert.deepEqual([...new Set(steps)], ['abort', 'localStorage', 'IndexedDB']);
    assert.deepEqual([...profile.disk.items.keys()], []);
    const {tracked, waiting, dropped} = tab.queue.stats();
    assert.deepEqual([waiting, tracked], [0, dropped['withdrawn']]);
  });
});
