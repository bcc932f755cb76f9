import Fastify from 'fastify';
import {Readable} from 'node:stream';
import {analyticsPlugin} from '../../../../../src/server/middleware/hosts/fastify.js';
import {addUpgrades, eventStream, fault, goOn, lines, listen, ndjson, oddity, saveMessage, type Host} from './application.js';

export const fastify: Host = async ({analytics, dawdle}) => {
  const app = Fastify();
  await app.register(analyticsPlugin, {analytics});
  await app.register(
    chats => {
      chats.get('/:id', () => ({id: 'c1'}));
      chats.options('/:id', (_request, reply) => reply.code(204).send());
      chats.post('/:id/messages', async (request, reply) => {
        await saveMessage(analytics, request.body as {text: string});
        return reply.code(201).send();
      });
      return Promise.resolve();
    },
    {prefix: '/chats'},
  );
  app.get('/boom', () => Promise.reject(fault()));

  app.get('/odd', () => Promise.reject(oddity));
  app.get('/later', () => {
    goOn(analytics);
    return 'ok';
  });
  app.get('/missing', () => Promise.reject(Object.assign(new Error('no such thing'), {statusCode: 404})));
  app.get('/down', (_request, reply) => reply.code(503).send('down'));
  app.get('/hang', () => new Promise(() => {}));
  app.get('/slow', () => {
    dawdle();
    return 'ok';
  });
  app.get('/health', () => 'ok');
  app.get('/private/:id', () => {
    analytics.track('diagnosis_seen', {code: 'x'});
    return 'ok';
  });
  app.get('/twice', (_request, reply) => {
    reply.hijack();
    reply.raw.end('once');
    reply.raw.end();
  });
  app.get('/stream', (_request, reply) => reply.headers(ndjson).send(Readable.fromWeb(lines('whole') as never)));
  app.get('/broken', (_request, reply) => reply.headers(ndjson).send(Readable.fromWeb(lines('broken') as never)));
  app.get('/endless', (_request, reply) => reply.headers(ndjson).send(Readable.fromWeb(lines('endless') as never)));
  app.get('/events', (_request, reply) => reply.headers(eventStream).send(Readable.fromWeb(lines('endless') as never)));
  addUpgrades(app.server, analytics);
  await app.ready();
  return listen(app.server);
};
