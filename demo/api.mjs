/**
 * The demo's backend: it is told that an answer was given, never which, and says so beside the page's own events, if the visitor agreed.
 * @param {string} collectorUrl
 */
export const createApi = async collectorUrl => {
  const [{createAnalyticsMiddleware}, {withAnalytics}] = await Promise.all([import('askfirst/server'), import('askfirst/server/node')]);
  const analytics = createAnalyticsMiddleware({
    provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: collectorUrl},
    environment: 'demo',
    release: '1.0.0',
    limits: {batchMs: 200},
  });
  const answers = /^\/api\/chats\/[\w-]{1,64}\/answers$/;
  const listener = (request, response) => {
    const known = request.method === 'POST' && answers.test(request.url);
    if (known) analytics.track('chat_completion', {model: 'script', output_count: 1});
    request.resume();
    response.writeHead(known ? 204 : 404, {'cache-control': 'no-store'}).end();
  };
  const route = ({url}) => (answers.test(url) ? '/api/chats/:id/answers' : undefined);
  return {answer: withAnalytics(analytics, listener, {route}), stop: () => analytics.shutdown(1000)};
};
