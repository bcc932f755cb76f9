import {spawn} from 'node:child_process';
import {once} from 'node:events';
import type {TestContext} from 'node:test';
// @ts-expect-error -- the project's own set-up scripts run before anything is installed, so they are plain JavaScript
import {findPython} from '../../../../scripts/python.mjs';

/** Runs an ASGI application (`application:app`) of a folder under uvicorn on a free port, until the test ends. Returns its address. */
export const startUvicorn = async (
  t: Pick<TestContext, 'after'>,
  folder: string,
  application: string,
  {args = [], env = {}}: {readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>>} = {},
): Promise<string> => {
  const python = (findPython as () => string | undefined)();
  if (!python) throw new Error('python3-fastapi, python3-uvicorn and python3-websockets (names as in Debian) are not installed');
  const command = ['-B', '-m', 'uvicorn', application, '--app-dir', folder, '--port', '0', '--ws', 'websockets', ...args];
  const child = spawn(python, command, {stdio: ['ignore', 'ignore', 'pipe'], env: {PATH: process.env['PATH'], ...env}});
  t.after(async () => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  let said = '';
  for await (const chunk of child.stderr.setEncoding('utf8')) {
    said += chunk as string;
    const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? [];
    if (!address) continue;
    child.stderr.resume();
    return address;
  }
  throw new Error(`uvicorn has ended:\n${said}`);
};
