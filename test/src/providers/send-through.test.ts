import assert from 'node:assert/strict';
import {test} from 'node:test';
import {Misconfigured, Rejected, RetryLater, TooLarge} from '../../../src/lib/send-errors.js';
import {createNoop} from '../../../src/providers/noop.js';
import {createSendThrough} from '../../../src/providers/send-through.js';
import {sampleRecord} from '../../../src/testing/sample-records.js';
import type {AnalyticsProvider, SendOptions} from '../../../src/provider-types.js';

const options: SendOptions = {signal: new AbortController().signal, keepalive: false};
const through = (members: Partial<AnalyticsProvider>) => createSendThrough({...createNoop(), ...members});

test('makes track, identify and page calls of records, in order', async () => {
  const calls: unknown[][] = [];
  const send = through({
    track: (...all) => void calls.push(['track', ...all]),
    identify: (...all) => void calls.push(['identify', ...all]),
    page: (...all) => void calls.push(['page', ...all]),
  });
  const [page, track, identify] = [sampleRecord('page'), sampleRecord('track'), sampleRecord('identify')];
  const unnamed = sampleRecord('page', {properties: {}});
  const nobody = sampleRecord('identify', {user_id: null});
  assert.equal(await send([page, track, identify, unnamed, nobody], options), undefined);
  assert.deepEqual(calls, [
    ['page', 'chat', page.properties],
    ['track', 'message_sent', track.properties],
    ['identify', 'user-pseudonym-1', identify.properties],
    ['page', 'page_viewed', {}],
  ]);
});

test("prefers the provider's own send, and keeps its this", async () => {
  const provider = {
    ...createNoop(),
    mine: new Map([['x', 'retry' as const]]),
    send() {
      return Promise.resolve(this.mine);
    },
  };
  assert.equal(await createSendThrough(provider)([sampleRecord()], options), provider.mine);
});

test('stops at the first that must wait, names the rest, and goes on past what is rejected', async () => {
  const batch = ['a', 'b', 'c', 'd', 'e'].map(event => sampleRecord('track', {event}));
  const seen: string[] = [];
  const send = through({
    track(event) {
      seen.push(event);
      if (event === 'b') throw new Rejected();
      if (event === 'c') return Promise.reject(new TooLarge());
      if (event === 'd') throw new RetryLater('busy', 10);
      return undefined;
    },
  });
  const result = await send(batch, options);
  assert.deepEqual([...result!.values()], ['rejected', 'rejected', 'retry', 'retry']);
  assert.deepEqual(
    [...result!.keys()],
    batch.slice(1).map(({uuid}) => uuid),
  );
  assert.deepEqual(seen, ['a', 'b', 'c', 'd']);
});

for (const error of [new RetryLater('busy', 10), new Rejected(), new TooLarge(), new Misconfigured()])
  test(`passes on ${error.constructor.name} of the first record as it is`, async () => {
    await assert.rejects(
      through({
        track() {
          throw error;
        },
      })([sampleRecord()], options),
      (thrown: unknown) => thrown === error,
    );
  });

for (const reason of [new TypeError('jane@site.example'), 'jane@site.example', undefined, null])
  test(`takes ${String(reason)} for "not now", and does not repeat its text`, async () => {
    for (const send of [through({track: () => Promise.reject(reason)}), through({send: () => Promise.reject(reason)})])
      await assert.rejects(
        send([sampleRecord()], options),
        (error: unknown) => error instanceof RetryLater && !error.unknown && !/jane/.test(error.message),
      );
  });

test('ends a call that hangs when the signal says so, with an unknown outcome', async () => {
  for (const members of [{track: () => new Promise<void>(() => {})}, {send: () => new Promise<undefined>(() => {})}]) {
    const control = new AbortController();
    const sending = assert.rejects(
      through(members)([sampleRecord()], {...options, signal: control.signal}),
      (error: unknown) => error instanceof RetryLater && error.unknown,
    );
    control.abort();
    await sending;
    await assert.rejects(
      through(members)([sampleRecord()], {...options, signal: control.signal}),
      (error: unknown) => error instanceof RetryLater && !error.unknown,
    );
  }
});
