import {covers} from '../lib/covers.js';
import {initiatorOf, recordWrites, type AuditPage, type AuditSession, type RequestStart} from './audit-browser.js';

/** Something that a page did although nobody had agreed to it. */
export interface Finding {
  /** A request to another origin, a write to storage, or something found stored that nobody was seen writing. */
  readonly kind: 'request' | 'write' | 'stored';
  /** The request's address without its query (which may hold anything), or the place and the name: `cookies _ga`. */
  readonly what: string;
  /** The script and line that did it where the browser tells, else what kind of thing it was. */
  readonly initiator: string;
}

export interface AuditOptions {
  /** Names (`askfirst:*`) that may be stored and origins that may be asked. A trailing `*` stands for any ending. */
  readonly allow?: readonly string[];
}

export interface Audit {
  /**
   * What was found since the last call, each finding once; what is still stored is found again. What was done before `since` (epoch ms) is
   * left out.
   */
  take(since?: number): Promise<readonly Finding[]>;
}

/** The decision itself, wherever it is kept, is what may be stored before a yes and after a no. */
export const decisionNames = ['askfirst:consent', 'askfirst:consent:*', 'askfirst-consent', 'askfirst:receipts*'] as const;

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');
const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '');

/** What stands in the page's storage now; a frame of another origin keeps its own to itself. */
const storedNow = `(async () => {
  const keys = area => { try { return Object.keys(area()); } catch { return []; } };
  const list = (place, names) => names.map(name => place + ' ' + name);
  return [
    ...list('localStorage', keys(() => localStorage)),
    ...list('sessionStorage', keys(() => sessionStorage)),
    ...list('indexedDB', ((await globalThis.indexedDB?.databases?.().catch(() => [])) ?? []).map(({name}) => name)),
    ...list('cacheStorage', (await globalThis.caches?.keys().catch(() => [])) ?? []),
  ];
})()`;

/**
 * Watches a page of a real browser from now on; call it before `goto`. Findings are requests to other origins, and writes to cookies,
 * localStorage, sessionStorage, IndexedDB and Cache Storage, also by frames of the page and by a server's `Set-Cookie`.
 */
export const startAudit = async (page: AuditPage, {allow = decisionNames}: AuditOptions = {}): Promise<Audit> => {
  /** By address, in the order in which they began. */
  const starts = new Map<string, RequestStart[]>();
  const requests: {readonly url: string; readonly type: string; readonly time: number}[] = [];
  const writes: (Finding & {readonly time: number})[] = [];
  const permitted = (name: string) => covers(allow, name);

  let session: AuditSession | undefined;
  try {
    session = await page.context().newCDPSession?.(page as never);
  } catch {
    // not Chromium: requests are found all the same, without who began them
  }
  session?.on('Network.requestWillBeSent', event => starts.set(event.request.url, [...(starts.get(event.request.url) ?? []), event]));
  await session?.send('Network.enable');

  page.on('request', request => requests.push({url: request.url(), type: request.resourceType(), time: Date.now()}));
  await page.exposeBinding('askfirstAudit', (_source, place: never, name: never, initiator: never, time: never) => {
    if (!permitted(name)) writes.push({kind: 'write', what: `${String(place)} ${String(name)}`, initiator: String(initiator), time});
  });
  await page.addInitScript({content: recordWrites('askfirstAudit')});

  /** The requests to others since then. */
  const foreign = (own: string, since: number): Finding[] =>
    requests.splice(0).flatMap(({url, type, time}) => {
      const start = starts.get(url)?.shift();
      const origin = originOf(url);
      if (!/^(https?|wss?):/.test(url) || origin === own || permitted(origin)) return [];
      if ((start ? start.wallTime * 1000 : time) < since) return [];
      return {kind: 'request', what: withoutQuery(url), initiator: start ? initiatorOf(start) : type};
    });

  return {
    async take(since = 0) {
      const stored = await page.evaluate<string[]>(storedNow);
      const cookies = (await page.context().cookies()).map(({name, domain}) => `cookies ${name} (${domain})`);
      const written = writes.splice(0).flatMap(({time, ...finding}) => (time < since ? [] : finding));
      const found = [...foreign(originOf(page.url()), since), ...written];
      for (const what of [...stored, ...cookies]) {
        const [place, name] = /^(\w+) (.*?)(?: \([^)]*\))?$/s.exec(what)!.slice(1);
        if (!permitted(name!) && !found.some(finding => finding.what === `${place} ${name}`))
          found.push({kind: 'stored', what, initiator: 'found in the storage'});
      }
      return [...new Map(found.map(finding => [JSON.stringify(finding), finding])).values()];
    },
  };
};

/** For Playwright's own runner: `const test = base.extend(auditFixture)`; a test then takes `audit` beside `page`, watching from the start. */
export const auditFixture = {
  audit: async ({page}: {page: AuditPage}, use: (audit: Audit) => Promise<void>): Promise<void> => use(await startAudit(page)),
};
