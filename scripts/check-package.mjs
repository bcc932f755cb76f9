import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {root} from './setup.mjs';

const folder = join(root, '.cache', 'pack');

const run = (command, args, options = {}) => {
  const {status, error, stdout} = spawnSync(command, args, {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options});
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${stdout ?? ''}${error?.message ?? ''}`);
  return stdout;
};

const tool = (path, ...args) => console.log(run(process.execPath, [join(root, 'node_modules', path), ...args]).trim());

rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]));
console.log(`${packed.filename}: ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);
const archive = join(folder, packed.filename);
tool('publint/src/cli.js', 'run', archive, '--strict');
tool('@arethetypeswrong/cli/dist/index.js', archive, '--profile', 'esm-only', '--exclude-entrypoints', './custom-elements.json');
