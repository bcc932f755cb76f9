import type {ReactiveController, ReactiveControllerHost} from '@lit/reactive-element';
import type {AnalyticsPair} from '../src/create-analytics.js';
import type {ConsentState, ConsentStore} from '../src/types.js';
import {analyticsContext} from './analytics-context.js';
import {outward} from './events.js';
import {lateRoot} from './late-root.js';

/** Brings the decision down to an element and its wishes up. Updates the element whenever the decision changes. */
export class ConsentController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #stopAsking: (() => void) | undefined;
  #stopFollowing: (() => void) | undefined;

  /** The decision, or undefined while the element is away from the page or the page has no root. */
  state: ConsentState | undefined;

  /** The page's store, under the same condition. */
  store: ConsentStore | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    lateRoot(this.#host.ownerDocument);
    const request = {context: analyticsContext, contextTarget: this.#host, callback: this.#answered, subscribe: true};
    this.#host.dispatchEvent(Object.assign(new Event('context-request', outward), request));
  }

  hostDisconnected(): void {
    this.#stopAsking?.();
    this.#follow(undefined);
  }

  // One function for the element's whole life: providers know their subscribers by it.
  readonly #answered = (pair: AnalyticsPair | undefined, stop?: () => void): void => {
    this.#stopAsking = stop;
    this.#follow(pair?.consent);
  };

  #follow(store: ConsentStore | undefined): void {
    this.#stopFollowing?.();
    this.store = store;
    this.state = undefined;
    this.#stopFollowing = store?.subscribe(state => {
      this.state = state;
      this.#host.requestUpdate();
    });
    this.#host.requestUpdate();
  }
}
