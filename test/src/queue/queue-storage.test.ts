import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {createQueueStorage} from '../../../src/queue/queue-storage.js';
import {FakeDisk} from '../../helpers/fake-disk.js';

describe('the queue storage', () => {
  it('keeps in memory what finds no room, without hiding what is on disk, and writes it when there is room', () => {
    const disk = new FakeDisk();
    const storage = createQueueStorage(disk.view());
    storage.set('q:1', 'one');
    disk.quota = disk.size();
    storage.set('q:2', 'two');
    assert.deepEqual(storage.keys('q:'), ['q:1', 'q:2']);
    assert.equal(storage.get('q:2'), 'two');
    assert.equal(storage.persist(), true);
    disk.quota = Infinity;
    assert.equal(storage.persist(), false);
    assert.equal(disk.items.get('q:2'), 'two');
  });

  it('leaves the keys of others alone', () => {
    const disk = new FakeDisk();
    disk.items.set('host', 'precious');
    const storage = createQueueStorage(disk.view());
    storage.set('q:1', 'one');
    for (const key of storage.keys('q:')) storage.remove(key);
    assert.deepEqual([...disk.items], [['host', 'precious']]);
  });

  it('works without a disk, and with one that is taken away', () => {
    const revoked = new Proxy({} as Storage, {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      ownKeys: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    for (const disk of [null, revoked]) {
      const storage = createQueueStorage(disk);
      storage.set('q:1', 'one');
      assert.deepEqual(storage.keys('q:'), ['q:1']);
      storage.remove('q:1');
      assert.equal(storage.get('q:1'), null);
    }
  });

  it('writes nothing once it is sealed', () => {
    const disk = new FakeDisk();
    const storage = createQueueStorage(disk.view());
    storage.seal();
    storage.set('q:1', 'one');
    assert.equal(disk.items.size, 0);
    assert.equal(storage.get('q:1'), null);
  });
});
