import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import type {Call} from '../../src/analytics-service.js';
import {readCall} from '../../src/read-call.js';

const call = (method: Call['method'], ...args: unknown[]): Call => ({
  method,
  args,
  time: Date.parse('2026-11-22T12:00:00Z'),
  page: {url: 'https://site.example/a', title: 'A', referrer: ''},
});
const read = (method: Call['method'], ...args: unknown[]) => {
  const {event, id} = readCall(call(method, ...args));
  return {...event, properties: {...event.properties}, id};
};

describe('a call', () => {
  it('to track takes one argument or two', () => {
    for (const args of [['a', {n: 1}], [{event: 'a', properties: {n: 1}}]]) {
      const {type, event, properties, url, uuid} = read('track', ...args);
      assert.deepEqual([type, event, properties, url], ['track', 'a', {n: 1}, 'https://site.example/a']);
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });

  it('to page names the page, or not', () => {
    assert.deepEqual(read('page', 'chat', {tab: 1}).properties, {page_name: 'chat', tab: 1});
    assert.deepEqual(read('page').properties, {});
    assert.equal(read('page').event, 'page_viewed');
  });

  it('to identify takes a pseudonym as a string or as the host application\u2019s user', () => {
    assert.deepEqual(
      [read('identify', 'u_1', {plan: 'pro'}).id, read('identify', 'u_1', {plan: 'pro'}).properties],
      ['u_1', {plan: 'pro'}],
    );
    const user = read('identify', {pseudonymized_user_id: 'u_2', created_at: '2026'});
    assert.deepEqual([user.id, user.properties], ['u_2', {created_at: '2026'}]);
    assert.equal(read('identify', {pseudonymized_user_id: null}).id, null);
    assert.equal(read('identify', null).id, undefined);
  });

  for (const name of ['', '   ', 'x'.repeat(201), 7, null, undefined, Symbol('s'), [], {}, {event: ''}])
    it(`with ${typeof name === 'object' ? JSON.stringify(name) : String(name).slice(0, 20)} as a name is refused`, () => {
      assert.throws(() => read('track', name), {code: 'bad-event-name'});
    });

  it('reads whatever the properties are', () => {
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const odd of [null, 7, 'text', revoked.proxy]) assert.deepEqual(read('track', 'a', odd).properties, {});
    const broken = {
      get broken() {
        throw new Error('mine');
      },
      fine: 1,
    };
    assert.deepEqual(read('track', 'a', broken).properties, {fine: 1});
    assert.equal(readCall(call('track', 'a', JSON.parse('{"__proto__":{"polluted":1},"fine":1}'))).event.properties['fine'], 1);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});
