import assert from 'node:assert/strict';
import express, {type Express, type Response} from 'express';
import {createServer} from 'node:http';
import {after, before, describe, it} from 'node:test';
import {PostHog, setupExpressErrorHandler, setupExpressRequestContext} from 'posthog-node';
import {analyticsErrors, analyticsMiddleware} from '../../../../src/server/middleware/hosts/express.js';
import {createAnalyticsMiddleware} from '../../../../src/server/middleware/index.js';
import {until} from '../../../helpers/until.js';
import {openCaptureServer} from './capture-server.js';
import {listen} from './hosts/application.js';

class OutOfTea extends Error {
  override readonly name = 'OutOfTea';
}

/** What applications throw, each made where it is thrown. */
const thrown: Readonly<Record<string, () => unknown>> = {
  error: () => new OutOfTea('no sencha'),
  causes: () => new TypeError('outer', {cause: new RangeError('inner', {cause: new Error('innermost')})}),
  'cause-text': () => new Error('outer', {cause: 'why'}),
  aggregate: () => new AggregateError([new TypeError('one'), new RangeError('two', {cause: new Error('why')})], 'all of them'),
  dom: () => new DOMException('took too long', 'TimeoutError'),
  parsed: () => {
    try {
      return JSON.parse('{') as unknown;
    } catch (error) {
      return error;
    }
  },
  'of-the-engine': () => {
    try {
      return [1].map(() => (undefined as unknown as {tea: string}).tea);
    } catch (error) {
      return error;
    }
  },
  text: () => 'only a text',
};

type Frame = Record<string, unknown>;
interface Entry {
  readonly type: string;
  readonly mechanism: {readonly synthetic: boolean};
  readonly stacktrace?: {readonly frames: Frame[]};
}

describe("the $exception of a request, beside posthog-node's own", () => {
  let sink: Awaited<ReturnType<typeof openCaptureServer>>;
  let client: PostHog;
  before(async () => {
    sink = await openCaptureServer();
    client = new PostHog('phc_demo', {host: sink.url, flushInterval: 10, fetchRetryCount: 0, disableCompression: true});
  });
  after(async () => {
    await client.shutdown();
    await sink.close();
  });

  /** What PostHog is sent when one application throws each of them. */
  const ask = async (first: (app: Express) => unknown, last: (app: Express) => unknown, flush: () => Promise<unknown>) => {
    sink.requests.length = 0;
    const app = express();
    first(app);
    app.get('/:what', ({params}) => {
      throw thrown[params.what]!();
    });
    last(app);
    app.use((_error: unknown, _request: unknown, response: Response, _next: unknown) => void response.status(500).end());
    const {port, close} = await listen(createServer(app));
    const found = [];
    for (const what of Object.keys(thrown)) {
      await fetch(`http://127.0.0.1:${port}/${what}`, {headers: {'x-posthog-distinct-id': '0198f3c2-7b1a-7c3d-9e4f-1234567890ab'}});
      found.push(
        await until(`the exception of ${what}`, async () => {
          await flush();
          return sink.events().filter(({event}) => event === '$exception')[found.length];
        }),
      );
    }
    await close();
    return found;
  };

  it('has the same types, values, mechanisms, causes and frames, and none of the source text', async () => {
    const stock = await ask(
      app => setupExpressRequestContext(client, app),
      app => setupExpressErrorHandler(client, app),
      () => client.flush(),
    );
    const analytics = createAnalyticsMiddleware({
      provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: sink.url},
      consent: () => true,
      limits: {batchMs: 1},
    });
    const own = await ask(
      app => app.use(analyticsMiddleware(analytics)),
      app => app.use(analyticsErrors()),
      () => analytics.flush(),
    );
    await analytics.shutdown();

    const plain = ({properties}: (typeof own)[number]) => ({
      level: properties['$exception_level'],
      status: properties['$response_status_code'],
      method: properties['$request_method'],
      list: (properties['$exception_list'] as Entry[]).map(({stacktrace, ...entry}) => ({
        ...entry,
        // Where nothing with a stack was thrown, the client invents one: its own.
        frames: entry.mechanism.synthetic ? [] : stacktrace?.frames.map(withoutSource),
      })),
    });
    const withoutSource = ({filename, module, function: name, lineno, colno, in_app, platform}: Frame) => ({
      ...{filename, function: name, lineno, colno, in_app, platform},
      // The client names modules of an application relative to its main file, which here is the test runner's.
      module: in_app ? '' : module,
    });
    assert.deepEqual(own.map(plain), stock.map(plain));
    assert.ok(own.map(plain).every(({list}) => list.length > 0));
    const frames = own.flatMap(({properties}) =>
      (properties['$exception_list'] as Entry[]).flatMap(entry => entry.stacktrace?.frames ?? []),
    );
    assert.deepEqual([...new Set(frames.flatMap(Object.keys))].sort(), [
      ...['colno', 'filename', 'function', 'in_app', 'lineno', 'module', 'platform'],
    ]);
    assert.ok(frames.some(({in_app, module}) => in_app && module === 'test.src.server.middleware:exception-format.test.ts'));
  });

  it('says that an error was dealt with where the application says so', async () => {
    sink.requests.length = 0;
    client.captureException(new OutOfTea('dealt with'), 'p_1');
    const analytics = createAnalyticsMiddleware({
      provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: sink.url},
      consent: () => true,
    });
    analytics.begin({method: 'GET', url: '/', header: () => undefined}).run(() => analytics.captureError(new OutOfTea('dealt with')));
    await analytics.shutdown();
    const found = await until('both', async () => {
      await client.flush();
      return sink.events().length === 2 ? sink.events() : undefined;
    });
    const [one, two] = found.map(({properties}) => {
      const [{type, mechanism}] = properties['$exception_list'] as [{type: string; mechanism: object}];
      return {type, mechanism};
    });
    assert.deepEqual(one, two);
    assert.deepEqual(one, {type: 'OutOfTea', mechanism: {type: 'generic', handled: true, synthetic: false, exception_id: 0}});
  });
});
