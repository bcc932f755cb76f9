import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {json} from 'node:stream/consumers';
import {test} from 'node:test';
import {until} from '../../../helpers/until.js';
import {serve} from './harness.js';
import {startUvicorn} from './start-uvicorn.js';

const [, middleware = ''] =
  /```python\n([^]*?)```/.exec(readFileSync(new URL('../../../../docs/fastapi.md', import.meta.url), 'utf8')) ?? [];

const application = (sink: string) => `
from fastapi import FastAPI
from askfirst import Analytics, track

app, orders = FastAPI(), FastAPI()
app.add_middleware(Analytics, api_key="phc_demo", api_host="${sink}", release="1.5.0")
app.mount("/orders", orders)

@app.get("/chats/{chat_id}")
def chat(chat_id: str):
    track("chat_opened", chat_id=chat_id)
    return {"ok": True}

@orders.get("/{order_id}")
def order(order_id: str):
    return {"ok": True}

@app.get("/boom")
def boom():
    raise RuntimeError("kaputt for jane.doe@example.com")
`;

const [id, session] = ['0198f3c2-7b1a-7c3d-9e4f-000000000001', '0198f3c2-7b1a-7c3d-9e4f-000000000002'];
const decision = (granted: string, denied = '', time = Date.now(), version = '1.0') =>
  `askfirst_consent=1~${time}~${version}~${granted}~${denied}`;
const yes = decision('analytics.marketing');

interface Told {
  readonly event: string;
  readonly distinct_id: string;
  readonly properties: Record<string, unknown>;
}

test('the ASGI middleware of the docs tells what it says, and only with consent', async t => {
  const bodies: string[] = [];
  const events: Told[] = [];
  const sink = await serve(t, async (request, response) => {
    const body = (await json(request)) as {batch: Told[]};
    bodies.push(JSON.stringify([request.url, request.headers, body]));
    events.push(...body.batch);
    response.end('{"status":1}');
  });
  const folder = mkdtempSync(join(tmpdir(), 'askfirst-asgi-'));
  t.after(() => rmSync(folder, {recursive: true, force: true}));
  writeFileSync(join(folder, 'askfirst.py'), middleware);
  writeFileSync(join(folder, 'application.py'), application(sink));
  const url = await startUvicorn(t, folder, 'application:app');
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    (
      await fetch(url + path, {
        headers: {'x-posthog-distinct-id': id, 'x-posthog-session-id': session, 'user-agent': 'Browser/1', ...headers},
      })
    ).status;

  const day = 86_400_000;
  for (const headers of [
    {},
    {cookie: decision('marketing', 'analytics')},
    {cookie: decision('analytics', 'analytics')},
    {cookie: decision('analytics', '', Date.now() - 183 * day)},
    {cookie: decision('analytics', '', Date.now() + day)},
    {cookie: decision('analytics', '', Date.now(), '2.0')},
    {cookie: `${yes}x!`},
    {cookie: `${yes}; ${decision('analytics')}1`},
    {cookie: yes, 'sec-gpc': '1'},
    {cookie: yes, 'sec-gpc': '1, 1'},
    {cookie: yes, 'x-analytics-consent': 'false'},
    {cookie: yes, 'x-analytics-consent': 'true, false'},
    {'x-analytics-consent': 'true'},
  ] as Record<string, string>[])
    assert.equal(await ask('/chats/secret', headers), 200);

  assert.equal(await ask('/chats/c1?token=secret', {cookie: `session=secret; ${yes}`}), 200);
  assert.equal(await ask('/orders/7', {cookie: yes, 'x-posthog-distinct-id': 'jane.doe@example.com'}), 200);
  assert.equal(await ask('/nothing/secret', {cookie: yes}), 404);
  assert.equal(await ask('/boom', {cookie: yes}), 500);
  await until('all is told', () => events.length >= 6);

  const facts = events.map(({event, distinct_id, properties: {endpoint, status_code, error_type, chat_id, $session_id, source, release}}) =>
    [event, distinct_id === id, endpoint ?? chat_id, status_code ?? 0, error_type ?? '', $session_id === session, source, release].join(
      ' ',
    ),
  );
  assert.deepEqual(facts, [
    'chat_opened true c1 0  true backend 1.5.0',
    'api_request true /chats/{chat_id} 200  true backend 1.5.0',
    'api_request false /orders/{order_id} 200  true backend 1.5.0',
    'api_request true (unmatched) 404  true backend 1.5.0',
    'api_request true /boom 500  true backend 1.5.0',
    'api_error true /boom 500 RuntimeError true backend 1.5.0',
  ]);
  for (const private_ of ['secret', 'jane', 'Browser/1', '127.0.0.1:', 'askfirst_consent', 'kaputt'])
    assert.ok(!bodies.join('').replaceAll(new URL(sink).host, '').includes(private_), private_);
  assert.equal(events.length, 6, 'nothing else is told');
});
