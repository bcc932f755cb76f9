import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {root, setUp} from './setup.mjs';

const start = async () => {
  setUp();
  console.log('Building …');
  const {build} = await import('./build.mjs');
  await build({quiet: true});
  const demo = spawn(process.execPath, [join(root, 'demo/serve.mjs'), ...process.argv.slice(2)], {cwd: root, stdio: 'inherit'});
  // Ctrl+C reaches the demo by itself; it ends in its own time, and this process after it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => demo.kill('SIGTERM'));
  demo.on('exit', (code, signal) => process.exit(signal ? 1 : code));
};

await start().catch(error => {
  console.error(error.message);
  process.exitCode = 1;
});
