import {ReactiveElement} from '@lit/reactive-element';
import styles from './panel.styles.js';

/**
 * A part of the live page: shows `data`, and nothing before it is there. Made anew when the data changes in what it says, so that what a
 * reader has opened or focused is not taken away for nothing.
 */
export abstract class LivePanel<Data> extends ReactiveElement {
  static override styles = [styles];
  static override properties = {data: {attribute: false}};

  declare data: Data | undefined;
  #shown = '';

  protected override updated(): void {
    const text = JSON.stringify(this.data);
    if (this.data === undefined || text === this.#shown) return;
    this.#shown = text;
    const opened = this.#opened();
    this.renderRoot.replaceChildren(...this.show(this.data));
    opened.forEach((open, at) => {
      const details = this.renderRoot.querySelectorAll('details')[at];
      if (details) details.open = open;
    });
  }

  /** What is to be seen of the data. */
  protected abstract show(data: Data): Node[];

  #opened(): boolean[] {
    return Array.from(this.renderRoot.querySelectorAll('details'), details => details.open);
  }
}
