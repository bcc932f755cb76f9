import {ReactiveElement} from '@lit/reactive-element';
import {pagePair} from '../../src/page-pair.js';
import base from '../base.styles.js';
import styles from './analytics-inspector.styles.js';
import table from './event-table.styles.js';
import {createInspectorPanel} from './inspector-panel.js';
import {followPage} from './page-log.js';

const refreshMs = 1000;

/**
 * For developers: what the visitor has decided, what the queue holds, and every event on its way, with what was added, masked, dropped (and
 * why), sent and acknowledged. It changes nothing of that and stores nothing; what the guard has masked it never sees. It hears of events
 * from when it stands in the page: what came before is counted by the queue, and listed once it is sent. Not for visitors: leave it out of the
 * pages that they see.
 *
 * @summary Shows developers the decision, the queue, and what becomes of every event.
 * @tag analytics-inspector
 * @csspart panel - The panel.
 * @csspart heading - The heading.
 * @csspart dock - "Dock" and "Undock".
 * @csspart collapse - "Collapse" and "Expand".
 * @csspart decision - The decision.
 * @csspart queue - The queue's account.
 * @csspart filter - The field that filters the events by words.
 * @csspart kind - The choice of which events are shown.
 * @csspart clear - "Clear": empties the list, and nothing else.
 * @csspart events - The table of events.
 * @csspart event - The button that shows an event's details.
 * @cssproperty --askfirst-color - Text.
 * @cssproperty --askfirst-color-soft - Less important text.
 * @cssproperty --askfirst-background - The panel.
 * @cssproperty --askfirst-border - Borders and lines.
 * @cssproperty --askfirst-focus - The focus ring.
 * @cssproperty --askfirst-radius - Roundness.
 * @cssproperty --askfirst-font - Font family.
 */
export class AnalyticsInspector extends ReactiveElement {
  static override styles = [base, styles, table];
  static override properties = {docked: {type: Boolean}, collapsed: {type: Boolean}};

  /** Stands at the bottom of the window instead of in its place. */
  declare docked?: boolean;

  /** Shows its heading and the counts only. */
  declare collapsed?: boolean;

  readonly #panel = createInspectorPanel({
    dock: () => (this.docked = !this.docked),
    collapse: () => (this.collapsed = !this.collapsed),
    clear: () => this.#log?.clear(),
    redraw: () => this.requestUpdate(),
  });

  #log: ReturnType<typeof followPage> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#log = followPage(() => this.requestUpdate());
    this.#timer = setInterval(() => this.requestUpdate(), refreshMs);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#log?.stop();
    this.#log = undefined;
  }

  protected override firstUpdated(): void {
    this.renderRoot.append(this.#panel.face);
  }

  protected override updated(): void {
    if (!this.#log) return;
    const {consent, analytics} = pagePair();
    const stats = analytics.stats();
    if (!stats.waiting) this.#log.settle();
    this.#panel.draw({state: consent.get(), stats, entries: this.#log.entries(), docked: !!this.docked, collapsed: !!this.collapsed});
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'analytics-inspector': AnalyticsInspector;
  }
}
