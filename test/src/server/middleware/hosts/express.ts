import express, {type Request, type Response} from 'express';
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {setTimeout as sleep} from 'node:timers/promises';
import {analyticsErrors, analyticsMiddleware} from '../../../../../src/server/middleware/hosts/express.js';
import {addUpgrades, eventStream, fault, goOn, listen, ndjson, oddity, saveMessage, type Application, type Host} from './application.js';

const run = (library: typeof express, {analytics, dawdle}: Application) => {
  const app = library();
  app.use(analyticsMiddleware(analytics));
  app.use(library.json());
  const chats = library.Router();
  chats.get('/:id', (_request, response) => void response.json({id: 'c1'}));
  chats.options('/:id', (_request, response) => void response.status(204).end());
  chats.post('/:id/messages', async (request, response) => {
    await saveMessage(analytics, request.body as {text: string});
    response.status(201).end();
  });
  app.use('/chats', chats);
  app.get('/boom', () => {
    throw fault();
  });
  app.get('/odd', () => {
    throw oddity;
  });
  app.get('/later', (_request, response) => {
    goOn(analytics);
    response.end('ok');
  });
  app.get('/missing', () => {
    throw Object.assign(new Error('no such thing'), {status: 404});
  });
  app.get('/down', (_request, response) => void response.status(503).end('down'));
  app.get('/hang', () => {});
  app.get(['/slow'], (_request, response) => {
    dawdle();
    response.end('ok');
  });
  app.get('/health', (_request, response) => void response.end('ok'));
  app.get('/private/:id', (_request, response) => {
    analytics.track('diagnosis_seen', {code: 'x'});
    response.end('ok');
  });
  app.get('/twice', (_request, response) => {
    response.end('once');
    response.end();
  });
  const stream =
    (headers: object, goOn: (response: Response) => void) => (_request: Request, response: Response, next: (error: unknown) => void) => {
      response.writeHead(200, headers as Record<string, string>).write('data: 1\n\n');
      // Express 4 does not hear of a rejected promise.
      sleep(5)
        .then(() => goOn(response))
        .catch(next);
    };
  app.get(
    '/stream',
    stream(ndjson, response => response.end('data: 2\n\n')),
  );
  app.get(
    '/endless',
    stream(ndjson, () => {}),
  );
  app.get(
    '/events',
    stream(eventStream, () => {}),
  );
  app.get(
    '/broken',
    stream(ndjson, () => {
      throw fault();
    }),
  );
  app.use(analyticsErrors());
  app.use((error: {status?: number}, _request: Request, response: Response, next: (error: unknown) => void) =>
    response.headersSent ? next(error) : void response.status(error.status ?? 500).end(),
  );
  const server = createServer(app);
  addUpgrades(server, analytics);
  return listen(server);
};

export const express5: Host = application => run(express, application);
export const express4Host: Host = application => run(createRequire(import.meta.url)('express4') as typeof express, application);
