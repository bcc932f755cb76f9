import assert from 'node:assert/strict';
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import type {MiddlewareStats} from '../../../../src/server/middleware/index.js';

/** What a sink may do instead of taking events. */
const troubles: Readonly<Record<string, RequestListener>> = {
  silence: request => void request.resume(),
  'a 503': (request, response) => void request.resume().once('end', () => response.writeHead(503).end()),
  'a reset': request => void request.socket.resetAndDestroy(),
  refusal: () => {},
};

/** Of the whole process: 4400 events of eight kilobytes do not fit. */
const megabytes = 44;

for (const provider of ['posthog', 'posthog-node'])
  describe(`a server whose ${provider} is down`, () => {
    it('stays within its memory, rejects nothing unheard, counts what it loses, and ends', {timeout: 120_000}, async () => {
      const servers = Object.values(troubles).map(trouble => createServer(trouble));
      for (const server of servers) await once(server.listen(0, '127.0.0.1'), 'listening');
      const urls = servers.map(server => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      await new Promise(resolve => servers.at(-1)!.close(resolve));
      const child = fork(fileURLToPath(new URL('sink-down-child.ts', import.meta.url)), [provider, ...urls], {
        execArgv: ['--import', 'tsx', `--max-old-space-size=${megabytes}`],
        // The client of posthog-node tells each of its failures.
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let said = '';
      child.stderr!.setEncoding('utf8').on('data', text => (said = (said + String(text)).slice(-2000)));
      try {
        const exit = once(child, 'exit');
        const [all] = (await Promise.race([once(child, 'message'), exit])) as [MiddlewareStats[]];
        assert.ok(Array.isArray(all), `the process ended instead: ${said}`);
        for (const [index, what] of Object.keys(troubles).entries()) {
          const {tracked, delivered, waiting, dropped} = all[index]!;
          assert.equal(tracked, 2222, what);
          assert.equal(delivered, 0, what);
          assert.ok(waiting <= 200, `${waiting} wait with ${what}`);
          assert.equal(
            Object.values(dropped).reduce((sum, count) => sum + count, 0),
            tracked,
            what,
          );
        }
        assert.deepEqual(await exit, [0, null], 'what nobody has heard ends a process of Node');
      } finally {
        child.kill('SIGKILL');
        for (const server of servers) {
          server.close();
          server.closeAllConnections();
        }
      }
    });
  });
