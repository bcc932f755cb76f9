import {serve} from '@hono/node-server';
import {once} from 'node:events';
import type {Server} from 'node:http';
import {withAnalytics} from '../../../../../src/server/middleware/hosts/fetch.js';
import {addUpgrades, answerFetch, listen, type Application, type Host, type Running} from './application.js';

/** Serves a function of fetch by Node's server; what it throws is answered with 500. */
export const serveFetch = async (
  {analytics}: Application,
  fetch: (request: Request, env: object) => Response | Promise<Response>,
): Promise<Running> => {
  const server = serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request, env) => {
      try {
        return await fetch(request, env);
      } catch {
        return new Response('failed', {status: 500});
      }
    },
  }) as Server;
  if (!server.listening) await once(server, 'listening');
  addUpgrades(server, analytics);
  return listen(server);
};

/** Any `(Request) => Response`. */
export const fetchHost: Host = application => {
  const routes = new WeakMap<Request, string>();
  const handler = withAnalytics(
    application.analytics,
    (request: Request) => answerFetch(application, request, route => routes.set(request, route)),
    {route: request => routes.get(request)},
  );
  return serveFetch(application, request => handler(request));
};
