/** The parts of the window that navigation is seen in. */
export interface NavigationSource {
  readonly window: Window & {readonly navigation?: EventTarget};
  readonly document: Document;
}

/** Path and hash route; a changed query or anchor alone is no new page. */
const pageOf = ({pathname, hash}: Location): string => pathname + (/^#!?\//.test(hash) ? hash : '');

/** What was counted last, for whom: a root that comes back (a router, a swapped body) must not count its page again. */
const counted = new WeakMap<object, string>();

/**
 * Calls `onPageView` once now and once per navigation within the document (history API, back and forward, hash routes).
 * A page that was opened in the background, or prerendered, counts when it is first seen.
 * @param who Who begins anew with the same object goes on: the page that was counted last is not counted again,
 * @param grant unless this, the moment that the grant began (epoch ms), is another.
 * @returns The function that stops it.
 */
export const observePageViews = (
  {window, document}: NavigationSource,
  onPageView: () => void,
  who: object = {},
  grant = 0,
): (() => void) => {
  let stopped = false;

  const look = () => {
    const view = `${grant} ${pageOf(window.location)}`;
    if (stopped || document.visibilityState !== 'visible' || counted.get(who) === view) return;
    counted.set(who, view);
    onPageView();
  };
  // Routers set the title just after the address, so the page view waits for the end of the task.
  const lookSoon = () => void setTimeout(look);

  const {navigation, history} = window;
  const restore: (() => void)[] = [];
  const listen = (target: EventTarget, name: string) => {
    target.addEventListener(name, lookSoon);
    restore.push(() => target.removeEventListener(name, lookSoon));
  };

  if (navigation) listen(navigation, 'currententrychange');
  else {
    listen(window, 'popstate');
    listen(window, 'hashchange');
    for (const method of ['pushState', 'replaceState'] as const) {
      const original = history[method];
      const patched: typeof original = function (this: History, ...args) {
        original.apply(this, args);
        lookSoon();
      };
      history[method] = patched;
      // Someone may have wrapped ours since; then it stays, and does nothing more.
      restore.push(() => history[method] === patched && (history[method] = original));
    }
  }
  listen(document, 'visibilitychange');
  look();

  return () => {
    stopped = true;
    for (const undo of restore) undo();
  };
};
