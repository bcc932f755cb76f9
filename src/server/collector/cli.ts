#!/usr/bin/env node
import {SetupError} from '../../lib/problems.js';
import {readCliOptions, usage} from './cli-options.js';
import {createCollector} from './index.js';
import {isCommand, runCommand} from './owner/run-command.js';

const [command, ...rest] = process.argv.slice(2);

// Whoever reads the log or an export may go away (`| head`): that ends no server, and leaves nobody to tell.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  if (isCommand(command)) {
    const stop = new AbortController();
    const abort = () => stop.abort();
    process.once('SIGTERM', abort).once('SIGINT', abort);
    const world = {out: process.stdout, err: process.stderr, signal: stop.signal, now: Date.now};
    process.exitCode = await runCommand(command, rest, world);
  } else await serve();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

async function serve(): Promise<void> {
  const options = readCliOptions(process.argv.slice(2), process.env);
  if (!options) process.stdout.write(usage);
  else {
    const collector = createCollector(options);
    const {url} = await collector.start();
    process.stdout.write(`askfirst collector: ${url}\n`);
    const stop = () => void collector.stop();
    process.once('SIGTERM', stop).once('SIGINT', stop);
  }
}
