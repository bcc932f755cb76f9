import assert from 'node:assert/strict';
import {after, before, beforeEach, describe, test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {systemClock} from '../../../src/lib/clock.js';
import {createKeepaliveLedger} from '../../../src/lib/keepalive-ledger.js';
import {createPost, type PostParts} from '../../../src/lib/post.js';
import {Misconfigured, Rejected, RetryLater, TooLarge} from '../../../src/lib/send-errors.js';
import {startContractServer, type ContractServer} from '../../../src/testing/contract-server.js';
import type {PostOptions} from '../../../src/provider-types.js';

let server: ContractServer;
before(async () => (server = await startContractServer()));
beforeEach(() => server.clear());
after(() => server.close());

const parts: PostParts = {...systemClock, fetch: () => fetch, pageProtocol: 'http:'};
const send = (options: Partial<PostOptions> = {}, changes: Partial<PostParts> = {}, url = `${server.url}/path?q=1`, body = '{"a":"ü"}') =>
  createPost({...parts, ...changes})(url, body, {signal: new AbortController().signal, keepalive: false, ...options});
const failure = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => assert.fail('was acknowledged'),
    (error: unknown) => error as Error,
  );

describe('the request', () => {
  test('carries the body as it is, as text, and nothing about the page', async () => {
    let init: RequestInit = {};
    await send({keepalive: true}, {fetch: () => (url, given) => fetch(url, (init = given!))});
    const [request] = server.requests;
    assert.equal(request!.body, '{"a":"ü"}');
    assert.equal(request!.path, '/path?q=1');
    assert.equal(request!.headers['content-type'], 'text/plain');
    for (const header of ['cookie', 'referer', 'authorization']) assert.equal(request!.headers[header], undefined);
    const {credentials, redirect, referrerPolicy, cache, mode, keepalive} = init;
    assert.deepEqual(
      {credentials, redirect, referrerPolicy, cache, mode, keepalive},
      {credentials: 'same-origin', redirect: 'manual', referrerPolicy: 'no-referrer', cache: 'no-store', mode: 'cors', keepalive: true},
    );
  });

  test('carries bytes as they are, too', async () => {
    const body = new TextEncoder().encode('{"a":"ü"}');
    await createPost(parts)(server.url, body, {signal: new AbortController().signal, keepalive: true});
    assert.equal(server.requests[0]!.body, '{"a":"ü"}');
    assert.equal(server.requests[0]!.headers['content-type'], 'text/plain');
  });

  test('has the content type that was asked for', async () => {
    await send({contentType: 'application/x-www-form-urlencoded'});
    assert.equal(server.requests[0]!.headers['content-type'], 'application/x-www-form-urlencoded');
  });

  test('does without keepalive when the body is larger than browsers take', async () => {
    const asked: unknown[] = [];
    const note: PostParts['fetch'] = () => (url, init) => (asked.push(init!.keepalive), fetch(url, init));
    for (const body of ['x'.repeat(60 * 1024), 'x'.repeat(60 * 1024 + 1), 'ü'.repeat(40 * 1024)])
      await send({keepalive: true}, {fetch: note}, server.url, body);
    assert.deepEqual(asked, [true, false, false]);
  });

  test('shares what browsers take among all that is in flight, and gives it back', async () => {
    const asked: unknown[] = [];
    const note: PostParts['fetch'] = () => (url, init) => (asked.push(init!.keepalive), fetch(url, init));
    const ledger = createKeepaliveLedger();
    const large = () => send({keepalive: true}, {fetch: note, ledger}, server.url, 'x'.repeat(40 * 1024));
    await Promise.all([large(), large(), send({keepalive: true}, {fetch: note, ledger})]);
    await large();
    assert.deepEqual(asked, [true, false, true, true]);
    assert.equal(ledger.left(), 60 * 1024);
  });

  test('never leaves for an address that is unsafe, and does not quote it', async () => {
    for (const url of ['http://s3cret.example/', 'https://user:s3cret@a.example/', 'ftp://s3cret.example', 's3cret', '/s3cret']) {
      const error = await failure(send({}, {pageProtocol: 'https:', fetch: () => () => assert.fail('was sent')}, url));
      assert.ok(error instanceof Misconfigured, url);
      assert.doesNotMatch(error.message, /s3cret/);
    }
    assert.equal(await send({}, {pageProtocol: 'https:'}), '{}', 'loopback is no mixed content');
  });
});

