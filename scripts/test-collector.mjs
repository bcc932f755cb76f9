// The long forms of the collector's tests: `fuzz` (100,000 odd requests), `kill` (killed 40 times under load), and `node22` (all of them on a
// newer Node, with its own SQLite).
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './setup.mjs';

const folder = join('test', 'src', 'server', 'collector');

const test = (node, files, env = {}) => {
  const {status} = spawnSync(
    node,
    ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-timeout=3600000', '--test-reporter=spec', ...files],
    {cwd: root, stdio: 'inherit', env: {...process.env, ...env}},
  );
  process.exitCode = status ?? 1;
};

/** The path of a newer Node, from the package of that name on npm; undefined when it cannot be had. */
const newerNode = () => {
  const place = join(root, '.cache', 'node22');
  const node = join(place, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    mkdirSync(place, {recursive: true});
    const args = ['install', '--prefix', place, '--no-save', '--no-audit', '--no-fund', 'node@22'];
    spawnSync('npm', args, {stdio: 'inherit', timeout: 300_000, shell: process.platform === 'win32'});
  }
  return existsSync(node) && spawnSync(node, ['--version']).status === 0 ? node : undefined;
};

const [mode] = process.argv.slice(2);
if (mode === 'fuzz') test(process.execPath, [join(folder, 'fuzz.test.ts')], {FUZZ_ROUNDS: process.env.FUZZ_ROUNDS ?? '100000'});
else if (mode === 'kill') test(process.execPath, [join(folder, 'durability.test.ts')], {KILL_ROUNDS: process.env.KILL_ROUNDS ?? '40'});
else if (mode === 'node22') {
  const node = newerNode();
  if (node) {
    const files = readdirSync(join(root, folder)).filter(name => name.endsWith('.test.ts'));
    test(
      node,
      files.map(name => join(folder, name)),
    );
  } else {
    console.error('Cannot: npm gives no Node 22 for this machine (package "node@22"). Nothing was tested on it.');
    process.exitCode = 2;
  }
} else {
  console.error('Say which: fuzz, kill or node22.');
  process.exitCode = 2;
}
