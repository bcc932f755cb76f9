import type {ReactiveController, ReactiveControllerHost} from '@lit/reactive-element';

type Host = ReactiveControllerHost & HTMLElement;

const lines = new Map<string, Set<Host>>();

/** The element of this tag that came first and is still on the page, in whatever shadow tree. */
export const firstOfPage = (tag: string): HTMLElement | undefined => lines.get(tag)?.values().next().value;

/** Lets one element of a tag act; the others wait in line. Moving an element in the page keeps its place. */
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
    return firstOfPage(this.#host.localName) === this.#host;
  }

  hostConnected(): void {
    const {localName} = this.#host;
    lines.set(localName, (lines.get(localName) ?? new Set()).add(this.#host));
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // A move is a removal and an insertion in one task: only what is still away afterwards has left.
    queueMicrotask(() => {
      if (this.#host.isConnected || !lines.get(this.#host.localName)?.delete(this.#host)) return;
      this.#onLeave?.();
      (firstOfPage(this.#host.localName) as Host | undefined)?.requestUpdate();
    });
  }
}
