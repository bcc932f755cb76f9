import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {PassThrough} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {SetupError} from '../../../../src/lib/problems.js';
import {isCommand, runCommand} from '../../../../src/server/collector/owner/run-command.js';
import type {EventRow} from '../../../../src/server/collector/collected-event.js';

const cli = fileURLToPath(new URL('../../../../src/server/collector/cli.ts', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The command itself, as a child process. */
export const startCommand = (...args: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', cli, ...args], {stdio: ['ignore', 'pipe', 'pipe']});

/** Runs the command to its end. */
export const runCli = async (...args: string[]): Promise<Ran> => {
  const child = startCommand(...args);
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return {code, out, err};
};

/** The same without a process of its own, which takes its time. */
export const runHere = async (name: string, ...args: string[]): Promise<Ran> => {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const said = {out: '', err: ''};
  out.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  err.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  if (!isCommand(name)) throw new Error(`${name} is no command`);
  const signal = new AbortController().signal;
  try {
    return {code: await runCommand(name, args, {out, err, signal, now: Date.now}), ...said};
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return {code: 1, out: said.out, err: error.message};
  }
};

let made = 0;

/** A row with a uuid of its own, as the collector stores it. */
export const aRow = (changes: Partial<EventRow> = {}): EventRow => ({
  project: 'phc_demo',
  uuid: `01940000-0000-7000-8000-${String(++made).padStart(12, '0')}`,
  source: 'posthog',
  event: 'message_sent',
  time: Date.now(),
  received_at: Date.now(),
  distinct_id: 'visitor-0001',
  anonymous_id: null,
  session_id: null,
  host: 'www.example.org',
  path: '/chat',
  referrer_domain: null,
  utm_source: null,
  utm_medium: null,
  utm_campaign: null,
  browser: 'Firefox',
  browser_version: '140',
  os: 'Linux',
  os_version: null,
  device_type: 'desktop',
  app_version: null,
  environment: null,
  properties: '{"chat_id":"c1"}',
  ...changes,
});
