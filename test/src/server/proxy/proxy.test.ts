import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer, get, request, Agent, type IncomingMessage, type ServerResponse} from 'node:http';
import {connect, createServer as createTcpServer, type Socket} from 'node:net';
import {text} from 'node:stream/consumers';
import {test, type TestContext} from 'node:test';
import {until} from '../../../helpers/until.js';
import {serve, startProxy} from './harness.js';
import {openWebSocket} from './web-socket.js';

const paths = (...templates: string[]) => ({paths: Object.fromEntries(templates.map(template => [template, {get: {}, post: {}}]))});

/** An upstream that describes itself, and a proxy before it. */
const start = async (
  t: TestContext,
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
  options: Partial<Parameters<typeof startProxy>[1]> = {},
) => {
  const upstream = await serve(t, (asked, response) => {
    if (asked.url === '/openapi.json') response.end(JSON.stringify(paths('/chats/{id}', '/slow')));
    else listener(asked, response);
  });
  return startProxy(t, {upstream, ...options});
};

/** Sends bytes, and gives everything that comes back until the connection ends. */
const raw = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  socket.write(bytes);
  let heard = '';
  socket.on('data', chunk => (heard += String(chunk))).on('error', () => {});
  await once(socket, 'close');
  return heard;
};

const endpoints = async (told: () => Promise<Record<string, unknown>[]>, count: number) =>
  until(`${count} requests are told`, async () => {
    const all = await told();
    return all.length >= count ? all : undefined;
  });

