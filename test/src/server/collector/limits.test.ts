import assert from 'node:assert/strict';
import {connect} from 'node:net';
import test from 'node:test';
import {gzipSync} from 'node:zlib';
import {anEvent, startCollector} from './harness.js';

const mebibyte = 1024 * 1024;
const padded = (bytes: number): string => {
  const frame = JSON.stringify(anEvent({properties: {pad: ''}}));
  return frame.replace('"pad":""', `"pad":"${'- '.repeat(bytes).slice(0, bytes - frame.length)}"`);
};

/** Sends raw bytes, and gives what came back until the server closed or `until` was seen. */
const raw = async (url: string, head: string, until?: RegExp): Promise<string> => {
  const {hostname, port} = new URL(url);
  const socket = connect(Number(port), hostname);
  let answer = '';
  const seen = new Promise<void>(resolve => {
    socket.on('data', data => {
      answer += data.toString();
      if (until?.test(answer)) resolve();
    });
    socket.on('close', () => resolve()).on('error', () => resolve());
  });
  socket.write(head);
  await seen;
  socket.destroy();
  return answer;
};

test('takes 2 MB at /e and 20 MB at /batch, and not a byte more', async t => {
  const {post, events} = await startCollector(t);
  assert.equal((await post('/e/', padded(2 * mebibyte))).status, 200);
  const over = await post('/e/', padded(2 * mebibyte + 1));
  assert.equal(over.status, 413);
  assert.match(await over.text(), /larger than 2097152 bytes/);
  const batch = (bytes: number) => {
    const part = Math.floor(bytes / 12);
    const whole = [...Array.from({length: 11}, () => padded(part - 1)), padded(bytes - 11 * part - 2)];
    return `[${whole.join(',')}]`;
  };
  assert.equal(batch(20 * mebibyte).length, 20 * mebibyte);
  assert.equal((await post('/batch/', batch(20 * mebibyte))).status, 200);
  assert.equal((await post('/batch/', batch(20 * mebibyte + 1))).status, 413);
  assert.equal((await post('/batch/', gzipSync(batch(20 * mebibyte)))).status, 200);
  assert.equal((await post('/batch/', padded(3 * mebibyte))).status, 400, 'no single event is larger than /e would take');
  assert.equal(events().length, 25);
});

test('stops bombs at the decompressed size, also inside base64, and goes on serving', async t => {
  const {post, events} = await startCollector(t);
  const zeros = gzipSync(Buffer.alloc(64 * mebibyte));
  assert.ok(zeros.length < mebibyte);
  for (const body of [zeros, zeros.toString('base64'), gzipSync(zeros.toString('base64'))]) {
    const response = await post('/e/', body, {'Content-Type': 'text/plain'});
    assert.equal(response.status, 413);
    assert.match(await response.text(), /when decompressed/);
  }
  assert.equal((await post('/e/', anEvent())).status, 200);
  assert.equal(events().length, 1);
});

test('answers many bombs at once with 413 or 503, within its memory budget', async t => {
  const {post} = await startCollector(t);
  const bomb = gzipSync(Buffer.alloc(64 * mebibyte));
  const answers = await Promise.all(Array.from({length: 20}, () => post('/batch/', bomb)));
  for (const answer of answers) assert.ok([413, 503].includes(answer.status), String(answer.status));
  for (const answer of answers.filter(({status}) => status === 503)) assert.equal(answer.headers.get('retry-after'), '1');
  assert.equal((await post('/e/', anEvent())).status, 200, 'the budget is given back');
});

test('takes 64 gzipped batches at once without sending one away', async t => {
  const {post, events} = await startCollector(t);
  const batch = () => gzipSync(JSON.stringify(Array.from({length: 20}, () => anEvent({properties: {pad: Math.random()}}))));
  const answers = await Promise.all(Array.from({length: 64}, () => post('/batch/', batch())));
  assert.deepEqual([...new Set(answers.map(({status}) => status))], [200]);
  assert.equal(events().length, 64 * 20);
});

