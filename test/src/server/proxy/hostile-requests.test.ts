import assert from 'node:assert/strict';
import {once} from 'node:events';
import {createServer} from 'node:http';
import {connect} from 'node:net';
import {text} from 'node:stream/consumers';
import {test, type TestContext} from 'node:test';
import {serve, startProxy} from './harness.js';

/** An upstream that notes what reaches it, and agrees to every upgrade; a proxy before it. */
const start = async (t: TestContext, trustedHops = 0) => {
  const seen: {readonly line: string; readonly headers: Record<string, string[]>; readonly body: string}[] = [];
  const note = (line: string, raw: readonly string[], body = '') => {
    const headers: Record<string, string[]> = {};
    for (let index = 0; index < raw.length; index += 2) (headers[raw[index]!.toLowerCase()] ??= []).push(raw[index + 1]!);
    seen.push({line, headers, body});
  };
  const upstream = createServer(async (asked, response) => {
    if (asked.url === '/openapi.json') return response.end('{"paths":{"/chats/{id}":{"get":{}}}}');
    const body = await text(asked).catch(() => undefined);
    // What was cut off before its end is no request.
    if (body === undefined) return undefined;
    note(`${asked.method} ${asked.url}`, asked.rawHeaders, body);
    return response.end('ok');
  });
  upstream.on('upgrade', (asked, socket) => {
    note(`upgrade ${asked.url}`, asked.rawHeaders);
    socket.end(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${asked.headers.upgrade}\r\n\r\n`);
  });
  const it = await startProxy(t, {upstream: await serve(t, upstream), analytics: {trustedHops}});
  const say = async (bytes: string): Promise<string> => {
    const socket = connect(it.port, '127.0.0.1').setEncoding('latin1');
    socket.write(bytes);
    let heard = '';
    socket.on('data', chunk => (heard += String(chunk))).on('error', () => {});
    await once(socket, 'close');
    return heard;
  };
  return {...it, seen, say};
};

const post = (headers: string, body: string) =>
  `POST /chats/1 HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n${headers}\r\n\r\n${body}`;
const chunks = '3\r\nabc\r\n0\r\n\r\n';
const smuggled = 'GET /chats/secret HTTP/1.1\r\nHost: a.example\r\n\r\n';

/** Where the body ends, and which headers there are, must be beyond doubt. */
const doubtful: Readonly<Record<string, string>> = {
  'two kinds of length': post('Content-Length: 4\r\nTransfer-Encoding: chunked', `0\r\n\r\n${smuggled}`),
  'two lengths': post('Content-Length: 3\r\nContent-Length: 60', `abc${smuggled}`),
  'a list of lengths': post('Content-Length: 3, 3', 'abc'),
  'a length with a sign': post('Content-Length: +3', 'abc'),
  'a coding after chunked': post('Transfer-Encoding: chunked, gzip', chunks),
  'a coding before chunked': post('Transfer-Encoding: gzip, chunked', chunks),
  'a coding that looks like chunked': post('Transfer-Encoding: xchunked', chunks),
  'two codings': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', chunks),
  'a space before the colon': post('Transfer-Encoding : chunked', chunks),
  'a folded line': post('X-A: b\r\n Transfer-Encoding: chunked', chunks),
  'a bare carriage return': post('X-A: b\rTransfer-Encoding: chunked', chunks),
  'bare line feeds': 'GET /chats/1 HTTP/1.1\nHost: a.example\nConnection: close\n\n',
  'a zero byte': post('X-A: b\0c', ''),
  'two hosts': `GET /chats/1 HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\nConnection: close\r\n\r\n`,
  'no host': 'GET /chats/1 HTTP/1.1\r\nConnection: close\r\n\r\n',
  'a length among the trailers': post('Transfer-Encoding: chunked', `3\r\nabc\r\n0\r\nContent-Length: 9\r\n\r\n${smuggled}`),
  'an upgrade with two hosts': 'GET /ws HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'an upgrade with a body': `GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 48\r\n\r\n${smuggled}`,
};

test('what could be read in two ways is refused, and never reaches the upstream as something else', async t => {
  const {say, seen} = await start(t);
  for (const [what, bytes] of Object.entries(doubtful)) {
    assert.match(await say(bytes), /^HTTP\/1\.1 (400|501) /, what);
    assert.deepEqual(seen, [], what);
  }
});

test('a tunnel is dug for WebSocket only: over any other protocol requests would pass unseen', async t => {
  const {say, seen} = await start(t);
  const wish = (upgrade: string) =>
    `GET /chats/1 HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${upgrade}\r\nHTTP2-Settings: AAMAAABk\r\n\r\n`;
  for (const upgrade of ['h2c', 'tcp', 'websockets', 'TLS/1.0'])
    assert.match(await say(wish(upgrade)), /^HTTP\/1\.1 200 [^]*Connection: close[^]*ok$/, upgrade);
  for (const {line, headers} of seen) {
    assert.equal(line, 'GET /chats/1');
    assert.deepEqual([headers['upgrade'], headers['http2-settings']], [undefined, undefined]);
  }
  seen.length = 0;
  for (const upgrade of ['websocket', 'WebSocket', 'h2c, websocket']) assert.match(await say(wish(upgrade)), /^HTTP\/1\.1 101 /, upgrade);
  assert.deepEqual(
    seen.map(({line, headers}) => [line, headers['upgrade']]),
    Array(3).fill(['upgrade /chats/1', ['websocket']]),
  );
});

test('nobody says whom a request is from but the proxy, in whatever writing', async t => {
  const claims = [
    ...['X-Forwarded-For', 'X_Forwarded_For', 'x_forwarded-for', 'X-Forwarded-Proto', 'X_Forwarded_Host', 'X-Forwarded-Port'],
    ...[
      'X-Forwarded-Prefix',
      'X-Forwarded-Ssl',
      'X_Forwarded_Prefix',
      'Forwarded',
      'X-Real-IP',
      'X_Real_IP',
      'True-Client-IP',
      'Transfer_Encoding',
    ],
  ];
  const request = `GET /chats/1 HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n${claims.map(name => `${name}: 6.6.6.6\r\n`).join('')}X_Own: 1\r\n\r\n`;
  const open = await start(t);
  await open.say(request);
  assert.doesNotMatch(JSON.stringify(open.seen), /6\.6\.6\.6/);
  const [{headers}] = open.seen as [(typeof open.seen)[number]];
  assert.deepEqual(headers['x-forwarded-for'], ['127.0.0.1']);
  assert.deepEqual([headers['x-forwarded-proto'], headers['x-forwarded-host'], headers['x_own']], [['http'], ['a.example'], ['1']]);

  const behind = await start(t, 1);
  await behind.say(request);
  const [{headers: passed}] = behind.seen as [(typeof behind.seen)[number]];
  assert.deepEqual(passed['x-forwarded-for'], ['6.6.6.6, 127.0.0.1']);
  assert.deepEqual(passed['x-forwarded-prefix'], ['6.6.6.6']);
  assert.deepEqual([passed['x_forwarded_for'], passed['x_forwarded-for'], passed['x_forwarded_host']], [undefined, undefined, undefined]);
});

test('of an address that is written whole the host counts', async t => {
  const {say, seen} = await start(t);
  await say('GET http://b.example:81/chats/1?x HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n');
  const [{line, headers}] = seen as [(typeof seen)[number]];
  assert.deepEqual([line, headers['host'], headers['x-forwarded-host']], ['GET /chats/1?x', ['b.example:81'], ['b.example:81']]);
});

test('requests that are sent at once are answered in their order, and each is told', async t => {
  const {say, seen, told} = await start(t);
  const get = (id: number, more = '') => `GET /chats/${id} HTTP/1.1\r\nHost: a.example\r\n${more}\r\n`;
  const answers = await say(get(1) + get(2) + get(3, 'Connection: close\r\n'));
  assert.equal(answers.match(/HTTP\/1\.1 200 OK/g)?.length, 3);
  assert.equal(seen.length, 3);
  assert.deepEqual(
    (await told()).map(({endpoint}) => endpoint),
    Array(3).fill('/chats/{id}'),
  );
});
