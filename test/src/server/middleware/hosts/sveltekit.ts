import {analyticsHandle, analyticsHandleError} from '../../../../../src/server/middleware/hosts/sveltekit.js';
import {answerFetch, type Host} from './application.js';
import {serveFetch} from './fetch.js';

/** What SvelteKit's server does around `handle`: an event, the route before the hooks, errors to `handleError` and then a page with 500. */
export const sveltekit: Host = application => {
  const handle = analyticsHandle(application.analytics);
  const handleError = analyticsHandleError();
  return serveFetch(application, request => {
    const event = {request, route: {id: null as string | null}, getClientAddress: () => '127.0.0.1'};
    return handle({
      event,
      resolve: async () => {
        try {
          return await answerFetch(application, request, route => (event.route.id = route.replace(/:(\w+)/g, '[$1]')));
        } catch (error) {
          handleError({error, event, status: 500, message: 'Internal Error'});
          return new Response('failed', {status: 500});
        }
      },
    });
  });
};
