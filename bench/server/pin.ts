import {spawnSync} from 'node:child_process';
import {availableParallelism} from 'node:os';

/**
 * Which CPU the client and which the servers keep to. Without it a process's figures depend on where the scheduler has put it, by more than what is
 * measured here. Linux only: elsewhere the benchmark runs as it comes, and says so.
 */
const client = '0';
const server = '1';

const pinned = availableParallelism() > 1 && spawnSync('taskset', ['-a', '-c', '-p', client, String(process.pid)]).status === 0;

/** How a server's process is begun. */
export const serverProcess: {readonly execPath?: string; readonly execArgv: string[]} = pinned
  ? {execPath: 'taskset', execArgv: ['-c', server, process.execPath]}
  : {execArgv: []};

export const pinning: string = pinned
  ? `client on CPU ${client}, servers on CPU ${server}`
  : 'no CPU to each process: the figures are noisy';
