#!/usr/bin/env node
import {SetupError} from '../lib/problems.js';
import {runAudit, type AuditBrowser, type Launch} from './audit-command.js';

interface Playwright {
  readonly [engine: string]: {launch(options: {executablePath?: string; args?: string[]}): Promise<AuditBrowser>};
}

/** Playwright is the caller's own: the package does not bring a browser along. */
const playwright = async (): Promise<Playwright> => {
  for (const name of ['playwright', 'playwright-core', '@playwright/test'])
    try {
      return (await import(name)) as Playwright;
    } catch {
      // the next name may be the one that is installed
    }
  throw new SetupError('playwright', 'install playwright or playwright-core beside askfirst');
};

const launch: Launch = async (engine, executable) =>
  (await playwright())[engine]!.launch({
    ...(executable && {executablePath: executable}),
    // Chromium refuses its sandbox to root, as whom containers run.
    ...(engine === 'chromium' && process.getuid?.() === 0 && {args: ['--no-sandbox']}),
  });

process.exitCode = await runAudit(process.argv.slice(2), launch, {
  out: text => process.stdout.write(text),
  error: text => process.stderr.write(text),
});
