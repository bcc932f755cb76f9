import {ReactiveElement} from '@lit/reactive-element';
import {h} from '../dom.js';
import {eventRow} from './event-row.js';
import feed from './feed-panel.styles.js';
import type {LiveEvent} from './live-types.js';
import styles from './panel.styles.js';

const mostRows = 200;

/** The events as they come, the newest first; `add` takes them, so that a row that somebody has opened stays as it is. */
export class FeedPanel extends ReactiveElement {
  static override styles = [styles, feed];
  static override properties = {only: {attribute: false}};

  /** Events of this name only; empty: all. */
  declare only: string;

  #events: LiveEvent[] = [];
  readonly #list = h('ol', {'aria-label': 'Events as they come'});
  readonly #empty = h('p', {class: 'empty'}, 'No event yet. What pages send shows up here at once.');
  readonly #count = h('span', {class: 'quiet', role: 'status'});

  constructor() {
    super();
    this.only = '';
  }

  protected override firstUpdated(): void {
    const head = h('header', {}, h('h2', {id: 'title'}, 'Live'), this.#count);
    this.renderRoot.append(h('section', {'aria-labelledby': 'title'}, head, this.#list, this.#empty));
  }

  protected override updated(): void {
    this.#list.replaceChildren(...this.#wanted().map(event => eventRow(event, false)));
    this.#tell();
  }

  /** Takes events in ascending order. */
  add(events: readonly LiveEvent[]): void {
    const fresh = this.#events.length > 0;
    this.#events = [...[...events].reverse(), ...this.#events].slice(0, mostRows);
    for (const event of events) if (this.only === '' || event.event === this.only) this.#list.prepend(eventRow(event, fresh));
    while (this.#list.childElementCount > mostRows) this.#list.lastElementChild!.remove();
    this.#tell();
  }

  #wanted(): LiveEvent[] {
    return this.#events.filter(({event}) => this.only === '' || event === this.only);
  }

  #tell(): void {
    const shown = this.#list.childElementCount;
    this.#empty.hidden = shown > 0;
    this.#list.hidden = shown === 0;
    this.#count.textContent = shown >= mostRows ? `the latest ${mostRows}` : '';
  }
}
