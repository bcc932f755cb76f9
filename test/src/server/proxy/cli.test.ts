import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {readCliOptions} from '../../../../src/server/proxy/cli-options.js';
import {createProxy} from '../../../../src/server/proxy/index.js';
import {serve} from './harness.js';

const upstream = 'http://127.0.0.1:8000';

test('reads the command line', () => {
  assert.deepEqual(readCliOptions(['--upstream', upstream], {}), {
    upstream,
    analytics: {provider: 'noop', consent: {}, routes: {}, trustedHops: 0},
  });
  const line =
    `--upstream ${upstream} --port 0 --openapi /a.json --openapi /b/a.json --route /ws/{room} --timeout 5 --trusted-hops 1 --metrics-port 9464 ` +
    '--provider posthog --api-host https://eu.i.posthog.com --release 1.2 --consent-cookie c --policy-version 2 --exclude /health --sample 0.5 ' +
    '--slow 300 --relay posthog=https://eu.i.posthog.com --relay matomo=https://m.example/x --relay-path /t --relay-forward address';
  assert.deepEqual(readCliOptions(line.split(' '), {ASKFIRST_API_KEY: 'phc_demo'}), {
    upstream,
    port: 0,
    openapi: ['/a.json', '/b/a.json'],
    routes: ['/ws/{room}'],
    timeoutMs: 5000,
    metricsPort: 9464,
    relay: {to: {posthog: 'https://eu.i.posthog.com', matomo: 'https://m.example/x'}, path: '/t', forward: ['address']},
    analytics: {
      provider: {name: 'posthog', apiKey: 'phc_demo', apiHost: 'https://eu.i.posthog.com'},
      consent: {cookie: 'c', policyVersion: '2'},
      routes: {exclude: ['/health']},
      trustedHops: 1,
      release: '1.2',
      sample: 0.5,
      slowMs: 300,
    },
  });
  assert.equal(readCliOptions(['--help'], {}), undefined);
});

for (const line of [
  '',
  '--upstream x --port 70000',
  '--upstream x --sample 2',
  '--upstream x --relay posthog',
  '--upstream x --provider matomo',
  '--what',
  'stray',
])
  test(`refuses "${line}"`, () => assert.throws(() => readCliOptions(line.split(' ').filter(Boolean), {}), {name: 'SetupError'}));

for (const options of [
  {upstream: 'ftp://x'},
  {upstream: 'http://user:secret@x'},
  {upstream: 'nonsense'},
  {upstream, relay: {to: {segment: upstream}}},
  {upstream, relay: {to: {posthog: upstream}, path: '/'}},
])
  test(`refuses ${JSON.stringify(options)}`, () =>
    assert.throws(
      () => createProxy(options as Parameters<typeof createProxy>[0]),
      (error: Error) => error.name === 'SetupError' && !error.message.includes('secret'),
    ));

test('the command listens, passes requests on, and ends on SIGTERM', async t => {
  const address = await serve(t, (_, response) => response.end('application'));
  const cli = fileURLToPath(new URL('../../../../src/server/proxy/cli.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', cli, '--upstream', address, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    said += String(chunk);
    if (said.includes('\n')) break;
  }
  const [url] = /http:\/\/\S+/.exec(said) ?? [];
  assert.equal(await (await fetch(url!)).text(), 'application');
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});
