import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {addCounts} from './count-reporter.mjs';
import {root} from './setup.mjs';

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {coverage: {type: 'string'}, name: {type: 'string', default: 'node'}, concurrency: {type: 'string', default: '2'}},
});
const [folder, ...filters] = positionals;

// Node 20's own runner takes no patterns, so the files are named one by one.
const files = (folder.includes('.') ? [folder] : readdirSync(join(root, folder), {recursive: true}).map(name => join(folder, name)))
  .filter(file => /\.test\.(ts|mjs)$/.test(file) && filters.every(filter => file.includes(filter)))
  .sort();
if (files.length === 0) {
  console.error(`No test files in ${folder}${filters.length > 0 ? ` for "${filters.join(' ')}"` : ''}.`);
  process.exit(1);
}

mkdirSync(join(root, '.cache'), {recursive: true});
const tap = join(root, '.cache', `${values.name}.tap`);
const measured = join(root, '.cache', 'v8-coverage');
if (values.coverage) rmSync(measured, {recursive: true, force: true});

const run = (args, env = {}) =>
  spawnSync(process.execPath, args, {cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: {...process.env, ...env}});

const {status} = run(
  [
    ...['--import', 'tsx', '--test', `--test-concurrency=${values.concurrency}`, '--test-timeout=180000'],
    ...['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${tap}`],
    ...files,
  ],
  values.coverage ? {NODE_V8_COVERAGE: measured} : {},
);

const total = word =>
  Number(
    readFileSync(tap, 'utf8')
      .match(new RegExp(`^# ${word} (\\d+)$`, 'gm'))
      ?.at(-1)
      ?.split(' ')[2] ?? 0,
  );
const failed = total('fail') + total('cancelled');
addCounts({
  name: values.name,
  passed: total('pass'),
  failed: status === 0 ? failed : Math.max(1, failed),
  skipped: total('skipped') + total('todo'),
});

const reported = values.coverage
  ? run([
      join(root, 'node_modules/c8/bin/c8.js'),
      ...['report', '--temp-directory', measured, '--reporter', 'json', '--reports-dir', join(root, values.coverage)],
      ...['--include', 'src/**/*.ts', '--exclude', 'test/**', '--exclude-after-remap'],
    ]).status
  : 0;
process.exitCode = status || reported || 0;
