import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';
import type {QueueLimits} from '../../src/queue/queue-parts.js';
import type {Browser, Engine, Launch, Tab} from './driver.js';
import {judge} from './judge.js';
import type {Absence, Judgement} from './judge.js';
import {launchChromium, launchFirefox} from './puppeteer-driver.js';
import {startSink} from './sink.js';
import type {Sink} from './sink.js';
import {launchWebKit} from './webkit-driver.js';
import type {AnalyticsStats} from '../../src/types.js';

const launchers: Readonly<Record<Engine, Launch>> = {chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit};

export interface PageSettings {
  /** Beyond what the root can say, so the page is set up by script. */
  readonly limits?: Partial<QueueLimits>;
  /** The page's clock: how much faster it runs, and how far (ms) its wall time is off. */
  readonly speed?: number;
  readonly shiftMs?: number;
}

/** A page with the library in it, granted and ready. */
export interface OpenPage {
  readonly tab: Tab;
  /** Names this page load, also to the sink. */
  readonly page: string;
  /** Tracks so many events in one task. */
  track(count: number, padding?: number): Promise<void>;
  /** Names of the next events, for those that the page tracks by itself. */
  claim(count: number): {readonly from: number; readonly track: (count: number, offset?: number) => void};
  stats(): Promise<AnalyticsStats>;
  close(): Promise<void>;
  /** It cannot hear any answer from now on; returns the function that says it is back. */
  away(): () => void;
}

export interface World {
  readonly engine: Engine;
  /** Outages and crowds are smaller. */
  readonly short: boolean;
  readonly sink: Sink;
  /** Another provider's backend. */
  readonly second: Sink;
  readonly siteRequests: readonly string[];
  readonly browser: () => Browser;
  open(settings?: PageSettings): Promise<OpenPage>;
  /** Cuts the page off: its own network where the driver can, and the sink for certain. Returns the way back. */
  offline(...pages: OpenPage[]): Promise<() => Promise<void>>;
  /** SIGKILL for the browser, and a new one on the same profile. */
  killBrowser(): Promise<void>;
  /** Quits the browser, which writes everything to disk, and starts it again. */
  restartBrowser(): Promise<void>;
  /** Waits until everything tracked is in the sink and nothing is left to send; at most so long (ms). Does not fail. */
  settle(page: OpenPage, timeout?: number): Promise<void>;
  /** So many events may be missing: their loss has been counted and told. */
  expectDropped(count: number): void;
  judge(): Judgement & {readonly dropped: number; readonly waiting: number};
  /** A finding of the scenario's own; a false one fails it. */
  check(what: string, holds: boolean): void;
  readonly failures: readonly string[];
  note(text: string): void;
  readonly notes: readonly string[];
  stop(): Promise<void>;
}

const source = () => readFile(new URL('page.html', import.meta.url), 'utf8');

