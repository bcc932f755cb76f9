import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {SetupError} from '../../src/lib/problems.js';
import {createProviderSwitch} from '../../src/provider-switch.js';
import type {AnalyticsProvider, ProviderHost} from '../../src/provider-types.js';
import type {Problem, ProviderConfig} from '../../src/types.js';
import {FakeClock} from '../helpers/fake-clock.js';

const host: ProviderHost = {
  post: async () => '',
  origin: '',
  now: () => 0,
  warn: () => {},
  identity: () => ({distinctId: 'a1', anonymousId: 'a1', userId: null, sessionId: 's1'}),
  capture: () => {},
  guard: value => value,
};

const createHarness = () => {
  const clock = new FakeClock();
  const log: string[] = [];
  const problems: Problem[] = [];
  const owed: string[] = [];
  const inits = new Map<string, (config: ProviderConfig) => void | Promise<void>>();
  const shutdowns = new Map<string, () => void | Promise<void>>();
  let chunksMissing = 0;
  const provider = (name: string): AnalyticsProvider => ({
    name,
    manifest: {
      hosts: [],
      cookies: [],
      localStorage: [],
      sessionStorage: [],
      indexedDB: [],
      maxAgeMs: 1,
      batch: {events: 1, bytes: 1},
      dedupes: true,
      canStop: true,
    },
    init: config => (log.push(`init ${name}`), inits.get(name)?.(config)),
    track: () => {},
    identify: () => {},
    page: () => {},
    reset: () => {},
    shutdown: () => (log.push(`shutdown ${name}`), shutdowns.get(name)?.()),
  });
  const control = createProviderSwitch({
    load: async name => {
      if (chunksMissing-- > 0) throw new Error('404');
      return () => provider(name);
    },
    host,
    owe: async next => void owed.push(next.name),
    onReplaced: name => log.push(`replaced ${name}`),
    connect: async next => void log.push(`connect ${next?.name ?? 'nobody'}`),
    onReady: () => log.push('ready'),
    onFlags: () => log.push('flags'),
    clock: clock.view(),
    onProblem: problem => problems.push(problem),
  });
  return {control, clock, log, owed, problems, inits, shutdowns, missChunks: (n: number) => (chunksMissing = n)};
};

const never = () => new Promise<void>(() => {});

describe('switching providers', () => {
  it('connects the new one before the old one is shut down', async () => {
    const {control, log} = createHarness();
    await control.use('a', {});
    await control.use('b', {});
    assert.deepEqual(log, ['init a', 'connect a', 'ready', 'init b', 'connect b', 'ready', 'shutdown a', 'replaced a']);
  });

  it('notes what a provider may leave behind before it is started, and tells when it is replaced', async () => {
    const {control, owed, inits} = createHarness();
    let before: string[] = [];
    inits.set('a', () => void (before = [...owed]));
    await control.use('a', {});
    assert.deepEqual(before, ['a']);
    // And once more, as what it stores may depend on how it is set up.
    assert.deepEqual(owed, ['a', 'a']);
  });

  it('names the provider that did not shut down', async () => {
    const {control, clock, shutdowns} = createHarness();
    await control.use('a', {});
    shutdowns.set('a', () => Promise.reject(new Error('x')));
    assert.deepEqual(await control.stop(), ['a']);
    await control.use('b', {});
    shutdowns.set('b', never);
    const stopping = control.stop();
    await clock.advance(2000);
    assert.deepEqual(await stopping, ['b']);
    await control.use('c', {});
    assert.deepEqual(await control.stop(), []);
  });

  it('the last call wins, whichever is ready first', async () => {
    const {control, log, inits} = createHarness();
    let ready = () => {};
    inits.set('slow', () => new Promise<void>(resolve => (ready = resolve)));
    const first = control.use('slow', {});
    await control.use('fast', {});
    ready();
    await first;
    assert.deepEqual(log, ['init slow', 'init fast', 'connect fast', 'ready', 'shutdown slow']);
  });

  for (const [what, fail] of [
    [
      'throws',
      () => {
        throw new Error('x');
      },
    ],
    ['rejects', () => Promise.reject(new Error('x'))],
    ['rejects with nothing', () => Promise.reject(undefined)],
    ['rejects with a word', () => Promise.reject('no')],
  ] as [string, () => void | Promise<void>][])
    it(`goes on when init ${what}: records wait, and it is tried again`, async () => {
      const {control, clock, log, problems, inits} = createHarness();
      inits.set('a', fail);
      await control.use('a', {});
      assert.deepEqual([problems[0]?.code, control.usable()], ['provider-failed', true]);
      inits.delete('a');
      await clock.advance(2000);
      assert.deepEqual(log, ['init a', 'connect nobody', 'init a', 'connect a', 'ready']);
    });

  it('tries a chunk again that did not load, ever less often', async () => {
    const {control, clock, log, missChunks} = createHarness();
    missChunks(3);
    await control.use('a', {});
    await clock.advance(2000 + 4000 + 7999);
    assert.deepEqual(log, ['connect nobody', 'connect nobody', 'connect nobody']);
    await clock.advance(1);
    assert.deepEqual(log.at(-1), 'ready');
  });

  it('collects nothing for a provider whose set-up is wrong, until it is changed', async () => {
    const {control, clock, log, problems, inits} = createHarness();
    inits.set('a', ({apiKey}) => {
      if (!apiKey) throw new SetupError('no-key', 'an api-key is needed');
    });
    await control.use('a', {});
    assert.deepEqual([control.usable(), problems[0]?.code], [false, 'no-key']);
    await clock.advance(600_000);
    assert.equal(log.filter(line => line === 'init a').length, 1, 'wrong set-up is not tried again by itself');
    await control.use('a', {apiKey: 'phc_demo'});
    assert.deepEqual([control.usable(), log.at(-1)], [true, 'ready']);
  });

  it('warns of a slow start and is not kept by it', async () => {
    const {control, clock, problems, inits} = createHarness();
    inits.set('a', never);
    void control.use('a', {});
    await clock.advance(10_000);
    assert.equal(problems[0]?.code, 'provider-slow');
    await control.stop();
  });

  it('shuts down on arrival what arrives after a stop', async () => {
    const {control, log, inits} = createHarness();
    let ready = () => {};
    inits.set('a', () => new Promise<void>(resolve => (ready = resolve)));
    const starting = control.use('a', {});
    await new Promise(setImmediate);
    await control.stop();
    ready();
    await starting;
    assert.deepEqual(log, ['init a', 'shutdown a']);
  });

  for (const [what, fail] of [
    ['hangs', never],
    [
      'throws',
      () => {
        throw new Error('x');
      },
    ],
    ['rejects', () => Promise.reject(new Error('x'))],
  ] as [string, () => void | Promise<void>][])
    it(`stops within two seconds when shutdown ${what}`, async () => {
      const {control, clock, shutdowns} = createHarness();
      shutdowns.set('a', fail);
      await control.use('a', {});
      let stopped = false;
      void control.stop().then(() => (stopped = true));
      await clock.advance(2000);
      assert.equal(stopped, true);
    });
});
