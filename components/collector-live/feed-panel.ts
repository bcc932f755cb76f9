import {ReactiveElement} from '@lit/reactive-element';
import {h} from '../dom.js';
import {eventRow} from './event-row.js';
import feed from './feed-panel.styles.js';
import type {LiveEvent} from './live-types.js';
import styles from './panel.styles.js';

const mostRows = 200;

/** The events as they come, the newest first. Rows are added one by one, so that one that somebody has opened stays as it is. */
export class FeedPanel extends ReactiveElement {
  static override styles = [styles, feed];

  readonly #list = h('ol', {'aria-label': 'Events as they come'});
  readonly #empty = h('p', {class: 'empty'}, 'No event yet. What pages send shows up here at once.');
  readonly #count = h('span', {class: 'quiet'});

  protected override firstUpdated(): void {
    const head = h('header', {}, h('h2', {id: 'title'}, 'Live'), this.#count);
    this.renderRoot.append(h('section', {'aria-labelledby': 'title'}, head, this.#list, this.#empty));
    this.#tell();
  }

  /** Takes events in ascending order; with `restart`, in the place of what was there. */
  add(events: readonly LiveEvent[], restart: boolean): void {
    if (restart) this.#list.replaceChildren();
    const atTop = this.#list.scrollTop < 8;
    const before = this.#list.scrollHeight;
    for (const event of events) this.#list.prepend(eventRow(event, !restart));
    while (this.#list.childElementCount > mostRows) this.#list.lastElementChild!.remove();
    // Who reads further down is not pushed about.
    if (!atTop) this.#list.scrollTop += this.#list.scrollHeight - before;
    this.#tell();
  }

  #tell(): void {
    const shown = this.#list.childElementCount;
    this.#empty.hidden = shown > 0;
    this.#list.hidden = shown === 0;
    this.#count.textContent = shown >= mostRows ? `the latest ${mostRows}` : '';
  }
}
