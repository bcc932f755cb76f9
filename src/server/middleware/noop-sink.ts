import type {EventSink} from './event-sink.js';

/** Takes everything at once and keeps nothing: for the provider that does nothing with it. */
export const createNoopSink = (): EventSink => {
  let taken = 0;
  return {
    enqueue: () => void taken++,
    flush: () => Promise.resolve(),
    shutdown: () => Promise.resolve(),
    delivered: () => taken,
    waiting: () => 0,
  };
};
