import type {ReactiveControllerHost} from '@lit/reactive-element';

type Host = ReactiveControllerHost & HTMLElement;

/** All elements of which a page has one, in the order of their coming. */
const line = new Set<Host>();

const firstLike = ({localName}: Host): Host | undefined => [...line].find(host => host.localName === localName);

/**
 * Tells whether the element is the first of its kind in the page; the next in line is asked to update when it has left.
 * @param onLeave Called when the element has left the page for good (a move is not leaving).
 */
export const firstOfPage = (host: Host, onLeave?: () => void): (() => boolean) => {
  host.addController({
    hostConnected() {
      line.add(host);
      host.requestUpdate();
    },
    hostDisconnected() {
      // A move is a removal and an insertion in one task: only what is still away afterwards has left.
      queueMicrotask(() => {
        if (host.isConnected || !line.delete(host)) return;
        onLeave?.();
        firstLike(host)?.requestUpdate();
      });
    },
  });
  return () => firstLike(host) === host;
};
