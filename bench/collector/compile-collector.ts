import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

export interface CompiledCollector {
  /** Runs it as a process of its own on any free port, without limits of rates. */
  start(db: string): Promise<{child: ChildProcess; url: string}>;
  remove(): void;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Compiles the collector from its sources, without what a loader for tests adds to each function. */
export const compileCollector = async (): Promise<CompiledCollector> => {
  // Inside the project, so that it finds the packages that it needs.
  mkdirSync(join(root, '.cache'), {recursive: true});
  const outdir = mkdtempSync(join(root, '.cache', 'bench-collector-'));
  const source = (name: string) => join(root, 'src/server/collector', name);
  await build({
    entryPoints: [source('cli.ts'), source('writer-thread.ts')],
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    // The writer's thread is looked for beside the module that starts it.
    chunkNames: '[name]-[hash]',
    logLevel: 'error',
  });
  return {
    async start(db) {
      const limits = ['--events-per-second', '0', '--requests-per-second', '0'];
      const child = spawn(process.execPath, [join(outdir, 'cli.js'), '--port', '0', '--db', db, ...limits], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      return {child, url: /http:\S+/.exec(line.toString())![0]};
    },
    remove: () => rmSync(outdir, {recursive: true, force: true}),
  };
};
