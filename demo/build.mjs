import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const demo = fileURLToPath(new URL('.', import.meta.url));

/** The demo is a page like any other: it shares the script tag's module instead of bundling a second copy of it. */
const scriptTag = {
  name: 'script-tag',
  setup: ({onResolve}) => onResolve({filter: /^askfirst$/}, () => ({path: '/askfirst.js', external: true})),
};

/** Bundles the demo's scripts into `dist/demo/`. Rejects with esbuild's own message when a script does not compile. */
export const buildDemo = () =>
  build({
    entryPoints: ['app.ts', 'live.ts', 'looks.ts', 'privacy.ts'].map(file => demo + file),
    outdir: fileURLToPath(new URL('../dist/demo', import.meta.url)),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    sourcemap: true,
    plugins: [scriptTag],
    logLevel: 'warning',
  });

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildDemo();
