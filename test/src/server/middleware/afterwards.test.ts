import assert from 'node:assert/strict';
import {AsyncLocalStorage} from 'node:async_hooks';
import {once} from 'node:events';
import {createServer, get} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {createAfterwards} from '../../../../src/server/middleware/afterwards.js';
import {withAnalytics} from '../../../../src/server/middleware/hosts/fetch.js';
import {withAnalytics as onNode} from '../../../../src/server/middleware/hosts/node.js';
import {until} from '../../../helpers/until.js';
import {createRecorded} from './harness.js';

const idle = {now: () => 0, monotonic: () => 0, clearTimeout() {}};

describe('what is done about a request', () => {
  it('is done in one task for all that wait, in their order, and not twice', () => {
    const tasks: (() => void)[] = [];
    const {later, settle} = createAfterwards({...idle, setTimeout: task => tasks.push(task)}, work => work());
    const done: number[] = [];
    for (const number of [1, 2, 3]) later(() => void done.push(number), false);
    assert.deepEqual([done.length, tasks.length], [0, 1]);
    settle();
    tasks[0]!();
    assert.deepEqual(done, [1, 2, 3]);
    later(() => void done.push(4), false);
    assert.equal(tasks.length, 2);
    tasks[1]!();
    assert.deepEqual(done, [1, 2, 3, 4]);
  });

  it('waits for no timer that never comes: with a hundred it is done at once, and whoever waits for it has a timer of its own', async () => {
    const tasks: (() => void)[] = [];
    const {later, settled} = createAfterwards({...idle, setTimeout: task => tasks.push(task)}, work => work());
    let done = 0;
    for (let count = 0; count < 99; count++) later(() => void done++, false);
    assert.deepEqual([done, tasks.length], [0, 1]);
    later(() => void done++, false);
    assert.equal(done, 100);
    later(() => void done++, false);
    const waited = settled();
    tasks.at(-1)!();
    await waited;
    assert.equal(done, 101);
  });

  it('makes no fetch response wait: not even the decision is read before it is handed over', async () => {
    const seen: string[] = [];
    const {analytics, records} = createRecorded({consent: () => seen.push('asked') > 0});
    const handler = withAnalytics(analytics, () => new Response('ok'), {route: () => '/teas/:id'});
    await handler(new Request('https://shop.example/teas/7'));
    seen.push('handed over');
    await until('it was told', () => seen.length === 2);
    await analytics.flush();
    assert.deepEqual(seen, ['handed over', 'asked']);
    assert.equal(records[0]!.properties['endpoint'], '/teas/:id');
  });

  it('has the time and the duration of the end, not of when it is done', async () => {
    const {analytics, records, forward} = createRecorded();
    const before = Date.now();
    const exchange = analytics.begin({method: 'GET', url: '/', header: () => undefined});
    forward(250);
    exchange.end({status: 200, route: '/'});
    const after = Date.now();
    forward(9000);
    await until('it was done', () => Date.now() > after + 20);
    await analytics.flush();
    const {timestamp, properties} = records[0]!;
    assert.ok(Date.parse(timestamp) >= before && Date.parse(timestamp) <= after);
    assert.ok(Number(properties['duration_ms']) >= 250 && Number(properties['duration_ms']) < 9000);
  });

  it('asks the application in the asynchronous context of the request', async () => {
    const session = new AsyncLocalStorage<string>();
    const {analytics, records} = createRecorded({identify: () => session.getStore(), enrich: () => ({of: session.getStore()})});
    const handler = withAnalytics(analytics, () => new Response('ok'));
    await Promise.all(['p_alpha', 'p_beta'].map(id => session.run(id, () => handler(new Request('https://shop.example/')))));
    await until('both were told', () => analytics.stats().tracked === 2);
    await analytics.flush();
    assert.deepEqual(
      records.map(({distinct_id: id, properties}) => [id, properties['of']]),
      [
        ['p_alpha', 'p_alpha'],
        ['p_beta', 'p_beta'],
      ],
    );
  });

  it('still knows the address of a client that has left', async () => {
    const addresses: (string | undefined)[] = [];
    const {analytics} = createRecorded({enrich: ({ip}) => (addresses.push(ip()), {})});
    const server = createServer(onNode(analytics, () => {}));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const asked = get({port: (server.address() as AddressInfo).port, host: '127.0.0.1'});
    asked.on('error', () => {});
    await once(server, 'request');
    asked.destroy();
    await until('it was asked', () => addresses.length === 1);
    server.close();
    assert.deepEqual(addresses, ['127.0.0.1']);
  });
});