/** Starts a site, two sinks and a browser with a profile of its own. `ASKFIRST_DIST` names another folder of built files. */
export const createWorld = async (engine: Engine, short: boolean): Promise<World> => {
  const profile = await mkdtemp(join(tmpdir(), `askfirst-${engine}-`));
  const folder = process.env['ASKFIRST_DIST'];
  const [sink, second, site] = await Promise.all([
    startSink(),
    startSink(),
    source().then(page =>
      startSite({
        pages: {'/': page, '/other': '<!doctype html><title>Other</title>', '/wedged': ''},
        // `no-store` would keep the page out of the back-forward cache.
        headers: {'Cache-Control': 'no-cache'},
        ...(folder && {folder}),
      }),
    ),
  ]);
  let browser = await launchers[engine](profile);
  const tracked = new Set<string>();
  const absences: Absence[] = [];
  const failures: string[] = [];
  const notes: string[] = [];
  const alive = new Set<OpenPage>();
  let pages = 0;
  let dropped = 0;
  let waiting = 0;

  const away = (page: string) => {
    const absence: Absence = {page, from: Date.now(), until: Infinity};
    absences.push(absence);
    return () => void (absence.until = Date.now());
  };

  const open = async (settings: PageSettings = {}): Promise<OpenPage> => {
    const page = `p${pages++}`;
    const tab = await browser.newTab();
    const query = new URLSearchParams({settings: JSON.stringify({...settings, apiHost: `${sink.url}/${page}`})});
    await tab.goto(`${site.url}/?${query.toString()}`);
    await until('the page to be ready', () => tab.run<boolean>('faults.ready').catch(() => false), 60_000);
    let next = 0;
    const claim = (count: number) => {
      const from = next;
      next += count;
      return {
        from,
        track(done: number, offset = 0) {
          for (let serial = from + offset; serial < from + offset + done; serial++) tracked.add(`${page}:${serial}`);
        },
      };
    };
    const opened: OpenPage = {
      tab,
      page,
      claim,
      async track(count, padding = 0) {
        const {from, track} = claim(count);
        await tab.run(`faults.track('${page}', ${from}, ${count}, ${padding})`);
        track(count);
      },
      stats: () => tab.run('faults.stats()'),
      async close() {
        away(page);
        alive.delete(opened);
        await tab.close();
      },
      away: () => away(page),
    };
    alive.add(opened);
    return opened;
  };

  const result = () => ({...judge(tracked, [...sink.arrivals, ...second.arrivals], absences), dropped, waiting});
  const settled = async (page: OpenPage): Promise<boolean> => {
    if (result().missing.length > dropped) return false;
    const {disk, mirror} = await page.tab.run<{disk: number; mirror: number}>('faults.left()');
    const idle = [...sink.arrivals, ...second.arrivals].every(({over}) => over);
    return !disk && !mirror && idle;
  };

  return {
    engine,
    short,
    sink,
    second,
    siteRequests: site.requests,
    browser: () => browser,
    open,
    async offline(...cut) {
      for (const {tab} of cut) await tab.setOffline?.(true);
      await sink.refuse();
      return async () => {
        await sink.listen();
        for (const page of cut) if (alive.has(page)) await page.tab.setOffline?.(false);
      };
    },
    async killBrowser() {
      for (const {page} of alive) away(page);
      alive.clear();
      await browser.kill!();
      browser = await launchers[engine](profile);
    },
    async restartBrowser() {
      await browser.close();
      browser = await launchers[engine](profile);
    },
    async settle(page, timeout = 60_000) {
      await until('everything to be delivered', () => settled(page), timeout).catch(async () => {
        const {disk, mirror} = await page.tab.run<{disk: number; mirror: number}>('faults.left()');
        waiting = Math.max(disk, mirror);
        failures.push(`after ${timeout / 1000} s ${disk} wait on disk, ${mirror} in the mirror`);
      });
      // Other tabs' verdicts on this page's records may still be under way.
      await until('the account to be closed', async () => !(await page.stats()).waiting, 15_000).catch(() => {});
      const {tracked: all, delivered, waiting: still, dropped: losses, recovered, resent} = await page.stats();
      const lost = Object.values(losses).reduce((sum, count) => sum + count, 0);
      const account = `${all} = ${delivered} + ${still} + ${lost}`;
      if (all !== delivered + still + lost || still) failures.push(`the page's account: ${account}`);
      if (lost || Object.keys(recovered.dropped).length) notes.push(`dropped ${JSON.stringify({...losses, recovered: recovered.dropped})}`);
      notes.push(
        `account ${account}${recovered.delivered ? `, recovered ${recovered.delivered}` : ''}${resent ? `, resent ${resent}` : ''}`,
      );
    },
    expectDropped: count => void (dropped += count),
    judge: result,
    check(what, holds) {
      if (!holds) failures.push(what);
    },
    failures,
    note: text => void notes.push(text),
    notes,
    async stop() {
      await browser.close().catch(() => {});
      await Promise.all([sink.stop(), second.stop(), site.stop()]);
      await rm(profile, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
    },
  };
};
