import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {forget} from '../../src/forget.js';
import type {AnalyticsProvider} from '../../src/provider-types.js';
import {createNoop} from '../../src/providers/noop.js';
import {owePurge} from '../../src/purge-page.js';
import {createFakeStorage} from '../helpers/fake-storage.js';

const globals = ['document', 'location', 'localStorage', 'sessionStorage'];

describe('forgetting', () => {
  let disk = createFakeStorage();
  let log: string[] = [];
  const parts = () => ({
    pair: {start: () => void log.push('pair starts'), stop: () => void log.push('pair stops')},
    consent: {start: () => void log.push('consent starts')},
    storage: disk,
    prefix: 'askfirst',
  });
  const vendor = (erase: () => void | Promise<void>): AnalyticsProvider => ({
    ...createNoop(),
    name: 'vendor',
    manifest: {...createNoop().manifest, localStorage: ['vendor_*']},
    erase() {
      log.push('erase');
      return erase();
    },
  });

  beforeEach(() => {
    disk = createFakeStorage();
    log = [];
    const values = [{cookie: ''}, {hostname: 'shop.example', pathname: '/'}, disk, createFakeStorage()];
    globals.forEach((name, index) => Object.defineProperty(globalThis, name, {value: values[index], configurable: true}));
    for (const key of ['askfirst:consent', 'askfirst:user', 'askfirst:q:main:1', 'vendor_id', 'host']) disk.setItem(key, 'x');
  });
  afterEach(() => globals.forEach(name => Reflect.deleteProperty(globalThis, name)));

  it('asks the provider, stops all but the consent store, erases everything but the decision, and starts anew', async () => {
    owePurge(
      disk,
      'askfirst',
      vendor(() => {}),
      'main',
      'analytics',
    );
    const report = await forget(parts());
    assert.deepEqual(log, ['erase', 'pair stops', 'consent starts', 'pair starts']);
    assert.deepEqual(Object.keys(disk), ['askfirst:consent', 'host']);
    assert.deepEqual([report!.removed, report!.remaining, report!.notErased], [[{place: 'localStorage', name: 'vendor_id'}], [], []]);
  });

  it('lets the visitor decide while it goes on, and not only afterwards', async () => {
    owePurge(
      disk,
      'askfirst',
      vendor(() => {}),
      'main',
      'analytics',
    );
    const going = forget(parts());
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    assert.deepEqual(log.slice(1), ['pair stops', 'consent starts'], 'the store hears of decisions at once');
    await going;
  });

  it('says whose server did not erase, and goes on all the same', async () => {
    owePurge(
      disk,
      'askfirst',
      vendor(() => Promise.reject(new Error('500'))),
      'main',
      'analytics',
    );
    const report = await forget(parts());
    assert.deepEqual([report!.notErased, disk.getItem('vendor_id')], [['vendor'], null]);
  });

  it('starts again also where the purge fails', async () => {
    Reflect.deleteProperty(globalThis, 'document');
    assert.equal(await forget(parts()), undefined);
    assert.equal(log.at(-1), 'pair starts');
  });
});
