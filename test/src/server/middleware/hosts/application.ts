import type {IncomingMessage, Server} from 'node:http';
import type {Duplex} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import type {AnalyticsMiddleware} from '../../../../../src/server/middleware/index.js';
import {watchUpgrades} from '../../../../../src/server/middleware/hosts/node.js';

/** What each host's application is made of, so that all do the same. */
export interface Application {
  readonly analytics: AnalyticsMiddleware;
  /** Called by the slow route: makes the clock of the analytics go on. */
  readonly dawdle: () => void;
}

/** A running application on 127.0.0.1. */
export interface Running {
  readonly port: number;
  close(): Promise<void>;
}

/** How a host runs it. */
export type Host = (application: Application) => Promise<Running>;

export const fault = () => new TypeError('kaputt for jane.doe@example.com');

/** Saves a message somewhere down in the code. */
export const saveMessage = async (analytics: AnalyticsMiddleware, message: {text: string}) => {
  await sleep(1);
  analytics.track('message_saved', {message_length_chars: message.text.length});
};

/** What is thrown where somebody forgot to make an error of it. */
export const oddity = 'kaputt for jane.doe@example.com';

/** Goes on when the answer has long been given. */
export const goOn = (analytics: AnalyticsMiddleware) =>
  void setTimeout(async () => {
    await Promise.resolve();
    analytics.track('tea_cooled', {minutes: 3});
  }, 30);

const encoder = new TextEncoder();

/** Three lines, then the end; or an error after the first, or no end at all. */
export const lines = (kind: 'whole' | 'broken' | 'endless') => {
  let told = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      // Late enough for the headers to be out: some hosts wait for a moment whether there is more.
      if (told > 0) await sleep(kind === 'broken' ? 150 : 5);
      if (kind === 'broken' && told > 0) throw fault();
      if (kind === 'endless' && told > 0) return new Promise(() => {});
      if (told++ < 3) controller.enqueue(encoder.encode(`data: ${told}\n\n`));
      else controller.close();
      return undefined;
    },
  });
};

export const ndjson = {'content-type': 'application/x-ndjson'};
export const eventStream = {'content-type': 'text/event-stream'};

/** The same application as a function of fetch; `answered` hears the template of the route. */
export const answerFetch = async (
  {analytics, dawdle}: Application,
  request: Request,
  answered: (route: string) => void,
): Promise<Response> => {
  const {pathname} = new URL(request.url);
  const chat = /^\/chats\/[^/]+(\/messages)?$/.exec(pathname);
  const known = [
    '/boom',
    '/down',
    '/stream',
    '/events',
    '/endless',
    '/broken',
    '/hang',
    '/slow',
    '/health',
    '/private/:id',
    '/odd',
    '/later',
  ];
  const route = chat ? `/chats/:id${chat[1] ?? ''}` : pathname.startsWith('/private/') ? '/private/:id' : pathname;
  if (chat || known.includes(route)) answered(route);
  if (chat?.[1] && request.method === 'POST') {
    await saveMessage(analytics, (await request.json()) as {text: string});
    return Response.json({saved: true}, {status: 201});
  }
  if (chat) return request.method === 'OPTIONS' ? new Response(null, {status: 204}) : Response.json({id: 'c1'});
  if (route === '/boom') throw fault();

  if (route === '/odd') throw oddity;
  if (route === '/later') goOn(analytics);
  if (route === '/down') return new Response('down', {status: 503});
  if (route === '/stream') return new Response(lines('whole'), {headers: ndjson});
  if (route === '/broken') return new Response(lines('broken'), {headers: ndjson});
  if (route === '/events') return new Response(lines('endless'), {headers: eventStream});
  if (route === '/endless') return new Response(lines('endless'), {headers: ndjson});
  if (route === '/hang') return new Promise(() => {});
  if (route === '/slow') dawdle();
  if (route === '/private/:id') analytics.track('diagnosis_seen', {code: 'x'});
  return known.includes(route) ? new Response('ok') : new Response('Not found', {status: 404});
};

/** Adds WebSocket's handshake to a server: `/ws` is taken, `/ws?refuse` is not. */
export const addUpgrades = (server: Server, analytics: AnalyticsMiddleware) => {
  watchUpgrades(analytics, server, {route: ({url}: IncomingMessage) => (url?.startsWith('/ws') ? '/ws' : undefined)});
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    socket
      .on('error', () => {})
      .on('end', () => socket.end())
      .resume();
    if (request.url?.endsWith('?refuse')) return socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n');
    return socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
  });
};

export const listen = async (server: Server): Promise<Running> => {
  if (!server.listening) await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as {port: number}).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
