import type {ReactiveController, ReactiveControllerHost} from '@lit/reactive-element';

type Host = ReactiveControllerHost & HTMLElement;

/** Whoever stands in line on the page, in whatever shadow tree, in the order in which they came. */
const line = new Set<Host>();

const firstLike = ({localName}: Host): Host | undefined => [...line].find(host => host.localName === localName);

/** Lets one element of a tag act, the one that came first; the others wait in line. Moving an element in the page keeps its place. */
export class FirstOfPage implements ReactiveController {
  readonly #host: Host;
  readonly #onLeave: (() => void) | undefined;

  /** @param onLeave Called when the element has left the page for good (a move is not leaving). */
  constructor(host: Host, onLeave?: () => void) {
    this.#host = host;
    this.#onLeave = onLeave;
    host.addController(this);
  }

  get first(): boolean {
    return firstLike(this.#host) === this.#host;
  }

  hostConnected(): void {
    line.add(this.#host);
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // A move is a removal and an insertion in one task: only what is still away afterwards has left.
    queueMicrotask(() => {
      if (this.#host.isConnected || !line.delete(this.#host)) return;
      this.#onLeave?.();
      firstLike(this.#host)?.requestUpdate();
    });
  }
}
