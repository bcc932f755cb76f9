import {parseArgs} from 'node:util';
import {SetupError} from '../lib/problems.js';
import type {AuditPage} from './audit-browser.js';
import {auditSite, type SiteAudit} from './audit-site.js';
import {decisionNames} from './audit.js';

export const auditUsage = `askfirst-audit URL: opens a page in a real browser with a fresh profile, and lists every request to another origin and every
write to storage before consent, after a refusal, and after a withdrawal. Needs playwright or playwright-core.

  --browser chromium      or firefox, webkit
  --executable PATH       the browser to start, where Playwright has not installed its own
  --accept SELECTOR       what a visitor clicks to accept; open shadow roots are looked into
  --refuse SELECTOR       … to refuse
  --withdraw SELECTOR     … to withdraw; without it, through <analytics-root>
  --allow NAME            may be stored, or asked (an origin); may be repeated; a trailing * stands for any ending
  --wait SECONDS          how long each phase is watched (default 5)
  --json                  the findings as JSON
  --help                  this text

Exit code 0: nothing found. 1: something was. 2: the audit could not be made.
`;

export interface AuditOutput {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** A browser that gives pages of fresh profiles; Playwright's `Browser` fits. */
export interface AuditBrowser {
  newContext(): Promise<{newPage(): Promise<unknown>}>;
  close(): Promise<void>;
}

export type Launch = (engine: string, executable: string | undefined) => Promise<AuditBrowser>;

const engines = ['chromium', 'firefox', 'webkit'];

const read = (args: readonly string[]) => {
  const text = {type: 'string'} as const;
  const flag = {type: 'boolean'} as const;
  const options = {
    browser: {...text, default: 'chromium'},
    executable: text,
    accept: text,
    refuse: text,
    withdraw: text,
    allow: {...text, multiple: true},
    wait: {...text, default: '5'},
    json: flag,
    help: flag,
  } as const;
  try {
    const {values, positionals} = parseArgs({args: [...args], allowPositionals: true, options});
    if (values.help) return {help: true, url: '', values};
    const [url = '', more] = positionals;
    if (more !== undefined || !/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Error('one address is needed, http or https');
    if (!engines.includes(values.browser)) throw new Error(`--browser is one of ${engines.join(', ')}`);
    if (!(Number(values.wait) > 0 && Number(values.wait) <= 600)) throw new Error('--wait is a number of seconds, 600 at most');
    return {help: false, url, values};
  } catch (error) {
    throw new SetupError('arguments', `${(error as Error).message.replace(/\.$/, '')}. Try --help.`);
  }
};

const report = (audit: SiteAudit): string =>
  Object.entries(audit)
    .map(([phase, findings]) =>
      findings.length === 0
        ? `${phase}: nothing\n`
        : `${phase}: ${findings.length}\n${findings.map(({kind, what, initiator}) => `  ${kind.padEnd(7)} ${what}\n          by ${initiator}\n`).join('')}`,
    )
    .join('');

/** The command `askfirst-audit`; returns its exit code, and never throws. */
export const runAudit = async (args: readonly string[], launch: Launch, {out, error}: AuditOutput): Promise<number> => {
  let browser: AuditBrowser | undefined;
  try {
    const {help, url, values} = read(args);
    if (help) {
      out(auditUsage);
      return 0;
    }
    const {accept, refuse, withdraw, allow = [], wait} = values;
    browser = await launch(values.browser, values.executable);
    const newPage = async () => (await (await browser!.newContext()).newPage()) as AuditPage;
    const audit = await auditSite(newPage, url, {
      watchMs: Number(wait) * 1000,
      allow: [...decisionNames, ...allow],
      ...(accept && {accept}),
      ...(refuse && {refuse}),
      ...(withdraw && {withdraw}),
      onPhase: phase => values.json || error(`${phase} …\n`),
    });
    out(values.json ? `${JSON.stringify(audit, null, 2)}\n` : report(audit));
    return Object.values(audit).some(findings => findings.length) ? 1 : 0;
  } catch (failure) {
    error(`${(failure as Error).message.split('\n')[0]}\n`);
    return 2;
  } finally {
    await browser?.close();
  }
};
