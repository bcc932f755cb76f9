import assert from 'node:assert/strict';
import {AsyncLocalStorage} from 'node:async_hooks';
import {build} from 'esbuild';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {createContext, runInContext} from 'node:vm';
import {withAnalytics as withAnalyticsHere} from '../../../../src/server/middleware/hosts/fetch.js';
import type {createAnalyticsMiddleware as createAnalyticsMiddlewareHere} from '../../../../src/server/middleware/index.js';
import {until} from '../../../helpers/until.js';
import {createRecorded} from './harness.js';

const source = (path: string) => fileURLToPath(new URL(`../../../../src/server/middleware/${path}.ts`, import.meta.url));

/** What an entry needs of its host, once everything of its own is in it. */
const bundle = async (contents: string) => {
  const {outputFiles, metafile} = await build({
    stdin: {contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts'},
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'bundled',
    platform: 'neutral',
    target: 'es2022',
    external: ['node:*', 'posthog-node', 'fastify'],
  });
  const needs = Object.values(metafile.outputs).flatMap(({imports}) => imports.map(({path}) => path));
  return {code: outputFiles[0]!.text, needs: [...new Set(needs)]};
};

describe('on an edge host, which has little of Node', () => {
  for (const host of ['fetch', 'hono', 'sveltekit'])
    it(`the entry for ${host} needs nothing of Node`, async () => {
      const {needs, code} = await bundle(`export * from '${source(`hosts/${host}`)}'`);
      assert.deepEqual(needs, []);
      assert.doesNotMatch(code, /\brequire\(/);
    });

  it('the middleware needs AsyncLocalStorage, which Workers, Deno and Bun have too, and nothing else', async () => {
    assert.deepEqual((await bundle(`export * from '${source('index')}'`)).needs, ['node:async_hooks']);
  });

  it('a worker answers, tells what it did, and is kept alive until that is sent', async () => {
    const {code} = await bundle(
      `export * from '${source('index')}'; export {withAnalytics} from '${source('hosts/fetch')}'; export {analyticsMiddleware} from '${source('hosts/hono')}'`,
    );
    const sent: {url: string; body: string}[] = [];
    const own = {
      fetch: (url: string, {body}: {body: string}) => (sent.push({url, body}), Promise.resolve(new Response('{"status":1}'))),
      require: (name: string) => (assert.equal(name, 'node:async_hooks'), {AsyncLocalStorage}),
    };
    // Of the globals of a worker those that count: no process, no Buffer, no window.
    const web = {Request, Response, Headers, URL, URLSearchParams, ReadableStream, AbortController, AbortSignal, TextEncoder, TextDecoder};
    const context = createContext({...web, ...own, crypto, performance, setTimeout, clearTimeout, queueMicrotask, console});
    // As esbuild's own for a host without require.
    runInContext(`${code}; globalThis.bundled = bundled`, context);
    const {createAnalyticsMiddleware, withAnalytics} = (context as {bundled: unknown}).bundled as {
      createAnalyticsMiddleware: typeof createAnalyticsMiddlewareHere;
      withAnalytics: typeof withAnalyticsHere;
    };
    const analytics = createAnalyticsMiddleware({
      provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: 'https://eu.i.posthog.com'},
      consent: () => true,
    });
    const waited: Promise<unknown>[] = [];
    const worker = withAnalytics(
      analytics,
      async () => {
        await Promise.resolve();
        analytics.track('tea_brewed', {minutes: 3});
        throw new TypeError('kaputt');
      },
      {route: () => '/brews/:id', waitUntil: () => work => void waited.push(work)},
    );
    await assert.rejects(worker(new Request('https://shop.example/brews/7')), {message: 'kaputt'});
    assert.equal(waited.length, 1);
    await Promise.all(waited);
    assert.deepEqual(
      sent.flatMap(({body}) => (JSON.parse(body) as {batch: {event: string}[]}).batch.map(({event}) => event)),
      ['tea_brewed', 'api_request', 'api_error', '$exception'],
    );
    assert.equal(sent[0]!.url, 'https://eu.i.posthog.com/batch/');
  });

  it('what is told after the answer keeps the worker alive as well', async () => {
    const {analytics, records} = createRecorded();
    const waited: Promise<unknown>[] = [];
    let late = false;
    const worker = withAnalyticsHere(
      analytics,
      () => {
        setTimeout(() => {
          analytics.track('tea_cooled', {});
          late = true;
        }, 40);
        return new Response('ok');
      },
      {waitUntil: () => work => void waited.push(work)},
    );
    await worker(new Request('https://shop.example/'));
    await until('it was told', () => late);
    assert.equal(waited.length, 2);
    await Promise.all(waited);
    assert.deepEqual(
      records.map(({event}) => event),
      ['api_request', 'tea_cooled'],
    );
  });

  it('what the application says of a request costs nobody the answer, when it throws', async () => {
    const {analytics, records} = createRecorded({routes: {exclude: ['/health'], sensitive: ['/private/*']}});
    const thrower = () => {
      throw new Error('of the application');
    };
    const worker = withAnalyticsHere(analytics, () => new Response('ok'), {route: thrower, waitUntil: thrower, address: thrower});
    assert.equal(await (await worker(new Request('https://shop.example/'))).text(), 'ok');
    await analytics.flush();
    assert.deepEqual(
      records.map(({event, properties}) => [event, properties['endpoint'], properties['status_code']]),
      [['api_request', '(unmatched)', 200]],
    );
    for (const url of ['', '*', '/%', '/%zz/./', ':x/..', '//', '/\\/..', '/\0/../x', 'http://', 'http://[/..'])
      analytics.begin({method: 'GET', url, header: () => undefined}).end({status: 200, route: undefined});
    assert.equal(analytics.stats().tracked, 11);
  });

  it('a client that was gone before is told of as one that left', async () => {
    const {analytics, records} = createRecorded();
    void withAnalyticsHere(analytics, () => new Promise(() => {}))(new Request('https://shop.example/', {signal: AbortSignal.abort()}));
    await analytics.flush();
    assert.deepEqual(
      records.map(({properties}) => [properties['status_code'], properties['is_aborted']]),
      [[499, true]],
    );
  });
});
