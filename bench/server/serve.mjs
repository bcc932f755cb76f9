/** One server of the benchmark, in a process of its own: `node serve.mjs HOST VARIANT SINK`. Talks to its parent over IPC. */
import {createServer} from 'node:http';
import {createRequire} from 'node:module';

const [host, variant, sink] = process.argv.slice(2);
const require = createRequire(import.meta.url);
const body = JSON.stringify({id: 'c1', title: 'a chat'});

/** Ours, as an application would have it: everything on, events go to a server. */
const askfirst = async () => {
  const {createAnalyticsMiddleware} = await import('askfirst/server');
  return createAnalyticsMiddleware({
    provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: sink},
    environment: 'production',
    release: '1.5.0',
    limits: {waiting: 5000},
  });
};
const posthog = async () => {
  const {PostHog} = await import('posthog-node');
  return new PostHog('phc_demo', {host: sink, flushAt: 50, flushInterval: 2000});
};
const wanted = variant.startsWith('askfirst');
const analytics = wanted ? await askfirst() : undefined;

const hosts = {
  async express(name = 'express') {
    const express = require(name);
    const app = express();
    if (analytics) app.use((await import('askfirst/server/express')).analyticsMiddleware(analytics));
    if (variant.startsWith('posthog')) {
      const {setupExpressRequestContext} = await import('posthog-node');
      const client = await posthog();
      setupExpressRequestContext(client, app);
      if (variant === 'posthog and an event')
        app.use((request, response, next) => {
          const began = performance.now();
          response.once('close', () =>
            client.capture({
              event: 'api_request',
              distinctId: request.headers['x-posthog-distinct-id'],
              properties: {
                endpoint: request.route?.path,
                method: request.method,
                status_code: response.statusCode,
                duration_ms: performance.now() - began,
                is_slow: false,
              },
            }),
          );
          next();
        });
    }
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
    const {createAdaptorServer} = await import('@hono/node-server');
    const app = new Hono();
    if (analytics) app.use((await import('askfirst/server/hono')).analyticsMiddleware(analytics));
    app.get('/chats/:id', c => c.body(body, 200, {'content-type': 'application/json'}));
    return createAdaptorServer({fetch: app.fetch});
  },
  async sveltekit() {
    const {createAdaptorServer} = await import('@hono/node-server');
    const resolve = () => new Response(body, {headers: {'content-type': 'application/json'}});
    const handle = analytics && (await import('askfirst/server/sveltekit')).analyticsHandle(analytics);
    const answer = event => (handle ? handle({event, resolve}) : resolve());
    return createAdaptorServer({
      fetch: request => answer({request, route: {id: '/chats/[id]'}, getClientAddress: () => '127.0.0.1'}),
    });
  },
  async node() {
    const answer = (_request, response) => response.writeHead(200, {'content-type': 'application/json'}).end(body);
    const listener = analytics
      ? (await import('askfirst/server/node')).withAnalytics(analytics, answer, {route: () => '/chats/:id'})
      : answer;
    return createServer(listener);
  },
};

const server = await hosts[host]();
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => process.send({port: server.address().port}));
process.on('message', () => {
  const {user, system} = process.cpuUsage();
  process.send({cpu: user + system, stats: analytics?.stats()});
});
process.on('disconnect', () => process.exit());
