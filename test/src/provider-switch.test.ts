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
  let idle: Promise<void> = Promise.resolve();
  let onReady = () => {};
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
    reset() {
      log.push(`reset ${name}`);
      if (name === 'hostile') throw new Error('no');
    },
    shutdown: () => (log.push(`shutdown ${name}`), shutdowns.get(name)?.()),
  });
  const control = createProviderSwitch({
    load: async name => {
      if (chunksMissing-- > 0) throw new Error('404');
      return () => provider(name);
    },
    host,
    owe: async (next, wanted) => void (wanted() && owed.push(next.name)),
    onLate: next => void log.push(`late ${next.name}`),
    onReplaced: name => log.push(`replaced ${name}`),
    connect: async next => {
      log.push(`connect ${next?.name ?? 'nobody'}`);
      await idle;
    },
    onReady: () => {
      log.push('ready');
      onReady();
    },
    onFlags: () => log.push('flags'),
    clock: clock.view(),
    onProblem: problem => problems.push(problem),
  });
  return {
    control,
    clock,
    log,
    owed,
    problems,
    inits,
    shutdowns,
    missChunks: (n: number) => (chunksMissing = n),
    /** What the provider before has in flight. */
    fly: (until: Promise<void>) => (idle = until),
    whenReady: (act: () => void) => (onReady = act),
  };
};

const never = () => new Promise<void>(() => {});
const turn = () => new Promise(setImmediate);

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

  it('tells what runs that the visitor is another one, whatever comes of it', async () => {
    const {control, log} = createHarness();
    control.reset();
    await control.use('a', {});
    control.reset();
    await control.use('hostile', {});
    control.reset();
    assert.deepEqual(
      log.filter(line => line.startsWith('reset')),
      ['reset a', 'reset hostile'],
    );
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

  it('the last call wins, whichever is ready first: the other is shut down, also when it is ready at last', async () => {
    const {control, log, inits} = createHarness();
    let ready = () => {};
    inits.set('slow', () => new Promise<void>(resolve => (ready = resolve)));
    const first = control.use('slow', {});
    await turn();
    await control.use('fast', {});
    ready();
    await first;
    const expected = ['init slow', 'shutdown slow', 'init fast', 'connect fast', 'ready', 'shutdown slow', 'replaced slow'];
    assert.deepEqual(log, expected);
  });

  it('does not even start what was replaced, or withdrawn, while its code was on its way', async () => {
    const {control, log, owed} = createHarness();
    const first = control.use('a', {});
    const second = control.use('b', {});
    assert.deepEqual(await control.stop(), []);
    await Promise.all([first, second]);
    assert.deepEqual([log, owed], [[], []]);
  });

  it('shuts down what is being started when the visitor withdraws, though it may never be ready', async () => {
    const {control, log, inits, shutdowns, clock} = createHarness();
    inits.set('a', never);
    shutdowns.set('a', never);
    void control.use('a', {});
    await turn();
    const stopping = control.stop();
    await turn();
    assert.deepEqual(log, ['init a', 'shutdown a']);
    await clock.advance(1500);
    assert.deepEqual(await stopping, ['a'], 'and tells that it did not');
  });

  it('shuts down both when the visitor withdraws while one replaces the other', async () => {
    const {control, log, fly} = createHarness();
    await control.use('a', {});
    let landed = () => {};
    fly(new Promise(resolve => (landed = resolve)));
    const swapping = control.use('b', {});
    await turn();
    assert.deepEqual(await control.stop(), []);
    assert.deepEqual(log.slice(3), ['init b', 'connect b', 'shutdown b', 'shutdown a']);
    landed();
    await swapping;
    assert.ok(!log.slice(3).includes('ready'), 'nothing is ready after a withdrawal');
  });

  it('is not put off by a listener of the page that fails', async () => {
    const {control, log, problems, whenReady} = createHarness();
    whenReady(() => {
      throw new Error("the page's own");
    });
    await control.use('a', {});
    assert.deepEqual([log, problems], [['init a', 'connect a', 'ready'], []]);
  });

  it('lets what the old one has stored go also when the new one cannot be started', async () => {
    const {control, log, inits} = createHarness();
    await control.use('a', {});
    inits.set('b', () => Promise.reject(new Error('x')));
    await control.use('b', {});
    assert.deepEqual(log.slice(3), ['init b', 'shutdown b', 'connect nobody', 'shutdown a', 'replaced a']);
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
      assert.deepEqual(log, ['init a', 'shutdown a', 'connect nobody', 'init a', 'connect a', 'ready']);
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

  it('shuts down once more what is ready after a stop, and lets go what it has stored meanwhile', async () => {
    const {control, log, inits} = createHarness();
    let ready = () => {};
    inits.set('a', () => new Promise<void>(resolve => (ready = resolve)));
    const starting = control.use('a', {});
    await new Promise(setImmediate);
    await control.stop();
    ready();
    await starting;
    assert.deepEqual(log, ['init a', 'shutdown a', 'shutdown a', 'late a']);
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
