import type {QueueParts} from './queue-parts.js';

export interface FlushMoments {
  /** The page goes away or is frozen: nothing after this is certain to run. */
  readonly leave: () => void;
  /** The page is back, perhaps out of the back-forward cache. */
  readonly back: () => void;
  /** A good moment to send. */
  readonly wake: () => void;
}

const moments = {pagehide: 'leave', freeze: 'leave', pageshow: 'back', resume: 'back', visibilitychange: 'wake', online: 'wake'} as const;

/** Never `unload` or `beforeunload`, which shut a page out of the back-forward cache. Returns the function that stops it. */
export const onFlushMoments = (page: QueueParts['page'], calls: FlushMoments): (() => void) => {
  const listener = (event: Event) => calls[moments[event.type as keyof typeof moments]]();
  // Captured, as the document's own events (freeze) do not all bubble up to the window.
  for (const type of Object.keys(moments)) page.addEventListener(type, listener, true);
  return () => {
    for (const type of Object.keys(moments)) page.removeEventListener(type, listener, true);
  };
};
