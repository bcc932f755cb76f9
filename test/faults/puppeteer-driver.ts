import {once} from 'node:events';
import puppeteer from 'puppeteer-core';
import type {Page} from 'puppeteer-core';
// @ts-expect-error -- the project's own set-up scripts run before anything is installed, so they are plain JavaScript
import {chromiumArgs, findBrowsers} from '../../scripts/browsers.mjs';
import {until} from '../helpers/until.js';
import type {Launch, Tab} from './driver.js';

const installed = findBrowsers as () => Record<'chromium' | 'firefox', string>;

const tabOf = (page: Page, chromium: boolean): Tab => ({
  run: expression => page.evaluate(expression) as Promise<never>,
  goto: async url => void (await page.goto(url, {timeout: 120_000})),
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
      killWedged: chromium
        ? async () => {
            const session = await program.target().createCDPSession();
            const busy = async () => (await session.send('SystemInfo.getProcessInfo')).processInfo.filter(({type}) => type === 'renderer');
            const before = new Map((await busy()).map(({id, cpuTime}) => [id, cpuTime]));
            // The one that hangs uses all the time it can get.
            const wedged = await until('a page that hangs', async () =>
              (await busy()).find(({id, cpuTime}) => cpuTime - (before.get(id) ?? cpuTime) > 0.5),
            );
            process.kill(wedged.id, 'SIGKILL');
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
