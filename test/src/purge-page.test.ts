import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import type {AnalyticsProvider, ProviderManifest} from '../../src/provider-types.js';
import {createNoop} from '../../src/providers/noop.js';
import type * as purgePage from '../../src/purge-page.js';
import type {PurgeReport} from '../../src/purge-types.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {createFakeStorage} from '../helpers/fake-storage.js';

type Module = typeof purgePage;
type Outcome = PurgeReport | undefined | 'pending';

let loads = 0;
/** As a page has it that has just been opened: what it knows of is on disk only. */
const openPage = async (): Promise<Module> => (await import(`../../src/purge-page.js?${++loads}`)) as Module;

const vendor = (name: string, manifest: Partial<ProviderManifest> = {}): AnalyticsProvider => ({
  ...createNoop(),
  name,
  manifest: {...createNoop().manifest, localStorage: [`${name}_*`], ...manifest},
});

describe('the purge of a page', () => {
  let disk = createFakeStorage();
  let clock = new FakeClock();
  let grants = new Set<string>();
  let page: Module;
  let reloads = 0;
  const names = ['document', 'location', 'localStorage', 'sessionStorage'];

  /** A provider that is at work, and has stored something. */
  const start = (name: string, {category = 'analytics', from = page, ...manifest}: Started = {}) => {
    grants.add(category);
    from.owePurge(disk, 'askfirst', vendor(name, manifest), `${name}.1`, category);
    disk.setItem(`${name}_id`, 'x');
  };
  interface Started extends Partial<ProviderManifest> {
    readonly category?: string;
    readonly from?: Module;
  }
  /** Withdraws as a page does; the outcome is there once it is known. */
  const withdraw = (category: string | undefined, more: Partial<Parameters<Module['purgeOwed']>[0]> = {}, from = page) => {
    if (category) grants.delete(category);
    const told: {report: Outcome} = {report: 'pending'};
    const parts = {storage: disk, prefix: 'askfirst', granted: (one: string) => grants.has(one), clock: clock.view(), ...more};
    void from.purgeOwed(parts).then(report => (told.report = report));
    return told;
  };
  const removed = ({report}: {report: Outcome}) => (report as PurgeReport).removed.map(({name}) => name);

  beforeEach(async () => {
    disk = createFakeStorage();
    clock = new FakeClock();
    clock.turns = 20;
    grants = new Set();
    reloads = 0;
    const location = {hostname: 'shop.example', pathname: '/', reload: () => reloads++};
    const values = [{cookie: ''}, location, disk, createFakeStorage()];
    names.forEach((name, index) => Object.defineProperty(globalThis, name, {value: values[index], configurable: true}));
    page = await openPage();
  });
  afterEach(() => names.forEach(name => Reflect.deleteProperty(globalThis, name)));

  it('takes away what has been noted, tells of it once, and owes nothing more', async () => {
    start('a');
    const told = withdraw('analytics');
    await clock.advance(2000);
    assert.deepEqual([removed(told), Object.keys(disk)], [['a_id'], []]);
    const again = withdraw(undefined);
    await clock.advance(2000);
    assert.equal(again.report, undefined);
  });

  it('of one category leaves the others alone, also what both store under one name', async () => {
    start('a', {localStorage: ['a_id', 'shared']});
    start('b', {category: 'marketing', localStorage: ['b_id', 'shared']});
    disk.setItem('shared', 'x');
    const told = withdraw('marketing');
    await clock.advance(2000);
    assert.deepEqual([removed(told), Object.keys(disk).sort()], [['b_id'], ['a_id', 'askfirst:owed', 'shared']]);
  });

  it('leaves the decision alone, whatever a provider declares', async () => {
    start('a', {localStorage: ['*']});
    disk.setItem('askfirst:consent', 'no');
    const told = withdraw('analytics');
    await clock.advance(2000);
    assert.deepEqual([removed(told), Object.keys(disk)], [['a_id'], ['askfirst:consent']]);
  });

  it('goes on with what is withdrawn while it is at work, and tells of each', async () => {
    start('a');
    start('b', {category: 'marketing'});
    const first = withdraw('analytics');
    await clock.advance(700);
    const second = withdraw('marketing');
    await clock.advance(1300);
    assert.deepEqual(removed(first), ['a_id']);
    await clock.advance(2000);
    assert.deepEqual([removed(second), Object.keys(disk)], [['b_id'], []]);
  });

  it('is not made twice for one thing that is withdrawn twice', async () => {
    start('a');
    const told = [withdraw('analytics'), withdraw('analytics')];
    await clock.advance(4500);
    assert.deepEqual([removed(told[0]!), told[1]!.report], [['a_id'], undefined]);
  });

  it('ends when the visitor agrees again, and leaves what is new', async () => {
    start('a');
    const told = withdraw('analytics');
    await clock.advance(400);
    assert.deepEqual(Object.keys(disk), ['askfirst:owed']);
    start('a');
    await clock.advance(4000);
    assert.equal(told.report, undefined);
    assert.deepEqual(Object.keys(disk).sort(), ['a_id', 'askfirst:owed']);
    const next = withdraw('analytics');
    await clock.advance(2000);
    assert.deepEqual([removed(next), Object.keys(disk)], [['a_id'], []]);
  });

  for (const [what, [grantedAt, withdrawnAt]] of Object.entries({
    'between two looks': [300, 500],
    'before the last look': [1600, 1700],
    'across a look': [500, 900],
  }))
    it(`leaves nothing when the visitor agrees and withdraws again ${what}`, async () => {
      start('a');
      const first = withdraw('analytics');
      await clock.advance(grantedAt!);
      start('a');
      await clock.advance(withdrawnAt! - grantedAt!);
      const second = withdraw('analytics');
      await clock.advance(5000);
      assert.deepEqual(Object.keys(disk), [], 'nothing is stored, and nothing is owed');
      assert.ok(
        [first, second].some(told => told.report),
        'one of them tells',
      );
      assert.ok(![first, second].some(told => told.report === 'pending'));
    });

  it('goes on at the next visit where the page was closed, and where something remained', async () => {
    start('a');
    let alive = true;
    withdraw('analytics', {clock: clock.view(() => alive)});
    alive = false;
    const next = await openPage();
    const told = withdraw(undefined, {}, next);
    for (let ms = 0; ms < 2000; ms += 50) {
      disk.setItem('a_id', 'again');
      await clock.advance(50);
    }
    assert.deepEqual((told.report as PurgeReport).remaining, [{place: 'localStorage', name: 'a_id', reason: 'rewritten'}]);
    assert.ok(disk.getItem('askfirst:owed'), 'it is owed still');
    const last = withdraw(undefined, {}, await openPage());
    await clock.advance(2000);
    assert.deepEqual([(last.report as PurgeReport).remaining, Object.keys(disk)], [[], []]);
  });

  it('does not take a database for gone that nobody could look at', async () => {
    const hanging = {databases: () => new Promise(() => {}), deleteDatabase: () => ({})};
    Object.defineProperty(globalThis, 'indexedDB', {value: hanging, configurable: true});
    try {
      start('a', {indexedDB: ['a_db']});
      const told = withdraw('analytics');
      await clock.advance(4000);
      assert.deepEqual((told.report as PurgeReport).remaining, [{place: 'indexedDB', name: 'a_db', reason: 'kept'}]);
      assert.deepEqual(Object.keys(disk), ['askfirst:owed']);
    } finally {
      Reflect.deleteProperty(globalThis, 'indexedDB');
    }
  });

  it('works where the browser denies a place altogether', async () => {
    Object.defineProperty(globalThis, 'caches', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      configurable: true,
    });
    try {
      start('a', {cacheStorage: ['a_cache']});
      const told = withdraw('analytics');
      await clock.advance(2000);
      assert.deepEqual(removed(told), ['a_id']);
    } finally {
      Reflect.deleteProperty(globalThis, 'caches');
    }
  });

  for (const text of ['', 'null', '{}', '[null, 1, {}]', '"x"', '[{"lane":'])
    it(`is not put off by a note that is none: ${text || 'empty'}`, async () => {
      start('a');
      disk.setItem('askfirst:owed', text);
      const told = withdraw('analytics');
      await clock.advance(2000);
      assert.deepEqual([removed(told), disk.getItem('a_id')], [['a_id'], null]);
    });

  it('names what did not stop, and reloads only for what this very page has started', async () => {
    const config = {onWithdraw: 'reload'} as const;
    start('a', {canStop: false});
    const told = withdraw('analytics', {config});
    await clock.advance(2000);
    assert.deepEqual([(told.report as PurgeReport).notStopped, reloads], [['a'], 1]);

    start('b', {canStop: false});
    const next = await openPage();
    const other = withdraw('analytics', {config}, next);
    await clock.advance(2000);
    assert.deepEqual([(other.report as PurgeReport).notStopped, reloads], [[], 1]);
  });

  it('erases what is ours but the decision and what is owed, and nothing of others', async () => {
    for (const key of ['askfirst:consent', 'askfirst:user', 'askfirst:session', 'askfirst:q:main:1', 'askfirst', 'host'])
      disk.setItem(key, 'x');
    withdraw(undefined, {erase: () => true});
    assert.deepEqual(Object.keys(disk), ['askfirst:consent', 'askfirst', 'host']);
    disk.setItem('askfirst:user', 'x');
    withdraw(undefined, {erase: () => false});
    assert.ok(disk.getItem('askfirst:user'), 'the visitor has agreed again');
  });

  it('asks each provider to erase what it has received, and names those that fail', async () => {
    const asked: string[] = [];
    const erasing = (name: string, erase: () => void | Promise<void>) => ({
      ...vendor(name),
      erase() {
        asked.push(name);
        return erase();
      },
    });
    page.owePurge(disk, 'askfirst', vendor('mute'), 'mute', 'analytics');
    page.owePurge(
      disk,
      'askfirst',
      erasing('good', () => {}),
      'good',
      'analytics',
    );
    page.owePurge(
      disk,
      'askfirst',
      erasing('bad', () => Promise.reject(new Error('no'))),
      'bad',
      'analytics',
    );
    const throws = erasing('worse', () => {
      throw new Error('no');
    });
    page.owePurge(disk, 'askfirst', throws, 'worse', 'analytics');
    assert.deepEqual(await page.askToErase(), ['bad', 'worse']);
    assert.deepEqual(asked, ['good', 'bad', 'worse']);
  });
});
