import {once} from 'node:events';
import puppeteer from 'puppeteer-core';
import type {Page} from 'puppeteer-core';
// @ts-expect-error -- the project's own set-up scripts run before anything is installed, so they are plain JavaScript
import {chromiumArgs, findBrowsers} from '../../scripts/browsers.mjs';
import type {Launch, Tab} from './driver.js';

const installed = findBrowsers as () => Record<'chromium' | 'firefox', string>;

const tabOf = (page: Page, chromium: boolean): Tab => ({
  run: expression => page.evaluate(expression) as Promise<never>,
  goto: async url => void (await page.goto(url)),
  close: () => page.close(),
  crash: chromium
    ? async () => {
        const session = await page.createCDPSession();
        const gone = new Promise(resolve => page.once('error', resolve));
        // The command has nobody left to answer it.
        void session.send('Page.crash').catch(() => {});
        await gone;
        await page.close();
      }
    : undefined,
  setOffline: offline => page.setOfflineMode(offline),
});

const launch =
  (browser: 'chrome' | 'firefox'): Launch =>
  async profile => {
    const chromium = browser === 'chrome';
    const program = await puppeteer.launch({
      browser,
      executablePath: installed()[chromium ? 'chromium' : 'firefox'],
      userDataDir: profile,
      headless: true,
      args: chromium ? (chromiumArgs as string[]) : [],
      protocolTimeout: 120_000,
    });
    const main = program.process()!;
    const ended = once(main, 'exit');
    return {
      newTab: async () => tabOf(await program.newPage(), chromium),
      async kill() {
        main.kill('SIGKILL');
        await ended;
      },
      killRenderers: chromium
        ? async () => {
            const session = await program.target().createCDPSession();
            const {processInfo} = await session.send('SystemInfo.getProcessInfo');
            for (const {type, id} of processInfo) if (type === 'renderer') process.kill(id, 'SIGKILL');
          }
        : undefined,
      async close() {
        if (main.exitCode === null && main.signalCode === null) await program.close();
      },
    };
  };

/** Chromium over CDP. */
export const launchChromium = launch('chrome');
/** Firefox over WebDriver BiDi. */
export const launchFirefox = launch('firefox');
