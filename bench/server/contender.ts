import {fork} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {load} from './load.js';

/** What a round has shown; times in µs. */
export interface Figures {
  readonly perSecond: number;
  /** As the client sees it, one request at a time. */
  readonly p50: number;
  readonly p99: number;
  /** As the server sees it, until the last byte is out: the median of a request. */
  readonly duration: number;
  /** Of all threads of the server, what has to be sent included, for one request. */
  readonly cpu: number;
}

/** A server in a process of its own. */
export interface Contender {
  readonly variant: string;
  measure(requests: number): Promise<Figures>;
  close(): Promise<void>;
}

interface State {
  readonly cpu: number;
  readonly duration: number;
  readonly stats?: {readonly tracked: number; readonly dropped: Readonly<Record<string, number>>};
}

export const openContender = async (host: string, variant: string, sink: string, head: string): Promise<Contender> => {
  const child = fork(fileURLToPath(new URL('serve.mjs', import.meta.url)), [host, variant, sink], {execArgv: []});
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`${host}, ${variant}: the server ended with ${String(code)}`)),
  );
  // Only a race that it loses hears of it.
  ended.catch(() => {});
  const hear = async <T>() => ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
  const {port} = await hear<{port: number}>();
  const ask = () => {
    child.send('state');
    return hear<State>();
  };

  let asked = 0;
  return {
    variant,
    async measure(requests) {
      asked += requests / 4 + requests;
      await ask();
      const {latencies} = await load(port, head, requests / 4, 1);
      const before = await ask();
      const {elapsed} = await load(port, head, requests, 8);
      const after = await ask();
      // A round in which events were lost, or were not made, would be too good.
      const {tracked, dropped} = after.stats ?? {tracked: 0, dropped: {}};
      const wanted = variant === 'askfirst' ? asked : tracked;
      if (tracked !== wanted || Object.keys(dropped).length > 0)
        throw new Error(`${host}, ${variant}: ${tracked} events of ${wanted}, ${JSON.stringify(dropped)}`);
      return {
        perSecond: requests / elapsed,
        p50: latencies[latencies.length >> 1]!,
        p99: latencies[Math.floor(latencies.length * 0.99)]!,
        duration: before.duration,
        cpu: (after.cpu - before.cpu) / requests,
      };
    },
    async close() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
};
