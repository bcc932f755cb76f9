import {createServer, type RequestListener, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {TestContext} from 'node:test';
import {createProxy, type ProxyOptions} from '../../../../src/server/proxy/index.js';
import {createRecorder} from '../middleware/harness.js';

type Ending = Pick<TestContext, 'after'>;

/** A server on a free port, until the test ends. */
export const serve = async (t: Ending, listener: RequestListener | Server): Promise<string> => {
  const server = typeof listener === 'function' ? createServer(listener) : listener;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** A proxy before an upstream, with a provider that records. */
export const startProxy = async (t: Ending, options: ProxyOptions) => {
  const {records, provider} = createRecorder();
  const problems: string[] = [];
  const proxy = createProxy({
    port: 0,
    stopMs: 500,
    ...options,
    analytics: {provider, consent: () => true, slowMs: 60_000, onProblem: ({code}) => problems.push(code), ...options.analytics},
  });
  const {url, metricsUrl} = await proxy.start();
  t.after(() => proxy.stop());
  /** What was told of the requests until now. */
  const told = async (event = 'api_request') => {
    await proxy.analytics.flush();
    return records.filter(record => record.event === event).map(({properties}) => properties as Record<string, unknown>);
  };
  return {proxy, url, port: Number(new URL(url).port), metricsUrl, records, problems, told};
};
