import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startSite} from '../helpers/site.js';
import {until} from '../helpers/until.js';
import type {Browser, Tab} from './driver.js';
import {launchChromium} from './puppeteer-driver.js';

/** What came back after the browser had been killed. */
export interface Survival {
  /** What localStorage said at once after the restart: the older decision, as a rule. */
  readonly localStorage: 'granted' | 'denied' | 'nothing';
  /** What the library made of it, once it had settled. */
  readonly analytics: boolean;
  readonly decided: boolean;
  /** Whether it was ever granted on the way there, or asked for. */
  readonly everGranted: boolean;
  readonly everAsked: boolean;
  /** Whether the code behind the grant was fetched. */
  readonly pipeline: boolean;
}

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<script type="module">
  const seen = (window.seen = {disk: JSON.parse(localStorage.getItem('askfirst:consent'))?.analytics, granted: false, asked: false});
  const {consent} = await import('/askfirst.js');
  consent.subscribe(({analytics}) => (seen.granted ||= analytics));
  const look = () => {
    seen.asked ||= !!document.querySelector('consent-banner').shadowRoot?.querySelector('[part=panel]');
    requestAnimationFrame(look);
  };
  look();
  window.consent = consent;
</script></head><body><analytics-root provider="console"></analytics-root><consent-banner></consent-banner></body></html>`;

/** Resolves when the decision is in the journal: a transaction that comes after another one waits for it. */
const journalled = `new Promise((resolve, reject) => {
  const opening = indexedDB.open('askfirst:consent');
  opening.onerror = reject;
  opening.onsuccess = () => {
    const asking = opening.result.transaction('decision').objectStore('decision').get('decision');
    asking.onsuccess = () => (opening.result.close(), resolve(asking.result));
  };
})`;

/**
 * A first decision, and with `refused` one day later another, after which the browser is killed by SIGKILL as soon as the journal has it; then
 * the browser starts again on the same profile, and the page is opened.
 */
export const survive = async (last: 'granted' | 'refused'): Promise<Survival> => {
  const profile = await mkdtemp(join(tmpdir(), 'askfirst-killed-'));
  const site = await startSite({pages: {'/': page}});
  let browser: Browser = await launchChromium(profile);
  const open = async (): Promise<Tab> => {
    const tab = await browser.newTab();
    await tab.goto(site.url);
    await until('the decision to be known', () => tab.run<boolean>('!!window.consent?.get().settled').catch(() => false));
    return tab;
  };
  try {
    let tab = await open();
    await tab.run('consent.acceptAll("banner")');
    if (last === 'refused') {
      // A browser that is quit writes everything to disk, so that there is something older to come back.
      await tab.run(journalled);
      await browser.close();
      browser = await launchChromium(profile);
      tab = await open();
      if (!(await tab.run<boolean>('consent.hasConsent("analytics")'))) throw new Error('the grant was lost by a browser that was quit');
      await tab.run('consent.withdrawAll("settings")');
    }
    await tab.run(journalled);
    await browser.kill!();
    browser = await launchChromium(profile);
    const before = site.requests.length;
    tab = await open();
    if (last === 'granted') await until('the pipeline', () => site.requests.slice(before).some(path => path.includes('/pipeline.js')));
    // Time for what must not happen.
    else await new Promise(resolve => setTimeout(resolve, 300));
    const seen = await tab.run<{disk?: boolean; granted: boolean; asked: boolean}>('seen');
    const state = await tab.run<{analytics: boolean; decided: boolean}>('consent.get()');
    return {
      localStorage: seen.disk === undefined ? 'nothing' : seen.disk ? 'granted' : 'denied',
      analytics: state.analytics,
      decided: state.decided,
      everGranted: seen.granted,
      everAsked: seen.asked,
      pipeline: site.requests.slice(before).some(path => path.includes('/pipeline.js')),
    };
  } finally {
    await browser.close().catch(() => {});
    await site.stop();
    await rm(profile, {recursive: true, force: true, maxRetries: 5, retryDelay: 200});
  }
};

/** What is wrong with it; empty when the last decision holds, nobody was asked again, and no gate was open for a moment. */
export const wrongWith = (last: 'granted' | 'refused', {analytics, decided, everGranted, everAsked, pipeline}: Survival): string[] => {
  const granted = last === 'granted';
  return [
    analytics !== granted && `analytics is ${analytics ? 'granted' : 'denied'} after the last decision was ${last}`,
    !decided && 'the decision was forgotten',
    everAsked && 'the visitor was asked again',
    everGranted !== granted && (granted ? 'it was never granted' : 'it was granted for a moment'),
    pipeline !== granted && (granted ? 'the pipeline was not loaded' : 'the pipeline was loaded'),
  ].filter(wrong => typeof wrong === 'string');
};
