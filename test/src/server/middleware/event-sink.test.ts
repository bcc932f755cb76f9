import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Misconfigured, Rejected, RetryLater} from '../../../../src/lib/send-errors.js';
import type {SendOptions, SendResult} from '../../../../src/provider-types.js';
import {createEventSink} from '../../../../src/server/middleware/event-sink.js';
import {createTally} from '../../../../src/server/middleware/stats.js';
import type {EventRecord} from '../../../../src/types.js';
import {FakeClock} from '../../../helpers/fake-clock.js';
import {createRecorder} from './harness.js';

const record = (uuid: string, time: number): EventRecord => ({
  uuid,
  type: 'track',
  event: 'api_request',
  properties: {},
  timestamp: new Date(time).toISOString(),
  distinct_id: 'p',
  anonymous_id: 'p',
  user_id: null,
  session_id: '',
  category: 'analytics',
  epoch: 0,
});

const open = (
  answer: (records: readonly EventRecord[], options: SendOptions) => Promise<SendResult>,
  waiting = 1000,
  shutdown: () => void | Promise<void> = () => {},
) => {
  const clock = new FakeClock();
  const dropped = createTally();
  const problems: string[] = [];
  const attempts: string[][] = [];
  const sink = createEventSink({
    provider: {...createRecorder().provider, shutdown},
    send(records, options) {
      attempts.push(records.map(({uuid}) => uuid));
      return answer(records, options);
    },
    clock: clock.view(),
    random: () => 0.5,
    outside: work => work(),
    dropped,
    limits: {waiting, batchMs: 2000},
    onProblem: ({code}) => problems.push(code),
  });
  let made = 0;
  const fill = (count: number) => {
    for (let i = 0; i < count; i++) sink.enqueue(record(`e${made++}`, clock.view().now()));
  };
  return {clock, sink, dropped, problems, attempts, fill};
};
const taken = () => Promise.resolve(undefined);

describe('the queue of the middleware', () => {
  it('sends what waits together, after a while or when it is many', async () => {
    const {clock, sink, attempts, fill} = open(taken);
    fill(3);
    await clock.advance(1999);
    assert.equal(attempts.length, 0);
    await clock.advance(1);
    assert.deepEqual(attempts, [['e0', 'e1', 'e2']]);
    fill(50);
    await clock.advance(0);
    assert.equal(attempts[1]!.length, 50);
    assert.equal(sink.delivered(), 53);
    assert.equal(sink.waiting(), 0);
  });

  it('does not wait for a whole batch where there is hardly room for one', async () => {
    const {clock, sink, dropped, attempts, fill} = open(taken, 40);
    for (let i = 0; i < 5; i++) {
      fill(20);
      await clock.advance(0);
    }
    assert.equal(attempts.length, 5);
    assert.equal(sink.delivered(), 100);
    assert.deepEqual(dropped.all(), {});
  });

  it('lets what comes while a batch is on its way wait for company', async () => {
    let arrive = () => {};
    const {clock, attempts, fill} = open(() => new Promise(resolve => (arrive = () => resolve(undefined))));
    fill(50);
    await clock.advance(0);
    fill(2);
    arrive();
    await clock.advance(1000);
    fill(3);
    assert.equal(attempts.length, 1);
    await clock.advance(1000);
    assert.equal(attempts.length, 2);
    assert.equal(attempts[1]!.length, 5);
    arrive();
    await clock.settle();
  });

  it('holds no more than it may while nothing can be sent for a minute, and counts what it drops, the oldest', async () => {
    let down = true;
    const {clock, sink, dropped, problems, attempts, fill} = open(() => (down ? Promise.reject(new RetryLater('down')) : taken()), 100);
    for (let second = 0; second < 60; second++) {
      fill(50);
      assert.ok(sink.waiting() <= 100);
      await clock.advance(1000);
    }
    assert.ok(attempts.length < 12, `${attempts.length} attempts in a minute`);
    assert.equal(dropped.all()['overflow'], 2900);
    assert.deepEqual([...new Set(problems)].sort(), ['provider-unreachable', 'server-queue-full']);
    down = false;
    await clock.advance(60_000);
    assert.equal(sink.delivered(), 100);
    assert.ok(attempts.flat().includes('e2999'));
  });

  it('waits as long as the provider asks for', async () => {
    let first = true;
    const {clock, attempts, fill} = open(() => {
      const wait = first;
      first = false;
      return wait ? Promise.reject(new RetryLater('busy', 30_000)) : taken();
    });
    fill(1);
    await clock.advance(31_999);
    assert.equal(attempts.length, 1);
    await clock.advance(1);
    assert.equal(attempts.length, 2);
  });

  it('finds the one event that the provider refuses, and delivers the others', async () => {
    const {clock, sink, dropped, fill} = open(records =>
      records.some(({uuid}) => uuid === 'e7') ? Promise.reject(new Rejected('no')) : taken(),
    );
    fill(20);
    await clock.advance(10_000);
    assert.equal(sink.delivered(), 19);
    assert.deepEqual(dropped.all(), {rejected: 1});
    assert.equal(sink.waiting(), 0);
  });

  it('sends again what the provider names', async () => {
    let first = true;
    const {clock, sink, dropped, attempts, fill} = open(() => {
      const answer = first
        ? new Map([
            ['e1', 'retry' as const],
            ['e2', 'rejected' as const],
          ])
        : undefined;
      first = false;
      return Promise.resolve(answer);
    });
    fill(4);
    await clock.advance(10_000);
    assert.deepEqual(attempts, [['e0', 'e1', 'e2', 'e3'], ['e1']]);
    assert.equal(sink.delivered(), 3);
    assert.deepEqual(dropped.all(), {rejected: 1});
  });

  it('does not hurry a provider that is set up wrong', async () => {
    const {clock, attempts, fill} = open(() => Promise.reject(new Misconfigured('key')));
    fill(1);
    await clock.advance(120_000);
    assert.equal(attempts.length, 1);
  });

  it('drops what has become too old', async () => {
    let down = true;
    const {clock, dropped, fill} = open(() => (down ? Promise.reject(new RetryLater('down')) : taken()));
    fill(2);
    await clock.advance(86_400_000 - 60_000);
    fill(1);
    down = false;
    await clock.advance(180_000);
    assert.deepEqual(dropped.all()['too-old'] ?? 0, 0, 'what was sent in time is not old');
    down = true;
    fill(3);
    await clock.advance(2 * 86_400_000);
    assert.equal(dropped.all()['too-old'], 3);
  });

  it('flushes within its time at shutdown, and counts what is left', async () => {
    const {clock, sink, dropped, fill} = open(
      (_, {signal}) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new RetryLater('cut off', undefined, true)))),
    );
    fill(5);
    const over = sink.shutdown(5000);
    await clock.advance(5000);
    await over;
    fill(1);
    assert.equal(sink.waiting(), 0);
    assert.deepEqual(dropped.all(), {stopped: 6});
  });

  it('ends though the provider does not, and says when the provider fails to', async () => {
    const {clock, sink, fill} = open(taken, 1000, () => new Promise(() => {}));
    fill(1);
    const over = sink.shutdown(5000);
    await clock.advance(2500);
    await over;
    assert.equal(sink.delivered(), 1);
    await assert.rejects(open(taken, 1000, () => Promise.reject(new Error('of the provider'))).sink.shutdown(5000));
  });
});
