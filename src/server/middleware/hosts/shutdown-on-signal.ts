import type {Server} from 'node:http';

export interface ShutdownOptions {
  /** Stops listening first, and lets what has begun come to its end. */
  readonly server?: {close(onClose: () => void): unknown} & Partial<Pick<Server, 'closeIdleConnections' | 'closeAllConnections'>>;
  /** Default SIGTERM and SIGINT. */
  readonly signals?: readonly NodeJS.Signals[];
  /** For requests and events each (ms); then it ends all the same. Default 5000. */
  readonly timeoutMs?: number;
}

/**
 * On a signal: the server closes, the events that wait are sent, and the process ends by the same signal, as it would have without this. A second
 * signal ends it at once. Returns what undoes it.
 */
export const shutdownOnSignal = (
  analytics: {shutdown(timeoutMs?: number): Promise<void>},
  {server, signals = ['SIGTERM', 'SIGINT'], timeoutMs = 5000}: ShutdownOptions = {},
): (() => void) => {
  const undo = () => signals.forEach(signal => process.off(signal, stop));
  const stop = async (signal: NodeJS.Signals) => {
    undo();
    if (server) await closed(server, timeoutMs);
    await analytics.shutdown(timeoutMs);
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.on(signal, stop);
  return undo;
};

const closed = (server: NonNullable<ShutdownOptions['server']>, timeoutMs: number) =>
  new Promise<void>(resolve => {
    const late = setTimeout(() => {
      clearInterval(sweep);
      server.closeAllConnections?.();
      resolve();
    }, timeoutMs);
    // Connections that clients keep alive become idle one by one, as their last answer goes out.
    const sweep = setInterval(() => server.closeIdleConnections?.(), 20);
    server.close(() => {
      clearTimeout(late);
      clearInterval(sweep);
      resolve();
    });
  });
