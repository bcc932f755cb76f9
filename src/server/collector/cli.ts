#!/usr/bin/env node
import {SetupError} from '../../lib/problems.js';
import {readCliOptions, usage} from './cli-options.js';
import {createCollector} from './index.js';

try {
  const options = readCliOptions(process.argv.slice(2), process.env);
  if (!options) process.stdout.write(usage);
  else {
    const collector = createCollector(options);
    const {url} = await collector.start();
    process.stdout.write(`askfirst collector: ${url}\n`);
    const stop = () => void collector.stop();
    process.once('SIGTERM', stop).once('SIGINT', stop);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
