import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import type {Page} from 'playwright-core';
import {launchChromium} from '../../test/helpers/chromium.js';
import {startSite} from '../../test/helpers/site.js';

export const contenders = ['askfirst', 'askfirst-queue', 'rudderstack', 'snowplow', 'posthog', 'segment'] as const;
export type Contender = (typeof contenders)[number];

export interface BenchPage {
  readonly page: Page;
  /** Milliseconds that the page's main thread has worked so far. */
  worked(): Promise<number>;
  close(): Promise<void>;
}

export interface Pages {
  /** A page in a profile of its own: the contender is ready and warm, has nothing left to deliver, and is off the network. */
  open(contender: Contender): Promise<BenchPage>;
  stop(): Promise<void>;
}

/** The built files as they are now, so that a build meanwhile changes nothing; `ASKFIRST_DIST` names another folder of them. */
const built = process.env['ASKFIRST_DIST'] ?? fileURLToPath(new URL('../../dist', import.meta.url));
/** Where the contenders deliver to while they warm up. */
const sinks = ['/batch/', '/v1/track', '/com.snowplowanalytics.snowplow/tp2', '/e/', '/i/v0/e/', '/v1/t'];
const warmUp = 300;

const html = (contender: Contender) =>
  `<!doctype html><meta charset="utf-8"><title>Bench</title><script type="module" src="/bench/${contender}.js"></script>`;

/** Bundles the contenders, serves them from a site of their own, and starts Chromium. */
export const startPages = async (): Promise<Pages> => {
  const folder = await mkdtemp(join(tmpdir(), 'askfirst-bench-'));
  for (const part of ['askfirst.js', 'chunks'])
    await cp(join(built, part), join(folder, part), {recursive: true}).catch(() => {
      throw new Error(`${built} has no ${part}; "npm run build" makes it`);
    });
  await build({
    entryPoints: contenders.map(contender => fileURLToPath(new URL(`contenders/${contender}.ts`, import.meta.url))),
    outdir: join(folder, 'bench'),
    bundle: true,
    minify: true,
    format: 'esm',
    logLevel: 'warning',
  });
  const site = await startSite({
    folder,
    pages: Object.fromEntries([...contenders.map(contender => [`/${contender}`, html(contender)]), ...sinks.map(sink => [sink, '{}'])]),
    // Only an isolated page has a clock that ticks in 5 µs; others have 100 µs.
    headers: {'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp'},
  });
  const browser = await launchChromium();

  return {
    async open(contender) {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${site.url}/${contender}`);
      await page.waitForFunction(() => window.bench);
      await page.evaluate(count => window.bench.fill(count, 5000), warmUp);
      // Some need long, or do not say; what is left counts as waiting.
      await page.waitForFunction(() => window.bench.waiting() === 0, undefined, {timeout: 6000, polling: 100}).catch(() => {});
      await context.setOffline(true);
      const session = await context.newCDPSession(page);
      await session.send('Performance.enable');
      return {
        page,
        async worked() {
          const {metrics} = await session.send('Performance.getMetrics');
          return metrics.find(({name}) => name === 'TaskDuration')!.value * 1000;
        },
        close: () => context.close(),
      };
    },
    async stop() {
      await browser.close();
      await site.stop();
      await rm(folder, {recursive: true, force: true});
    },
  };
};
