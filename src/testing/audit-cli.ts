#!/usr/bin/env node
import {SetupError} from '../lib/problems.js';
import {runAudit, type AuditBrowser, type Launch} from './audit-command.js';

interface Playwright {
  readonly [engine: string]: {launch(options: {executablePath?: string; args?: string[]}): Promise<AuditBrowser>};
}

// Typed as any text, since none of them need be there when this is compiled.
const whole: string = 'playwright';
const core: string = 'playwright-core';
const runner: string = '@playwright/test';

/** Playwright is the caller's own: the package does not bring a browser along. */
const playwright = async (): Promise<Playwright> => {
  for (const load of [() => import(whole), () => import(core), () => import(runner)])
    try {
      return (await load()) as Playwright;
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
