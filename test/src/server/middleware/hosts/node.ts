import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {text} from 'node:stream/consumers';
import {setTimeout as sleep} from 'node:timers/promises';
import {withAnalytics} from '../../../../../src/server/middleware/hosts/node.js';
import {addUpgrades, eventStream, fault, goOn, listen, ndjson, oddity, saveMessage, type Application, type Host} from './application.js';

type Routed = IncomingMessage & {template?: string};

const answer = async ({analytics, dawdle}: Application, request: Routed, response: ServerResponse) => {
  const {pathname} = new URL(request.url!, 'http://host');
  const [, id, messages] = /^\/chats\/([^/]+)(\/messages)?$/.exec(pathname) ?? [];
  const known = ['/boom', '/down', '/stream', '/events', '/endless', '/broken', '/hang', '/slow', '/health', '/twice', '/odd', '/later'];
  if (id) request.template = `/chats/:id${messages ?? ''}`;
  else if (pathname.startsWith('/private/')) request.template = '/private/:id';
  else if (known.includes(pathname)) request.template = pathname;
  else return response.writeHead(404).end('Not found');

  if (messages) {
    await saveMessage(analytics, JSON.parse(await text(request)) as {text: string});
    return response.writeHead(201).end();
  }
  if (id) return request.method === 'OPTIONS' ? response.writeHead(204).end() : response.end('{"id":"c1"}');
  if (pathname === '/boom') throw fault();

  if (pathname === '/odd') throw oddity;
  if (pathname === '/later') goOn(analytics);
  if (pathname === '/down') return response.writeHead(503).end('down');
  if (pathname === '/hang') return undefined;
  if (pathname === '/slow') dawdle();
  if (pathname.startsWith('/private/')) analytics.track('diagnosis_seen', {code: 'x'});
  if (pathname === '/twice') return response.end('once').end();
  if (!['/stream', '/broken', '/events', '/endless'].includes(pathname)) return response.end('ok');
  response.writeHead(200, pathname === '/events' ? eventStream : ndjson).write('data: 1\n\n');
  await sleep(5);
  if (pathname === '/broken') throw fault();
  if (pathname === '/stream') response.end('data: 2\n\n');
  return undefined;
};

/** Node's own server with a listener. */
export const node: Host = application => {
  const listener = withAnalytics(application.analytics, (request: Routed, response) => answer(application, request, response), {
    route: ({template}) => template,
  });
  const server = createServer((request, response) => {
    (listener(request, response) as Promise<unknown>).catch(() =>
      response.headersSent ? response.destroy() : response.writeHead(500).end(),
    );
  });
  addUpgrades(server, application.analytics);
  return listen(server);
};
