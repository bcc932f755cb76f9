// Everything that CI runs. Runs before anything is installed: Node's own modules only.
import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {root, setUp} from './setup.mjs';

const counts = join(root, '.cache', 'counts.jsonl');
const minute = 60_000;

const bin = path => join('node_modules', path);

// name, what it runs (one after the other), and how long it may take
const steps = [
  ['architecture', [['scripts/test-node.mjs', 'test/architecture.test.mjs', '--name', 'architecture']], minute],
  [
    'lint',
    [
      [bin('eslint/bin/eslint.js'), '.'],
      [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
    ],
    3 * minute,
  ],
  ['build and sizes', [['scripts/build.mjs']], 3 * minute],
  [
    'types',
    [
      [bin('typescript/bin/tsc'), '-p', '.'],
      [bin('typescript/bin/tsc'), '-p', 'tsconfig.slim.json'],
      [bin('typescript/bin/tsc'), '-p', 'demo', '--noEmit'],
    ],
    3 * minute,
  ],
  ['package', [['scripts/check-package.mjs']], 3 * minute],
  ['manifest', [['scripts/check-manifest.mjs']], minute],
  ['node', [['scripts/test-node.mjs', 'test/src', '--coverage', 'coverage/node']], 6 * minute],
  ['elements', [[bin('@web/test-runner/dist/bin.js'), '--coverage']], 8 * minute],
  ['coverage', [['scripts/coverage.mjs']], minute],
  ['e2e', [['scripts/test-node.mjs', 'test/e2e', '--name', 'e2e', '--concurrency', '2']], 8 * minute],
];

// Each of these must have run something, or the account is not to be trusted.
const runners = ['architecture', 'node', 'chromium', 'firefox', 'webkit', 'e2e'];

/** Runs one program; resolves with whether it passed, and what it said. It and its children end when the time is up. */
const run = (args, limit) =>
  new Promise(resolve => {
    const output = [];
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: {...process.env, TEST_COUNTS: counts, CI: 'true', FORCE_COLOR: '0'},
    });
    const end = signal => {
      try {
        process.kill(-child.pid, signal);
      } catch {
        // The whole group has ended already.
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      output.push(`\nStopped: it took longer than ${limit / minute} minutes.\n`);
      end('SIGTERM');
      setTimeout(() => end('SIGKILL'), 5000).unref();
    }, limit);
    const interrupt = () => {
      end('SIGTERM');
      process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupt);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => output.push(text));
    child.on('close', code => {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, interrupt);
      // A browser that outlived its test run must not outlive this step.
      end('SIGKILL');
      resolve({passed: code === 0 && !late, output: output.join('')});
    });
  });

const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`;

const runStep = async ([name, commands, limit]) => {
  const began = Date.now();
  for (const args of commands) {
    const {passed, output} = await run(args, limit);
    if (!passed) {
      console.log(`${output.trimEnd()}\n\n✗ ${name}  ${seconds(began)}: node ${args.join(' ')}`);
      return false;
    }
    if (name === 'build and sizes' || name === 'coverage') console.log(output.trimEnd().replace(/^/gm, '    '));
  }
  console.log(`✓ ${name}  ${seconds(began)}`);
  return true;
};

const account = () =>
  existsSync(counts)
    ? readFileSync(counts, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    : [];

const runAll = async () => {
  rmSync(counts, {force: true});
  setUp({browsers: true});
  mkdirSync(join(root, '.cache'), {recursive: true});
  for (const step of steps) if (!(await runStep(step))) return false;
  const silent = runners.filter(runner => !account().some(row => row.name === runner && row.passed > 0));
  if (silent.length > 0) throw new Error(`No test has run in: ${silent.join(', ')}`);
  return true;
};

const began = Date.now();
const passed = await runAll().catch(error => {
  console.error(error.message);
  return false;
});

const rows = account();
const sum = word => rows.reduce((total, row) => total + row[word], 0);
for (const {name, passed: good, failed, skipped} of rows)
  console.log(`${name.padEnd(14)} ${good} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
console.log(`${passed ? 'All passed' : 'Failed'} after ${seconds(began)}`);
// A step that failed without a failing test (a lint error, a budget) counts as one failure.
console.log(`${sum('passed')} passed, ${passed ? 0 : Math.max(1, sum('failed'))} failed`);
process.exitCode = passed ? 0 : 1;
