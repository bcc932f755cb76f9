import {createEventQueue, type EventQueue} from './queue/event-queue.js';
import type {QueueParts} from './queue/queue-parts.js';

export interface PageQueueParts extends Pick<
  QueueParts,
  'prefix' | 'clock' | 'storage' | 'allowed' | 'onProblem' | 'durability' | 'unknownOutcome' | 'limits'
> {
  /** Whether the page has storage at all, and so may have a database. */
  readonly mirrored: boolean;
}

/** The queue, on what this page's browser has to offer. Its lanes come later. */
export const createPageQueue = ({mirrored, ...parts}: PageQueueParts): EventQueue =>
  createEventQueue({
    ...parts,
    lanes: [],
    indexedDB: mirrored ? globalThis.indexedDB : null,
    locks: navigator.locks,
    openChannel: typeof BroadcastChannel === 'undefined' ? undefined : name => new BroadcastChannel(name),
    random: Math.random,
    online: () => navigator.onLine !== false,
    page: window,
  });