test('passes headers on as they are, but for what concerns one connection, in both directions', async t => {
  let seen: readonly string[] = [];
  const {port} = await start(t, (asked, response) => {
    seen = asked.rawHeaders;
    response
      .writeHead(207, 'Multi', [
        ...['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'Connection', 'X-Hop, keep-alive', 'X-Hop', '1', 'Keep-Alive', 'timeout=9'],
        ...['Proxy-Authenticate', 'Basic', 'X-End', 'ü', 'Trailer', 'X-T'],
      ])
      .end('body');
  });
  const answer = await raw(
    port,
    'POST /chats/7?q=%41 HTTP/1.1\r\nHost: a.example\r\nX-Case: Kept\r\nx-case: twice\r\nConnection: close, X-Private\r\nX-Private: 1\r\n' +
      'TE: trailers\r\nProxy-Authorization: Basic x\r\nForwarded: for=6.6.6.6\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n' +
      '3\r\nabc\r\n0\r\n\r\n',
  );
  const names = seen.filter((_, index) => index % 2 === 0);
  assert.deepEqual(
    names.filter(name => /x-case/i.test(name)),
    ['X-Case', 'x-case'],
  );
  for (const name of ['X-Private', 'TE', 'Proxy-Authorization', 'Forwarded', 'Expect']) assert.ok(!names.includes(name), name);
  const head = answer.slice(answer.indexOf('HTTP/1.1 207'));
  assert.match(head, /^HTTP\/1\.1 207 Multi\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nX-End: \u00c3\u00bc\r\n/, 'bytes of UTF-8 stay bytes');
  assert.doesNotMatch(head, /X-Hop|Keep-Alive|Proxy-Authenticate|Trailer/);
  assert.ok(head.endsWith('body\r\n0\r\n\r\n'));
});

test('a client that names indispensable headers in Connection changes nothing', async t => {
  const {port} = await start(t, async (asked, response) => response.end(`${asked.headers.host} ${await text(asked)}`));
  const answer = await raw(
    port,
    'POST /chats/7 HTTP/1.1\r\nHost: a.example\r\nConnection: close, host, content-length\r\nContent-Length: 3\r\n\r\nabc',
  );
  assert.match(answer, /a\.example abc/);
});

test('an address written whole, one without Host, and one that decodes to nothing reach the upstream as paths', async t => {
  const {port, told} = await start(t, (asked, response) => response.end(`path ${asked.url}`));
  assert.match(await raw(port, 'GET http://evil.example/chats/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), /path \/chats\/1/);
  assert.match(await raw(port, 'GET /chats/1 HTTP/1.0\r\n\r\n'), /path \/chats\/1/);
  assert.match(await raw(port, 'GET /chats/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), /path \/chats\/%zz/);
  const all = await endpoints(told, 3);
  assert.deepEqual(new Set(all.map(({endpoint}) => endpoint)), new Set(['/chats/{id}']));
});

test('a client that leaves aborts the upstream, and is a 499', async t => {
  let [reached, left] = [false, false];
  const {url, told, proxy} = await start(t, (_, response) => {
    reached = true;
    response.once('close', () => (left = true));
  });
  const asked = get(`${url}/chats/7`).on('error', () => {});
  await until('the upstream is asked', () => reached);
  asked.destroy();
  await until('the upstream is left', () => left);
  const [request] = await endpoints(told, 1);
  assert.deepEqual([request!['status_code'], request!['is_aborted'], request!['endpoint']], [499, true, '/chats/{id}']);
  assert.deepEqual(proxy.stats().failures, {});
});

test('an upstream that is not there is a 502, one that says nothing a 504, one that stops is cut off; each is counted', async t => {
  const {url, told, proxy} = await start(
    t,
    (asked, response) => {
      if (asked.url === '/slow') return;
      response.writeHead(200, {'Content-Length': '100'}).write('half');
      setTimeout(() => response.destroy(), 50);
    },
    {timeoutMs: 1500},
  );
  const slow = await fetch(`${url}/slow`);
  assert.deepEqual([slow.status, slow.headers.get('cache-control')], [504, 'no-store']);
  const half = await fetch(`${url}/chats/7`);
  await assert.rejects(half.text());
  await until('it is counted', () => proxy.stats().failures['cut_off']);
  assert.deepEqual(proxy.stats().failures, {timeout: 1, cut_off: 1});
  const errors = await until('both are told', async () => {
    const all = await told('api_error');
    return all.length === 2 ? all : undefined;
  });
  assert.deepEqual(
    errors.map(({endpoint, status_code, error_type, error_category}) => [endpoint, status_code, error_type, error_category]),
    [
      ['/slow', 504, 'http_504', 'timeout'],
      ['/chats/{id}', 200, 'response_cut_off', 'server_error'],
    ],
  );

  const nobody = createTcpServer();
  await new Promise<void>(resolve => nobody.listen(0, '127.0.0.1', resolve));
  const {port} = nobody.address() as {port: number};
  await new Promise(resolve => nobody.close(resolve));
  const lonely = await startProxy(t, {upstream: `http://127.0.0.1:${port}`});
  assert.equal((await fetch(`${lonely.url}/chats/7`)).status, 502);
  assert.equal((await openWebSocket(`${lonely.url}/ws`)).refused, 502);
  assert.deepEqual(lonely.proxy.stats().failures, {refused: 2});
});

test('what the upstream answers before the end of an upload reaches the client', async t => {
  const {url} = await start(t, (_, response) => response.writeHead(413, {Connection: 'close'}).end('too large'));
  const asked = request(`${url}/chats/7`, {method: 'POST', headers: {'Content-Length': '50000000'}}).on('error', () => {});
  asked.write(Buffer.alloc(100_000));
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  assert.deepEqual([response.statusCode, await text(response)], [413, 'too large']);
  asked.destroy();
});

test('neither a slow client nor a slow upstream makes the proxy hold bodies', async t => {
  let sent = 0;
  const {url, port} = await start(t, (asked, response) => {
    if (asked.method === 'POST') return; // never reads
    const pour = () => {
      while (sent < 200_000_000 && response.write(Buffer.alloc(65_536))) sent += 65_536;
      sent += 65_536;
      response.once('drain', pour);
    };
    pour();
  });
  const lazy = connect(port, '127.0.0.1').pause();
  lazy.write('GET /chats/7 HTTP/1.1\r\nHost: a\r\n\r\n');
  let last = -1;
  await until('the upstream waits', async () => {
    await new Promise(resolve => setTimeout(resolve, 100));
    const isStill = sent > 0 && sent === last;
    last = sent;
    return isStill;
  });
  assert.ok(sent < 50_000_000, `${sent} bytes were taken from the upstream`);
  lazy.destroy();

  const upload = request(`${url}/chats/7`, {method: 'POST'}).on('error', () => {});
  let taken = 0;
  while (taken < 200_000_000 && (upload.write(Buffer.alloc(65_536)) || (await drained(upload)))) taken += 65_536;
  assert.ok(taken < 50_000_000, `${taken} bytes were taken from the client`);
  upload.destroy();
});

const drained = (upload: NodeJS.EventEmitter): Promise<boolean> =>
  Promise.race([once(upload, 'drain').then(() => true), new Promise<boolean>(resolve => setTimeout(() => resolve(false), 500))]);

test('a connection that the upstream closes just then costs no GET, and no POST is sent twice', async t => {
  const seen: string[] = [];
  // Answers one request of each connection, and hangs up when the next one comes.
  const server = createTcpServer(socket => {
    let isFirst = true;
    socket
      .on('error', () => {})
      .on('data', chunk => {
        seen.push(String(chunk).split(' ', 1)[0]!);
        if (isFirst) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.resetAndDestroy();
        isFirst = false;
      });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const upstream = `http://127.0.0.1:${(server.address() as {port: number}).port}`;
  const {url, proxy} = await startProxy(t, {upstream, openapi: []});
  const agent = new Agent({keepAlive: false});
  const ask = (method: string) =>
    new Promise<number>(resolve =>
      request(url, {method, agent, ...(method === 'POST' && {headers: {'Content-Length': '1'}})}, response =>
        response.resume().once('end', () => resolve(response.statusCode!)),
      ).end(method === 'POST' ? 'x' : undefined),
    );
  assert.deepEqual([await ask('GET'), await ask('GET')], [200, 200]);
  assert.equal(await ask('POST'), 502);
  assert.deepEqual(proxy.stats().failures, {reset: 1});
  assert.equal(seen.filter(method => method === 'GET').length, 3);
  assert.equal(seen.filter(method => method === 'POST').length, 1);
});

test('routes are read again; what was known stays while the description is away', async t => {
  let answer: {status: number; body: string} = {status: 503, body: ''};
  const upstream = await serve(t, (asked, response) => {
    if (asked.url === '/openapi.json') response.writeHead(answer.status).end(answer.body);
    else response.end();
  });
  const {url, told} = await startProxy(t, {upstream, refreshMs: 20});
  const endpointOf = async () => {
    const before = (await told()).length;
    await (await fetch(`${url}/chats/7`)).text();
    return (await endpoints(told, before + 1)).at(-1)!['endpoint'];
  };
  assert.equal(await endpointOf(), '(unmatched)');
  answer = {status: 200, body: JSON.stringify(paths('/chats/{id}'))};
  await until('the routes are known', async () => (await endpointOf()) === '/chats/{id}');
  answer = {status: 200, body: 'no json'};
  await new Promise(resolve => setTimeout(resolve, 60));
  assert.equal(await endpointOf(), '/chats/{id}');
  answer = {status: 200, body: JSON.stringify(paths('/chats/{chat_id}'))};
  await until('the new ones are known', async () => (await endpointOf()) === '/chats/{chat_id}', 20_000);
});

test('a path in the address of the upstream goes before every path, and may be in its description or not', async t => {
  for (const [template, endpoint] of [
    ['/chats/{id}', '/chats/{id}'],
    ['/api/chats/{id}', '/api/chats/{id}'],
  ] as const) {
    const upstream = await serve(t, (asked, response) => {
      if (asked.url === '/api/openapi.json') response.end(JSON.stringify(paths(template)));
      else response.end(asked.url);
    });
    const {url, told} = await startProxy(t, {upstream: `${upstream}/api/`});
    assert.equal(await (await fetch(`${url}/chats/7?x=1`)).text(), '/api/chats/7?x=1');
    assert.equal((await endpoints(told, 1))[0]!['endpoint'], endpoint);
  }
});

test('without consent nothing is told; the counters go on, and can be read on this machine', async t => {
  const {url, told, metricsUrl, proxy} = await start(t, (_, response) => response.end('ok'), {
    metricsPort: 0,
    analytics: {consent: {}},
  });
  const now = Date.now();
  const cookie = (granted: string, denied: string) => ({cookie: `askfirst_consent=1~${now}~1.0~${granted}~${denied}`});
  for (const headers of [{}, cookie('', 'analytics.marketing'), {...cookie('analytics', ''), 'sec-gpc': '1'}])
    await (await fetch(`${url}/chats/7`, {headers: headers as Record<string, string>})).text();
  await (await fetch(`${url}/chats/7`, {headers: cookie('analytics', 'marketing')})).text();
  assert.equal((await endpoints(told, 1)).length, 1);
  assert.equal(proxy.analytics.stats().skipped['consent'], 3);
  const counters = await (await fetch(metricsUrl!)).text();
  assert.match(counters, /http_server_request_duration_seconds_count\{[^}]*http_route="\/chats\/\{id\}"[^}]*\} 4/);
  assert.match(counters, /# TYPE askfirst_proxy_upstream_failures_total counter/);
  assert.doesNotMatch(counters, /chats\/7/);
});

test('behind proxies of its own it adds to what they say of the client', async t => {
  const {url} = await start(t, (asked, response) => response.end(JSON.stringify(asked.headers)), {analytics: {trustedHops: 1}});
  const headers = {
    'x-forwarded-for': '203.0.113.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'shop.example',
    forwarded: 'for=203.0.113.7',
  };
  const seen = (await (await fetch(`${url}/chats/7`, {headers})).json()) as Record<string, string>;
  assert.equal(seen['x-forwarded-for'], '203.0.113.7, 127.0.0.1');
  for (const name of ['x-forwarded-proto', 'x-forwarded-host', 'forwarded'] as const) assert.equal(seen[name], headers[name]);
});

test('a client that stalls in the middle of its body is a 408, and no failure of the upstream', async t => {
  const {port, proxy} = await start(t, asked => asked.resume(), {timeoutMs: 300});
  const answer = await raw(port, 'POST /chats/7 HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf');
  assert.match(answer, /^HTTP\/1\.1 408 [^]*Connection: close/);
  assert.deepEqual(proxy.stats().failures, {});
});

test('an upgrade with a body is not taken', async t => {
  const {port} = await start(t, (_, response) => response.end());
  const upgrade = 'POST /chats/7 HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc';
  assert.match(await raw(port, upgrade), /^HTTP\/1\.1 501 /);
});

test('a proxy that is its own upstream ends it', async t => {
  let own = '';
  const between = await serve(t, (asked, response) => {
    request(own + asked.url, {headers: asked.headers}, answer => answer.pipe(response.writeHead(answer.statusCode!))).end();
  });
  const {url, proxy} = await startProxy(t, {upstream: between, openapi: []});
  own = url;
  assert.equal((await fetch(`${url}/chats/7`)).status, 508);
  assert.equal(proxy.stats().failures['loop'], 1);
});

test('stopping lets requests end, closes tunnels, and sends what waits', async t => {
  let answer = () => {};
  const upstream = createServer((asked, response) =>
    asked.url === '/openapi.json' ? response.end('{}') : (answer = () => response.end('late')),
  );
  upstream.on('upgrade', (_, socket: Socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  );
  const {url, proxy, records} = await startProxy(t, {upstream: await serve(t, upstream)});
  const {socket} = await openWebSocket(`${url}/ws`);
  const asked = fetch(`${url}/chats/7`);
  const silent = answer;
  await until('the upstream is asked', () => answer !== silent);
  const stopped = proxy.stop();
  answer();
  assert.equal(await (await asked).text(), 'late');
  await stopped;
  assert.equal(proxy.analytics.stats().delivered, records.length);
  assert.equal(records.length, 2);
  await until('the tunnel is closed', () => socket!.destroyed || socket!.readableEnded);
});
