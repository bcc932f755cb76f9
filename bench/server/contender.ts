import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {load, openConnection} from './load.js';
import {serverProcess} from './pin.js';

/** A server in a process of its own. */
export interface Contender {
  readonly variant: string;
  /** So many requests on one connection, one after the other: what each took as the client saw it (µs). */
  times(requests: number): Promise<readonly number[]>;
  /** So many on 8 connections: requests a second, and the processor time (µs) of all threads of the server for one, what is to be sent included. */
  throughput(requests: number): Promise<{readonly perSecond: number; readonly cpu: number}>;
  close(): Promise<void>;
}

interface State {
  readonly cpu: number;
  readonly stats?: {readonly tracked: number; readonly dropped: Readonly<Record<string, number>>};
}

export const openContender = async (host: string, variant: string, sink: string, head: string): Promise<Contender> => {
  const child = fork(fileURLToPath(new URL('serve.mjs', import.meta.url)), [host, variant, sink], serverProcess);
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`${host}, ${variant}: the server ended with ${String(code)}`)),
  );
  // Only a race that it loses hears of it.
  ended.catch(() => {});
  const hear = async <T>() => ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
  const {port} = await hear<{port: number}>();
  const connection = await openConnection(port, head);
  let asked = 0;

  /** A server that lost events, or did not make them, would be too good. */
  const state = async (): Promise<State> => {
    child.send('state');
    const now = await hear<State>();
    const {tracked, dropped} = now.stats ?? {tracked: 0, dropped: {}};
    const wanted = variant === 'askfirst' ? asked : tracked;
    if (tracked !== wanted || Object.keys(dropped).length > 0)
      throw new Error(`${host}, ${variant}: ${tracked} events of ${wanted}, ${JSON.stringify(dropped)}`);
    return now;
  };

  return {
    variant,
    async times(requests) {
      asked += requests;
      const times: number[] = [];
      for (let request = 0; request < requests; request++) times.push(await connection.ask());
      return times;
    },
    async throughput(requests) {
      const before = await state();
      asked += requests;
      const elapsed = await load(port, head, requests, 8);
      const after = await state();
      return {perSecond: requests / elapsed, cpu: (after.cpu - before.cpu) / requests};
    },
    async close() {
      await state();
      connection.close();
      child.disconnect();
      await once(child, 'exit');
    },
  };
};
