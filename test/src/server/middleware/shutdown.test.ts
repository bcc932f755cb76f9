import assert from 'node:assert/strict';
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {openCaptureServer} from './capture-server.js';

it('a server that is told to end answers first, sends what waits, and then ends by the signal', {timeout: 60_000}, async () => {
  const sink = await openCaptureServer();
  const child = fork(fileURLToPath(new URL('shutdown-child.ts', import.meta.url)), [sink.url], {execArgv: ['--import', 'tsx']});
  try {
    const [port] = (await once(child, 'message')) as [number];
    assert.equal(await fetch(`http://127.0.0.1:${port}/`).then(response => response.text()), 'ok');
    const asked = once(child, 'message');
    const late = fetch(`http://127.0.0.1:${port}/late`).then(response => response.text());
    await asked;
    assert.equal(sink.requests.length, 0, 'what waits has not been sent');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    assert.equal(await late, 'late');
    assert.deepEqual(await ended, [null, 'SIGTERM']);
    assert.equal(sink.events().length, 2);
  } finally {
    child.kill('SIGKILL');
    await sink.close();
  }
});
