import {ReactiveElement} from '@lit/reactive-element';
import {pagePair} from '../../src/page-pair.js';
import {css} from '../css.js';
import {h} from '../dom.js';
import {ConsentController} from '../consent-controller.js';

/**
 * Shows what stands in it while a feature flag is on, or has one variant; without consent, and until the provider has answered, what
 * stands in the slot `otherwise`. Needs a provider that has flags, and `features="flags"` at the root.
 *
 * @summary Shows its content to those for whom a feature flag is on.
 * @tag feature-flag
 * @slot - Shown while the flag matches.
 * @slot otherwise - Shown while it does not.
 */
export class FeatureFlag extends ReactiveElement {
  static override styles = css`
    :host {
      display: contents;
    }
  `;
  static override properties = {flag: {}, key: {}, variant: {}};

  /** The flag's name at the provider. */
  declare flag?: string;

  /** The same in plain HTML; React and Vue keep `key` to themselves. */
  declare key?: string;

  /** The variant to show this for; without one, any but "off". */
  declare variant?: string;

  readonly #consent = new ConsentController(this);
  readonly #slot = h('slot', {}) as HTMLSlotElement;
  #stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = pagePair().analytics.onFlags(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override firstUpdated(): void {
    this.renderRoot.append(this.#slot);
  }

  protected override updated(): void {
    const name = this.flag ?? this.key;
    const value = this.#consent.store?.hasConsent('analytics') && name ? pagePair().analytics.flag(name) : undefined;
    const on = this.variant ? value === this.variant : value !== undefined && value !== false;
    this.#slot.name = on ? '' : 'otherwise';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'feature-flag': FeatureFlag;
  }
}
