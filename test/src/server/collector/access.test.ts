import assert from 'node:assert/strict';
import {request} from 'node:http';
import test from 'node:test';
import {anEvent, startCollector} from './harness.js';

/** `fetch` does not let a client choose its Host. */
const getAs = (url: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, {headers}, response => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });

test('lets any page send by default, without credentials', async t => {
  const {post, url} = await startCollector(t);
  const sent = await post('/e/', anEvent(), {Origin: 'https://shop.example'});
  assert.equal(sent.status, 200);
  assert.equal(sent.headers.get('access-control-allow-origin'), '*');
  assert.equal(sent.headers.get('access-control-allow-credentials'), null);
  assert.equal(sent.headers.get('vary'), 'Origin');
  const preflight = await fetch(`${url}/i/v0/e/`, {
    method: 'OPTIONS',
    headers: {Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST'},
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-methods'), 'POST, GET, OPTIONS');
  const refused = await post('/e/', '{', {Origin: 'https://shop.example'});
  assert.equal(refused.headers.get('access-control-allow-origin'), '*', 'a page can read why it was refused');
});

test('compares a list of origins exactly', async t => {
  const {post, url, events} = await startCollector(t, {allowOrigins: ['https://good.example']});
  const good = await post('/e/', anEvent(), {Origin: 'https://good.example'});
  assert.deepEqual([good.status, good.headers.get('access-control-allow-origin')], [200, 'https://good.example']);
  for (const origin of [
    'https://evil.example',
    'null',
    'https://good.example.evil',
    'http://good.example',
    'https://good.example:444',
    'https://evil.example/https://good.example',
  ]) {
    const evil = await post('/e/', anEvent(), {Origin: origin});
    assert.equal(evil.status, 403, origin);
    assert.equal(evil.headers.get('access-control-allow-origin'), null, origin);
    assert.equal(evil.headers.get('vary'), 'Origin');
    const preflight = await fetch(`${url}/e/`, {method: 'OPTIONS', headers: {Origin: origin}});
    assert.equal(preflight.headers.get('access-control-allow-origin'), null, origin);
  }
  assert.equal((await post('/e/', anEvent())).status, 200, 'servers send no Origin');
  assert.equal(events().length, 2);
});

test('gives events to pages of this machine only', async t => {
  const {url} = await startCollector(t);
  for (const path of ['/api/events', '/api/live', '/api/rejected']) {
    assert.equal((await fetch(url + path, {headers: {Origin: 'https://evil.example'}})).status, 403, path);
    assert.equal(await getAs(url + path, {Host: 'rebound.evil.example'}), 403, path);
    const controller = new AbortController();
    const own = await fetch(url + path, {headers: {Origin: 'http://localhost:8020'}, signal: controller.signal});
    assert.deepEqual([own.status, own.headers.get('access-control-allow-origin')], [200, 'http://localhost:8020'], path);
    controller.abort();
  }
  assert.equal((await fetch(`${url}/api/events`, {headers: {Origin: 'http://localhost.evil.example'}})).status, 403);
  assert.equal((await fetch(`${url}/api/events`, {headers: {Origin: 'null'}})).status, 403);
});

test('gives nothing out beyond this machine without a token', async t => {
  const {url, post} = await startCollector(t, {host: '0.0.0.0'});
  const local = url.replace('0.0.0.0', '127.0.0.1');
  assert.equal((await fetch(`${local}/api/events`)).status, 403);
  assert.equal((await fetch(`${local}/healthz`)).status, 200);
  assert.ok(post);
});

test('asks for the read token where there is one', async t => {
  const {url, post} = await startCollector(t, {host: '0.0.0.0', readToken: 'correct horse'});
  const events = `${url.replace('0.0.0.0', '127.0.0.1')}/api/events`;
  for (const authorization of ['', 'Bearer', 'Bearer wrong', 'Basic correct horse', 'Bearer correct horse2']) {
    assert.equal((await fetch(events, {headers: {Authorization: authorization}})).status, 401, authorization);
  }
  assert.equal((await fetch(events, {headers: {Authorization: 'Bearer correct horse'}})).status, 200);
  assert.ok(post);
});

test('a list of origins is for all that pages ask, and the admin API is for no page of strangers', async t => {
  const {url} = await startCollector(t, {allowOrigins: ['https://good.example'], adminToken: 'admin-secret'});
  const ask = (to: string, path: string, origin: string) =>
    fetch(to + path, {
      method: 'POST',
      headers: {Origin: origin, Authorization: 'Bearer admin-secret', 'Content-Type': 'application/json'},
      body: JSON.stringify({token: 'phc_demo', distinct_id: 'a', id: 'visitor-0001'}),
    });
  const paths = ['/flags/?v=2', '/s/', '/receipts', '/i/v1/logs', '/api/admin/erase'];
  for (const path of paths) {
    const evil = await ask(url, path, 'https://evil.example');
    assert.deepEqual([evil.status, evil.headers.get('access-control-allow-origin')], [403, null], path);
  }
  assert.equal((await ask(url, '/flags/?v=2', 'https://good.example')).status, 200);
  assert.equal((await ask(url, '/api/admin/erase', url)).status, 200, 'the page of the collector itself');

  const open = await startCollector(t, {adminToken: 'admin-secret'});
  assert.equal((await ask(open.url, '/flags/?v=2', 'https://any.example')).status, 200);
  assert.equal((await ask(open.url, '/api/admin/erase', 'https://any.example')).status, 403);
  assert.equal((await ask(open.url, '/api/admin/erase', 'null')).status, 403);
});
