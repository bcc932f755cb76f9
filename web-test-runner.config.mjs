import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import {fileURLToPath} from 'node:url';
import {chromiumArgs, findBrowsers} from './scripts/browsers.mjs';
import {countReporter} from './scripts/count-reporter.mjs';
import {webkitLauncher} from './scripts/webkit-launcher.mjs';

const {chromium, firefox} = findBrowsers();

// Firefox is driven by puppeteer over WebDriver BiDi: Debian has no geckodriver, and Playwright cannot drive a stock Firefox.
const engines = {
  chromium: chromeLauncher({launchOptions: {executablePath: chromium, headless: true, args: chromiumArgs}}),
  firefox: chromeLauncher({puppeteer, launchOptions: {browser: 'firefox', executablePath: firefox, headless: true}}),
  webkit: webkitLauncher(),
};

const isChromium = ({headers}) => /Chrom/.test(headers['user-agent']);

/**
 * In Chromium the elements run on what the script-tag build bundles for Lit, in the other engines on Lit itself, as from npm. The live page
 * is a bundle of its own, with Lit.
 */
const slimInChromium = {
  name: 'slim-in-chromium',
  transform: context =>
    isChromium(context) && /^\/(components\/(?!collector-live)|test\/components)\//.test(context.path)
      ? context.body.replace(/(from\s*)["']@lit\/reactive-element["']/g, "$1'/scripts/slim-reactive-element.ts'")
      : undefined,
  transformCacheKey: context => String(isChromium(context)),
};

const named = process.argv.indexOf('--files');
const files = named < 0 ? ['test/components/**/*.test.ts', 'test/src/**/*.browser.ts'] : process.argv.slice(named + 1);

/** One engine: `npm run test:elements -- --group chromium`; one file in it: `-- --group chromium --files test/components/x.test.ts`. */
export default {
  groups: Object.entries(engines).map(([name, launcher]) => ({name, files, browsers: [launcher]})),
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  nodeResolve: {exportConditions: ['production', 'default']},
  plugins: [
    slimInChromium,
    esbuildPlugin({ts: true, target: 'es2022', tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url))}),
  ],
  reporters: [defaultReporter({reportTestResults: true, reportTestProgress: !process.env.CI}), countReporter()],
  testRunnerHtml: framework => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tests</title></head>
  <body><script type="module" src="${framework}"></script></body>
</html>`,
  testFramework: {config: {timeout: 10_000}},
  // A page in the background gets no focus, so one page per browser; two browsers at a time for two cores.
  concurrency: 1,
  concurrentBrowsers: 2,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 120_000,
  coverageConfig: {include: ['src/**/*.ts', 'components/**/*.ts'], reportDir: 'coverage/elements', reporters: ['json', 'lcovonly']},
};
