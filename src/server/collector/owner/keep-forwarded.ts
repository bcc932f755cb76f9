import type {ForwardState} from './forward-state.js';
import type {Owner} from './owner.js';
import type {BatchTarget} from './posthog-batch.js';

/** How the forwarding of a running collector is. */
export interface ForwardStatus extends Partial<ForwardState> {
  readonly state: 'off' | 'running' | 'waiting' | 'stopped' | 'failed';
  /** Why it waits or failed. */
  readonly reason?: string;
}

export interface KeepForwarded {
  status(): ForwardStatus;
  /** Goes on where it ended; does nothing while it runs. */
  start(): void;
  /** Resolves when nothing is on its way any more. */
  stop(): Promise<void>;
}

/** Forwards what is stored and what comes, for as long as the collector runs. Without a target there is nothing to start. */
export const createKeepForwarded = (owner: Owner, target: BatchTarget | undefined): KeepForwarded => {
  let status: ForwardStatus = {state: target ? 'stopped' : 'off'};
  let stopping = new AbortController();
  let running: Promise<void> | undefined;

  const run = async (to: BatchTarget) => {
    try {
      const state = await owner.forward(to, {
        follow: true,
        signal: stopping.signal,
        onProgress: (now, waiting) => (status = {...now, ...(waiting ? {state: 'waiting', reason: waiting.reason} : {state: 'running'})}),
      });
      status = {...state, state: 'stopped'};
    } catch (error) {
      status = {...status, state: 'failed', reason: (error as Error).message};
    }
    running = undefined;
  };

  return {
    status: () => status,
    start() {
      if (!target || running) return;
      stopping = new AbortController();
      status = {...status, state: 'running'};
      running = run(target);
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
};
