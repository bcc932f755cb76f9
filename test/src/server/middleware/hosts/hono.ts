import {Hono, type Context} from 'hono';
import {HTTPException} from 'hono/http-exception';
import {analyticsMiddleware} from '../../../../../src/server/middleware/hosts/hono.js';
import {eventStream, fault, goOn, lines, ndjson, oddity, saveMessage, type Application, type Host} from './application.js';
import {serveFetch} from './fetch.js';

const create = ({analytics, dawdle}: Application) => {
  const app = new Hono();
  app.use(analyticsMiddleware(analytics));
  app.use('/chats/*', (_c, next) => next());
  const chats = new Hono();
  chats.get('/:id', c => c.json({id: 'c1'}));
  chats.options('/:id', c => c.body(null, 204));
  chats.post('/:id/messages', async c => {
    await saveMessage(analytics, await c.req.json());
    return c.body(null, 201);
  });
  app.route('/chats', chats);
  app.get('/boom', () => Promise.reject(fault()));

  app.get('/odd', () => Promise.reject(oddity));
  app.get('/later', c => {
    goOn(analytics);
    return c.text('ok');
  });
  app.get('/missing', () => Promise.reject(new HTTPException(404)));
  app.get('/down', c => c.text('down', 503));
  app.get('/hang', () => new Promise<Response>(() => {}));
  app.get('/slow', c => {
    dawdle();
    return c.text('ok');
  });
  app.get('/health', c => c.text('ok'));
  app.get('/private/:id', c => {
    analytics.track('diagnosis_seen', {code: 'x'});
    return c.text('ok');
  });
  const stream = (kind: 'whole' | 'broken' | 'endless', headers: Record<string, string>) => (c: Context) =>
    c.body(lines(kind), 200, headers);
  app.get('/stream', stream('whole', ndjson));
  app.get('/broken', stream('broken', ndjson));
  app.get('/endless', stream('endless', ndjson));
  app.get('/events', stream('endless', eventStream));
  app.onError((error, c) => (error instanceof HTTPException ? error.getResponse() : c.text('failed', 500)));
  return app;
};

/** On Node's server. */
export const hono: Host = application => {
  const app = create(application);
  return serveFetch(application, (request, env) => app.fetch(request, env));
};

/** As on an edge host: without Node's request and response. */
export const honoOnEdge: Host = application => {
  const app = create(application);
  return serveFetch(application, request => app.fetch(request));
};
