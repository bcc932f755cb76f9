import type {AuditPage} from './audit-browser.js';
import {startAudit, type AuditOptions, type Finding} from './audit.js';

/** When it was done: before any decision, after a refusal, after a grant was withdrawn. */
export type Phase = 'before consent' | 'after refusal' | 'after withdrawal';

export interface SiteAuditOptions extends AuditOptions {
  /** How long the page is watched in each phase (ms). Default 5000. */
  readonly watchMs?: number;
  /** Selectors of what a visitor clicks; open shadow roots are looked into. Defaults are those of our own elements. */
  readonly accept?: string;
  readonly refuse?: string;
  /** Without one, consent is withdrawn through `document.querySelector('analytics-root').consent`. */
  readonly withdraw?: string;
  readonly onPhase?: (phase: Phase) => void;
}

export type SiteAudit = Readonly<Record<Phase, readonly Finding[]>>;

const withdrawOurs = "document.querySelector('analytics-root').consent.withdrawAll('settings'), Date.now()";
/** A task after the click's own, so that everything which the page does in it is over. */
const noteClick =
  "addEventListener('click', () => setTimeout(() => (globalThis.askfirstAuditClick = Date.now())), {once: true, capture: true})";
const clickedAt = 'new Promise(resolve => setTimeout(() => resolve(globalThis.askfirstAuditClick ?? Date.now())))';
const clickMs = 10_000;
/** A purge takes two seconds; what is still stored after it was not removed. */
const purgeMs = 2500;

/**
 * Opens the page in a fresh profile three times, and watches it before any decision, after a refusal, and after a withdrawal. `newPage`
 * gives a page of a new browser context each time.
 * @throws when the page cannot be opened, or has no such buttons.
 */
export const auditSite = async (newPage: () => Promise<AuditPage>, url: string, options: SiteAuditOptions = {}): Promise<SiteAudit> => {
  const {
    watchMs = 5000,
    accept = 'consent-banner [part~="accept"]',
    refuse = 'consent-banner [part~="refuse"]',
    withdraw,
    onPhase = () => {},
  } = options;

  const open = async (phase: Phase) => {
    onPhase(phase);
    const page = await newPage();
    const audit = await startAudit(page, options);
    await page.goto(url);
    return {page, audit};
  };
  /** Clicks, and tells when (epoch ms) the page had dealt with it. */
  const act = async (page: AuditPage, selector: string): Promise<number> => {
    await page.evaluate(noteClick);
    await page.locator(selector).first().click({timeout: clickMs});
    return page.evaluate<number>(clickedAt);
  };

  const fresh = await open('before consent');
  await fresh.page.waitForTimeout(watchMs);
  const before = await fresh.audit.take();

  const refusing = await open('after refusal');
  const refusedAt = await act(refusing.page, refuse);
  await refusing.page.waitForTimeout(watchMs);
  const refused = await refusing.audit.take(refusedAt);

  const granting = await open('after withdrawal');
  await act(granting.page, accept);
  await granting.page.waitForTimeout(watchMs);
  const withdrawnAt = withdraw ? await act(granting.page, withdraw) : await granting.page.evaluate<number>(withdrawOurs);
  await granting.page.waitForTimeout(purgeMs + watchMs);
  const withdrawn = await granting.audit.take(withdrawnAt);

  return {
    'before consent': before,
    'after refusal': refused,
    'after withdrawal': withdrawn,
  };
};