describe('the answer', () => {
  test('resolves with the text of 2xx', async () => {
    server.answer({status: 202, body: 'ok ü'}, {status: 204});
    assert.equal(await send(), 'ok ü');
    assert.equal(await send(), '');
  });

  for (const status of [408, 425, 429, 500, 502, 503, 504, 524, 599])
    test(`asks to come again after ${status}`, async () => {
      server.answer({status, headers: {'Retry-After': '3'}}, {status});
      const error = await failure(send());
      assert.ok(error instanceof RetryLater);
      assert.equal(error.delayMs, 3000);
      assert.equal(error.unknown, status === 504 || status === 524, 'a gateway that gave up waiting knows no outcome');
      assert.equal(((await failure(send())) as RetryLater).delayMs, undefined);
    });

  for (const [status, kind] of [
    [413, TooLarge],
    [401, Misconfigured],
    [403, Misconfigured],
    [404, Misconfigured],
    [405, Misconfigured],
    [304, Misconfigured],
    [400, Rejected],
    [410, Rejected],
    [422, Rejected],
  ] as const)
    test(`takes ${status} for ${kind.name}`, async () => {
      server.answer({status, headers: {'WWW-Authenticate': 'Basic'}, body: ''});
      assert.ok((await failure(send())) instanceof kind);
      assert.equal(server.requests.length, 1);
    });

  for (const status of [301, 302, 303, 307, 308])
    test(`does not follow ${status}`, async () => {
      server.answer({status, headers: {Location: `${server.url}/elsewhere`}});
      assert.ok((await failure(send())) instanceof Misconfigured);
      assert.equal(server.requests.length, 1);
    });

  // A browser hides a redirect behind status 0; Node makes a network error of 407.
  for (const status of [0, 407])
    test(`takes status ${status} for a wrong set-up`, async () => {
      const response = {status, headers: new Headers(), body: null} as Response;
      assert.ok((await failure(send({}, {fetch: () => () => Promise.resolve(response)}))) instanceof Misconfigured);
    });

  test('reads no more than 64 KiB of an endless reply', async () => {
    server.answer({kind: 'endless'});
    assert.equal((await send()).length, 64 * 1024);
  });

  test('unpacks no more than 64 KiB of a small reply', async () => {
    const bomb = createServer((_, response) => {
      response.setHeader('Content-Encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(20_000_000, 'x')));
    });
    await new Promise<void>(resolve => bomb.listen(0, '127.0.0.1', resolve));
    try {
      assert.equal((await send({}, {}, `http://127.0.0.1:${(bomb.address() as AddressInfo).port}`)).length, 64 * 1024);
    } finally {
      bomb.closeAllConnections();
      bomb.close();
    }
  });
});

describe('the time limit', () => {
  test('ends a request that is never answered, as unknown', async () => {
    server.answer({kind: 'hang'});
    const error = await failure(send({}, {timeoutMs: 50}));
    assert.ok(error instanceof RetryLater && error.unknown);
  });

  test('counts a reply that drips as what its status says', async () => {
    server.answer({kind: 'drip'}, {kind: 'drip', status: 503});
    assert.equal(await send({}, {timeoutMs: 150}), '');
    assert.ok((await failure(send())) instanceof RetryLater, 'a refusal is not even read');
  });

  test('holds against a fetch that ignores the signal', async () => {
    const error = await failure(send({}, {timeoutMs: 20, fetch: () => () => new Promise(() => {})}));
    assert.ok(error instanceof RetryLater && error.unknown);
  });

  test('leaves no timer and no listener behind', async () => {
    const timers = new Set<unknown>();
    let listeners = 0;
    const signal = new AbortController().signal;
    const add = signal.addEventListener.bind(signal) as (...all: unknown[]) => void;
    const remove = signal.removeEventListener.bind(signal) as (...all: unknown[]) => void;
    signal.addEventListener = (...all: unknown[]) => (listeners++, add(...all));
    signal.removeEventListener = (...all: unknown[]) => (listeners--, remove(...all));
    const clock = {
      setTimeout(callback: () => void, ms: number) {
        const timer = setTimeout(callback, ms);
        timers.add(timer);
        return timer;
      },
      clearTimeout(timer: unknown) {
        timers.delete(timer);
        clearTimeout(timer as NodeJS.Timeout);
      },
    };
    server.answer({}, {status: 400}, {kind: 'reset'});
    for (let i = 0; i < 3; i++) await send({signal}, clock).catch(() => {});
    assert.equal(server.requests.length, 3);
    assert.equal(timers.size, 0);
    assert.equal(listeners, 0);
  });
});

describe('abort', () => {
  test('before the start: nothing is sent, and that is known', async () => {
    const error = await failure(send({signal: AbortSignal.abort()}));
    assert.ok(error instanceof RetryLater && !error.unknown);
    assert.equal(server.requests.length, 0);
  });

  test('under way: at once, and the outcome is unknown', async () => {
    server.answer({kind: 'hang'});
    const control = new AbortController();
    const sending = failure(send({signal: control.signal}));
    await server.received(1);
    control.abort();
    const error = await sending;
    assert.ok(error instanceof RetryLater && error.unknown);
  });
});

describe('a page that misbehaves', () => {
  for (const [what, fetch] of [
    ['fetch is missing', () => undefined],
    ['fetch throws at once', () => (): never => assert.fail('stubbed')],
    ['fetch rejects with nothing', () => () => Promise.reject(undefined)],
    ['fetch resolves with nothing', () => () => Promise.resolve(undefined as unknown as Response)],
    ['the getter throws', (): never => assert.fail('denied')],
  ] as [string, PostParts['fetch']][])
    test(`asks to come again when ${what}`, async () => {
      const error = await failure(send({}, {fetch}));
      assert.ok(error instanceof RetryLater && !error.unknown);
    });

  test('nobody listens, or the connection is reset', async () => {
    server.answer({kind: 'reset'});
    for (const url of [server.url, 'http://127.0.0.1:1/']) {
      const error = await failure(send({}, {}, url));
      assert.ok(error instanceof RetryLater && !error.unknown, url);
      assert.doesNotMatch(error.message, /127/);
    }
  });
});
