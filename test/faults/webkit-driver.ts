// @ts-expect-error -- the project's own set-up scripts run before anything is installed, so they are plain JavaScript
import {startWebKit} from '../../scripts/webkit.mjs';
import type {Launch, Tab} from './driver.js';

interface Program {
  readonly hostname: string;
  readonly port: number;
  readonly capabilities: object;
  stop(): Promise<void>;
}

/**
 * WebKitGTK's MiniBrowser over WebDriver Classic. Its profile lives and dies with the session (automation is ephemeral), so a killed
 * browser cannot be tried; and the driver can take no page off the network, so the sink's refusal stands in for that.
 */
export const launchWebKit: Launch = async () => {
  const program = (await (startWebKit as () => Promise<Program>)()) as Program;
  const base = `http://${program.hostname}:${program.port}/session`;
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(base + path, {method, ...(body && {body: JSON.stringify(body)})});
    const {value} = (await response.json()) as {value: {message?: string}};
    if (!response.ok) throw new Error(`${method} ${path}: ${value.message ?? response.status}`);
    return value;
  };
  const {sessionId} = (await call('POST', '', {capabilities: {alwaysMatch: program.capabilities}})) as {sessionId: string};
  await call('POST', `/${sessionId}/timeouts`, {script: 60_000, pageLoad: 60_000});

  let turn: Promise<unknown> = Promise.resolve();
  /** A session has one current window, so commands to different ones take turns. */
  const within = <T>(handle: string, work: () => Promise<T>): Promise<T> => {
    const next = turn.then(async () => {
      await call('POST', `/${sessionId}/window`, {handle});
      return work();
    });
    turn = next.catch(() => {});
    return next;
  };

  const tabOf = (handle: string): Tab => ({
    async run<T>(expression: string) {
      const script = `const done = arguments[arguments.length - 1];
        Promise.resolve().then(() => (${expression})).then(value => done({value}), error => done({error: String(error)}));`;
      const answer = await within(handle, () => call('POST', `/${sessionId}/execute/async`, {script, args: []}));
      const {value, error} = answer as {value: T; error?: string};
      if (error) throw new Error(error);
      return value;
    },
    goto: url => within(handle, async () => void (await call('POST', `/${sessionId}/url`, {url}))),
    close: () => within(handle, async () => void (await call('DELETE', `/${sessionId}/window`))),
    crash: undefined,
    setOffline: undefined,
  });
  const first = (await call('GET', `/${sessionId}/window`)) as string;

  return {
    newTab: () =>
      within(first, async () => {
        const {handle} = (await call('POST', `/${sessionId}/window/new`, {type: 'tab'})) as {handle: string};
        return tabOf(handle);
      }),
    kill: undefined,
    killWedged: undefined,
    async close() {
      await turn;
      await call('DELETE', `/${sessionId}`).catch(() => {});
      await program.stop();
    },
  };
};
