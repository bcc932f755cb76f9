import {env} from '$env/dynamic/private';
import {createAnalyticsMiddleware} from 'askfirst/server';

/** The server's analytics: requests and events, after the consent that the visitor's cookie tells. */
export const analytics = createAnalyticsMiddleware({
  provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: env.ANALYTICS_HOST ?? 'http://127.0.0.1:8010'},
  environment: 'demo',
  release: '1.0.0',
  limits: {batchMs: 200},
});
