/** A server in a process of its own with little memory, whose sinks are down: `tsx sink-down-child.ts PROVIDER SINK…`. */
import {setImmediate as turn} from 'node:timers/promises';
import {PostHog} from 'posthog-node';
import {createAnalyticsMiddleware, posthogNode} from '../../../../src/server/middleware/index.js';

const [name, ...sinks] = process.argv.slice(2);
const requests = 1100;

/** Eight kilobytes. */
const note = (made: number) => `cup ${made}, ${'all quiet '.repeat(800)}`;

const run = async (apiHost: string) => {
  const analytics = createAnalyticsMiddleware({
    provider:
      name === 'posthog-node'
        ? posthogNode(new PostHog('phc_demo', {host: apiHost, fetchRetryCount: 1, fetchRetryDelay: 50, requestTimeout: 500}))
        : {name: 'posthog', apiKey: 'phc_demo', apiHost},
    consent: () => true,
    limits: {batchMs: 5, waiting: Number(process.env['WAITING'] ?? 200)},
    onProblem: () => {},
  });
  for (let made = 0; made < requests; made++) {
    const exchange = analytics.begin({method: 'GET', url: '/', header: () => undefined});
    exchange.run(() => analytics.track('tea_brewed', {note: note(made)}));
    exchange.end({status: made % 50 ? 201 : 500, route: '/brews/:id'});
    if (made % 100 === 0) await turn();
  }
  void analytics.flush();
  await new Promise(resolve => setTimeout(resolve, 300));
  const {waiting} = analytics.stats();
  await analytics.shutdown(300);
  return {...analytics.stats(), waiting};
};

process.send!(await Promise.all(sinks.map(run)));
process.disconnect();
