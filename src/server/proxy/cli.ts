#!/usr/bin/env node
import {SetupError} from '../../lib/problems.js';
import {readCliOptions, usage} from './cli-options.js';
import {createProxy} from './create-proxy.js';

try {
  const options = readCliOptions(process.argv.slice(2), process.env);
  if (!options) process.stdout.write(usage);
  else {
    const proxy = createProxy(options);
    const {url, metricsUrl} = await proxy.start();
    process.stdout.write(`askfirst proxy: ${url}\n${metricsUrl ? `metrics: ${metricsUrl}\n` : ''}`);
    const stop = () => void proxy.stop();
    process.once('SIGTERM', stop).once('SIGINT', stop);
  }
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
