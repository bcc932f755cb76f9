/** One server of the benchmark, in a process of its own: `node serve.mjs HOST VARIANT SINK`. Talks to its parent over IPC. */
import {AsyncLocalStorage} from 'node:async_hooks';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';

const [host, variant, sink] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const body = JSON.stringify({id: 'c1', title: 'a chat'});

/** Ours, as an application would have it: everything on, events go to a server. */
const askfirst = async () => {
  const {createAnalyticsMiddleware} = await import('askfirst/server');
  return createAnalyticsMiddleware({
    provider: variant === 'askfirst, not sent' ? 'noop' : {name: 'posthog', apiKey: 'phc_demo', apiHost: sink},
    environment: 'production',
    release: '1.5.0',
    limits: {waiting: 5000},
  });
};
const analytics = variant.startsWith('askfirst') ? await askfirst() : undefined;

/** Theirs, with batches as large and as patient as ours. */
const posthog = async () => {
  const {PostHog} = await import('posthog-node');
  return new PostHog('phc_demo', {host: sink, flushAt: 100, flushInterval: 2000});
};
const client = variant.startsWith('posthog') ? await posthog() : undefined;

/** posthog-node's own middleware only gives a request a context: the event of a request is the application's to capture, as here. */
const theirs = async app => {
  (await import('posthog-node')).setupExpressRequestContext(client, app);
  if (variant !== 'posthog and an event') return;
  app.use((request, response, next) => {
    const began = performance.now();
    response.once('close', () =>
      client.capture({
        event: 'api_request',
        distinctId: request.headers['x-posthog-distinct-id'],
        properties: {
          $session_id: request.headers['x-posthog-session-id'],
          endpoint: request.route?.path,
          method: request.method,
          status_code: response.statusCode,
          duration_ms: performance.now() - began,
          is_slow: false,
          is_aborted: !response.writableFinished,
          source: 'backend',
          environment: 'production',
          release: '1.5.0',
        },
      }),
    );
    next();
  });
};

/** Any `(Request) => Response` on Node, with platform objects for each request, as SvelteKit's adapter has them. */
const onNode = fetch =>
  createServer(async (incoming, outgoing) => {
    const left = new AbortController();
    outgoing.once('close', () => outgoing.writableFinished || left.abort());
    const {method, url, headers} = incoming;
    const request = new Request(`http://${headers.host}${url}`, {method, headers, signal: left.signal});
    const response = await fetch(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    for await (const chunk of response.body) outgoing.write(chunk);
    outgoing.end();
  });
const answer = async () => new Response(body, {headers: {'content-type': 'application/json'}});

const hosts = {
  async node() {
    const listener = (_request, response) => response.writeHead(200, {'content-type': 'application/json'}).end(body);
    if (!analytics) return createServer(listener);
    const {withAnalytics} = await import('askfirst/server/node');
    return createServer(withAnalytics(analytics, listener, {route: () => '/chats/:id'}));
  },
  async express(name = 'express') {
    const app = require(name)();
    if (analytics) app.use((await import('askfirst/server/express')).analyticsMiddleware(analytics));
    if (client) await theirs(app);
    app.get('/chats/:id', (_request, response) => response.type('json').send(body));
    return createServer(app);
  },
  express4: () => hosts.express('express4'),
  async fastify() {
    const app = require('fastify')();
    if (analytics) await app.register((await import('askfirst/server/fastify')).analyticsPlugin, {analytics});
    app.get('/chats/:id', (_request, reply) => reply.type('application/json').send(body));
    await app.ready();
    return app.server;
  },
  async hono() {
    const {Hono} = await import('hono');
    const app = new Hono();
    if (analytics) app.use((await import('askfirst/server/hono')).analyticsMiddleware(analytics));
    app.get('/chats/:id', c => c.body(body, 200, {'content-type': 'application/json'}));
    return (await import('@hono/node-server')).createAdaptorServer({fetch: app.fetch});
  },
  async fetch() {
    if (!analytics) return onNode(answer);
    const {withAnalytics} = await import('askfirst/server/fetch');
    return onNode(withAnalytics(analytics, answer, {route: () => '/chats/:id'}));
  },
  async sveltekit() {
    const handle = analytics && (await import('askfirst/server/sveltekit')).analyticsHandle(analytics);
    const event = request => ({request, route: {id: '/chats/[id]'}, getClientAddress: () => '127.0.0.1'});
    // SvelteKit itself runs endpoints so, for `getRequestEvent()`.
    const store = new AsyncLocalStorage();
    const resolve = event => store.run(event, answer);
    return onNode(request => (handle ? handle({event: event(request), resolve}) : resolve(event(request))));
  },
};

// A process that has fetched anything makes its Requests more slowly, whoever it was.
if (variant === 'without, but fetching')
  setInterval(() => void fetch(sink, {method: 'POST', body}).then(response => response.arrayBuffer()), 50);

const server = await hosts[host]();
server.keepAliveTimeout = 120_000;

process.on('message', async () => {
  // What the requests so far have left to be sent belongs to them.
  await Promise.all([analytics?.flush(), client?.flush()]);
  const {user, system} = process.cpuUsage();
  process.send({cpu: user + system, stats: analytics?.stats()});
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({port: server.address().port}));
