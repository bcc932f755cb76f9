/** A server in a process of its own that is told to end: `tsx shutdown-child.ts SINK`. */
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {shutdownOnSignal, withAnalytics} from '../../../../src/server/middleware/hosts/node.js';
import {createAnalyticsMiddleware} from '../../../../src/server/middleware/index.js';

const analytics = createAnalyticsMiddleware({
  provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: process.argv[2]!},
  consent: () => true,
  limits: {batchMs: 3_600_000},
});
const server = createServer(
  withAnalytics(analytics, (request, response) => {
    if (request.url !== '/late') return response.end('ok');
    // Answers when it is told to end already.
    process.once('SIGTERM', () => setTimeout(() => response.end('late'), 50));
    return process.send!('asked');
  }),
);
shutdownOnSignal(analytics, {server});
server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port));
