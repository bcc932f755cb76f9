import type {Clock} from './lib/clock.js';
import {createKeepaliveLedger} from './lib/keepalive-ledger.js';
import {createPost} from './lib/post.js';
import {warn} from './lib/problems.js';
import {createProviderSwitch} from './provider-switch.js';
import type {ProviderSwitch} from './provider-switch.js';
import {loadProvider} from './providers/registry.js';
import {createSendThrough} from './providers/send-through.js';
import type {EventQueue} from './queue/event-queue.js';
import {createQueueDelivery} from './queue/queue-delivery.js';
import type {ProviderHost} from './provider-types.js';
import type {Category, Problem} from './types.js';

export interface DeliveryParts {
  readonly queue: EventQueue;
  readonly clock: Clock;
  /** localStorage, and what the names of everything in it begin with. */
  readonly storage: Storage | null;
  readonly prefix: string;
  readonly identity: ProviderHost['identity'];
  /** Takes an event that a lane's provider has of its own. */
  readonly capture: (lane: string, category: Category, ...event: Parameters<ProviderHost['capture']>) => void;
  readonly guard: ProviderHost['guard'];
  readonly onFlags: () => void;
  /** Removes what providers have stored whose category is not granted, and tells of it. */
  readonly onLeft: () => unknown;
  readonly onProblem: (problem: Problem) => void;
}

/** The path of one event, third part, a chunk of its own: off the disk → provider. */
export interface Delivery {
  /** Says who serves a lane; the one who does needs the category. */
  serve(lane: string, category: Category, onReady: () => void): ProviderSwitch;
  /** Removes what the providers of a lane have stored. */
  purge(lane: string): void;
  /** Resolves when everything that could be sent now has been tried. */
  flush(): Promise<void>;
}

/** Undefined, and nothing begins, when the queue is over already. */
export const createDelivery = ({
  queue,
  clock,
  storage,
  prefix,
  identity,
  capture,
  guard,
  onFlags,
  onLeft,
  onProblem,
}: DeliveryParts): Delivery | undefined => {
  // There before it is needed, as a visitor may withdraw while offline.
  const purging = import('./purge-page.js');
  purging.catch(() => {});
  const ledger = createKeepaliveLedger();
  const sending = queue.attach(core => createQueueDelivery(core, ledger));
  if (!sending) return undefined;
  const host = {
    post: createPost({...clock, fetch: () => globalThis.fetch, pageProtocol: location.protocol, ledger}),
    origin: location.origin,
    now: clock.now,
    warn,
    identity,
    guard,
  };
  const purge = (lane: string, name?: string) =>
    void purging.then(({purgeOwed}) =>
      purgeOwed({storage, prefix, granted: () => false, only: owed => owed.lane === lane && (name ?? owed.name) === owed.name}),
    );
  return {
    serve: (lane, category, onReady) =>
      createProviderSwitch({
        load: loadProvider,
        owe: async (provider, wanted) => {
          const {owePurge} = await purging;
          if (wanted()) owePurge(storage, prefix, provider, lane, category);
        },
        onLate: provider =>
          void purging.then(({owePurge}) => {
            // It may have stored something after the purge had looked for the last time.
            owePurge(storage, prefix, provider, lane, category);
            onLeft();
          }),
        onReplaced: name => purge(lane, name),
        host: {...host, capture: (...event) => capture(lane, category, ...event)},
        connect: next => sending.connect(lane, next ? {manifest: next.manifest, send: createSendThrough(next)} : undefined),
        onReady,
        onFlags,
        clock,
        onProblem,
      }),
    purge,
    flush: sending.flush,
  };
};