test('refuses JSON that is deep, wide or poisonous', async t => {
  const {post, events} = await startCollector(t);
  assert.equal((await post('/e/', '['.repeat(100_000) + ']'.repeat(100_000))).status, 400);
  assert.equal((await post('/e/', '{"a":'.repeat(100_000))).status, 400);
  assert.match(await (await post('/batch/', `[${'{},'.repeat(1_000_001)}{}]`)).text(), /more than 1000000 JSON values/);
  assert.equal((await post('/batch/', Array(10_001).fill(anEvent()))).status, 413);
  const wide = Object.fromEntries(Array.from({length: 2_001}, (_, i) => [`p${i}`, i]));
  assert.match(await (await post('/e/', anEvent({properties: wide}))).text(), /too many properties/);
  const poison = JSON.stringify(anEvent()).replace(
    '"chat_id"',
    '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"huge":1e999,"bad":"\\ud800","chat_id":"first","chat_id"',
  );
  assert.equal((await post('/e/', poison)).status, 200);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  const {properties} = events()[0]!;
  assert.deepEqual(Object.keys(properties), ['huge', 'bad', 'chat_id', 'message_length_chars']);
  assert.equal(properties['chat_id'], 'c1');
});

test('refuses encodings and content types that it does not speak, damaged gzip, and unknown paths and methods', async t => {
  const {post, url} = await startCollector(t);
  for (const encoding of ['br', 'deflate', 'zstd', 'gzip, gzip'])
    assert.equal((await post('/e/', anEvent(), {'Content-Encoding': encoding})).status, 415, encoding);
  for (const type of ['text/html', 'multipart/form-data; boundary=x', 'application/xml'])
    assert.equal((await post('/e/', anEvent(), {'Content-Type': type})).status, 415, type);
  assert.equal((await post('/e/', gzipSync(JSON.stringify(anEvent())).subarray(0, 40))).status, 400);
  for (const path of ['/nothing', '/e/x', '/E/', '/e%2f', '/.env', '/static//etc/passwd'])
    assert.equal((await post(path, anEvent())).status, 404, path);
  for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD']) {
    const response = await fetch(`${url}/batch/`, {method, headers: {'X-HTTP-Method-Override': 'POST'}});
    assert.equal(response.status, 405, method);
    assert.equal(response.headers.get('allow'), 'POST, GET, OPTIONS');
  }
  for (const path of ['/../e', '/..%2f..%2fetc/passwd', '/%2e%2e/', '//evil/e', 'http://evil/e', '/e/..', '/\\e', '/e%00']) {
    assert.match(
      await raw(url, `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`),
      /^HTTP\/1\.1 40[04]/,
      path,
    );
  }
});

test('answers 413 to bodies that lie about their length or have no end, and cuts the line', async t => {
  const {url} = await startCollector(t);
  const lied = await raw(url, `POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n{`);
  assert.match(lied, /^HTTP\/1\.1 413/);
  const {hostname, port} = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', data => (answer += data.toString()));
  socket.write('POST /e/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
  const chunk = `10000\r\n${'['.repeat(0x10000)}\r\n`;
  const closed = new Promise(resolve => socket.on('close', resolve));
  const timer = setInterval(() => socket.writableNeedDrain || socket.destroyed || socket.write(chunk), 1);
  await closed;
  clearInterval(timer);
  assert.match(answer, /^HTTP\/1\.1 413/);
});

test('refuses headers that are too large or malformed, smuggled lengths, and head bytes that never end', async t => {
  const {url, lines} = await startCollector(t);
  assert.match(
    await raw(url, `GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`),
    /^HTTP\/1\.1 431[^]*larger than 16384 bytes$/,
  );
  assert.match(await raw(url, 'what is this\r\n\r\n'), /^HTTP\/1\.1 400[^]*not a well-formed HTTP request$/);
  assert.match(
    await raw(url, 'POST /e/ HTTP/1.1\r\nHost: x\r\nExpect: much\r\nContent-Length: 0\r\n\r\n'),
    /^HTTP\/1\.1 417[^]*only 100-continue can be expected here/,
  );
  assert.match(await raw(url, 'GET /healthz HTTP/1.1\r\n\r\n'), /^HTTP\/1\.1 400/, 'no Host');
  assert.match(
    await raw(url, 'POST /e/ HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    /^HTTP\/1\.1 400/,
  );
  const pipelined = await raw(
    url,
    'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(3) + 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  assert.equal(pipelined.match(/200 OK/g)?.length, 4);
  assert.match(await raw(url, 'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: '), /^HTTP\/1\.1 408[^]*took too long to arrive$/);
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
  assert.ok(lines.some(line => line.includes('"status":408')));
});
