// Installs the packed package into the SvelteKit demo, as its own developers would, and drives it in Chromium. Needs the network.
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {build} from './build.mjs';
import {root, setUp} from './setup.mjs';

const cache = join(root, '.cache', 'sveltekit');
const app = join(cache, 'app');

const run = (command, args, cwd, stdio = ['ignore', 'inherit', 'inherit']) => {
  console.log(`> ${command} ${args.join(' ')}`);
  const {status, error, stdout} = spawnSync(command, args, {cwd, encoding: 'utf8', stdio});
  if (error || status !== 0) throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
  return stdout;
};

const pack = () => {
  const said = run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', cache], root, ['ignore', 'pipe', 'inherit']);
  return join(cache, JSON.parse(said)[0].filename);
};

/** The demo as it stands in the project; what was installed before stays, so that the second time is quick. */
const copyDemo = archive => {
  for (const stale of ['src', 'build', '.svelte-kit', 'package-lock.json', 'node_modules/askfirst'])
    rmSync(join(app, stale), {recursive: true, force: true});
  cpSync(join(root, 'demo/sveltekit'), app, {recursive: true});
  const manifest = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'));
  manifest.dependencies.askfirst = `file:${archive}`;
  writeFileSync(join(app, 'package.json'), JSON.stringify(manifest, null, 2));
};

try {
  setUp({browsers: true});
  await build({quiet: true});
  mkdirSync(app, {recursive: true});
  copyDemo(pack());
  run('npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'], app);
  run('npm', ['run', 'check'], app);
  run('npm', ['run', 'build'], app);
  run(process.execPath, [join(root, 'scripts/test-node.mjs'), 'test/sveltekit', '--name', 'sveltekit'], root);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
