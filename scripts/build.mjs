import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, cpSync, readFileSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {root, setUp} from './setup.mjs';

const node = async (program, ...args) => {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${program} failed with exit code ${code}`);
};

/**
 * Builds everything into `dist`: the script-tag build, the npm build with its types, the elements' manifest and what is made of it, the themes, and the demo's scripts.
 * Rejects when a step fails or a part is heavier than its budget (with `quiet`, only a step can fail: a demo may be heavy).
 */
export const build = async ({quiet = false} = {}) => {
  rmSync(join(root, 'dist'), {recursive: true, force: true});
  const {buildDemo} = await import('../demo/build.mjs');
  const outcomes = await Promise.allSettled([
    node('rollup/dist/bin/rollup', '--config', '--failAfterWarnings', '--silent').then(buildDemo),
    node('typescript/bin/tsc', '-p', 'tsconfig.build.json'),
    node('@custom-elements-manifest/analyzer/cem.js', 'analyze', '--config', 'custom-elements-manifest.config.mjs', '--quiet'),
  ]);
  const failed = outcomes.find(({status}) => status === 'rejected');
  if (failed) throw failed.reason;
  const {writeTypes} = await import('./write-types.mjs');
  writeTypes();
  cpSync(join(root, 'components/themes'), join(root, 'dist/themes'), {recursive: true});
  const {bin} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const command of Object.values(bin)) chmodSync(join(root, command), 0o755);
  if (quiet) return;
  const {checkSizes} = await import('./sizes.mjs');
  const heavy = checkSizes();
  if (heavy.length > 0) throw new Error(heavy.join('\n'));
};

if (process.argv[1] === join(root, 'scripts/build.mjs')) {
  try {
    setUp();
    await build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
