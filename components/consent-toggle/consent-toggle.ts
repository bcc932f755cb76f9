import {ReactiveElement} from '@lit/reactive-element';
import type {Category} from '../../src/types.js';
import base from '../base.styles.js';
import {ConsentController} from '../consent-controller.js';
import {LocaleController} from '../locale-controller.js';
import type {ToggleView} from './toggle-view.js';

/**
 * Grants and withdraws one category, at once. Off until the visitor has granted it; disabled for `essential`, for a category that the
 * root does not have, and while the page has no root. What it shows is loaded when the first one is on a page.
 *
 * @summary One switch for one category.
 * @tag consent-toggle
 * @slot - The label, when the locale's is not wanted.
 * @csspart label - The label with the switch.
 * @csspart switch - The switch itself.
 * @cssproperty --askfirst-accent - A switch that is on.
 * @cssproperty --askfirst-on-accent - Its knob.
 * @cssproperty --askfirst-color - Text, and a switch that is off.
 */
export class ConsentToggle extends ReactiveElement {
  static override styles = base;
  static override properties = {category: {}};

  /** The category that this switch grants and withdraws. Default `analytics`. */
  declare category?: Category;

  readonly #consent = new ConsentController(this);
  readonly #locale = new LocaleController(this);
  #view: ToggleView | undefined;

  protected override firstUpdated(): void {
    import('./toggle-view.js').then(
      ({createToggleView}) => {
        this.#view = createToggleView(this.renderRoot as ShadowRoot, (choice, source) =>
          this.#consent.store?.setCategories(choice, source),
        );
        this.requestUpdate();
      },
      // The page goes without this switch; the settings and the banner are still there.
      () => {},
    );
  }

  protected override updated(): void {
    this.#view?.show(this.category ?? 'analytics', this.#consent.state, this.#locale.texts);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'consent-toggle': ConsentToggle;
  }
}
