import {ReactiveElement} from '@lit/reactive-element';
import {warn} from '../../src/lib/problems.js';
import base from '../base.styles.js';
import {ConsentController} from '../consent-controller.js';
import {button} from '../dom.js';
import {LocaleController} from '../locale-controller.js';
import {textsOf} from '../own-texts.js';
import type {Texts} from '../texts.js';
import type {SettingsPanel} from './settings-panel.js';

/**
 * The choices: one switch per category with its purpose, the last decision, Save, Accept all, Essential only and Withdraw all. Stands
 * where its tag stands; before a decision only as a button that opens the dialog. The panel is loaded when it comes into view or is
 * opened. In the dialog focus is kept and given back, and Escape closes without deciding. Switches count when saved.
 *
 * @summary Shows and changes the decision, in place or as a dialog.
 * @tag consent-settings
 * @slot name-analytics - Replaces the name of a category: `name-` and the category's id.
 * @slot purpose-analytics - Replaces what a category is for: `purpose-` and the category's id.
 * @csspart open - The button that opens the dialog.
 * @csspart dialog - The dialog.
 * @csspart panel - The panel, in place or in the dialog.
 * @csspart heading - The heading.
 * @csspart category - One row.
 * @csspart switch - A switch.
 * @csspart new - The mark of a category that was added after the last decision.
 * @csspart accept - "Accept all".
 * @csspart refuse - "Essential only"; style it like `accept`.
 * @csspart save - "Save choices".
 * @csspart withdraw - "Withdraw all".
 * @csspart close - The dialog's "Close".
 * @csspart services - Who gets what a category allows, folded.
 * @csspart forget - "Delete my data".
 * @csspart reload - The offer to reload, after a withdrawal that only a reload completes.
 * @csspart reload-now - Its button.
 * @cssproperty --askfirst-color - Text.
 * @cssproperty --askfirst-color-soft - Less important text.
 * @cssproperty --askfirst-background - The panel.
 * @cssproperty --askfirst-border - The panel's border.
 * @cssproperty --askfirst-accent - Buttons, and switches that are on.
 * @cssproperty --askfirst-on-accent - Text on them.
 * @cssproperty --askfirst-backdrop - What lies over the page behind the dialog.
 * @cssproperty --askfirst-radius - Roundness of the panel; buttons follow.
 */
export class ConsentSettings extends ReactiveElement {
  static override styles = base;
  static override properties = {
    privacyUrl: {attribute: 'privacy-url'},
    dialogOnly: {type: Boolean, attribute: 'dialog-only'},
    texts: {type: Object},
  };

  /** Link to the privacy policy: http(s), mailto or relative; anything else is left out. */
  declare privacyUrl?: string;

  /** Shows nothing in place: only the dialog, by `open()`. */
  declare dialogOnly?: boolean;

  /** Single words instead of the locale's, by their keys; as JSON in markup. */
  declare texts?: Partial<Texts> | null;

  readonly #consent = new ConsentController(this);
  readonly #locale = new LocaleController(this);
  readonly #button = button('open', 'face quiet', '', () => void this.open());
  // Loaded a little ahead, so that it has grown before the visitor comes to it and nothing moves before their eyes.
  readonly #inView = new IntersectionObserver(
    entries => {
      if (entries.some(entry => entry.isIntersecting)) void this.#load();
    },
    {rootMargin: '50%'},
  );

  #panel: SettingsPanel | undefined;
  #open = false;

  protected override firstUpdated(): void {
    this.renderRoot.append(this.#button);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#inView.disconnect();
    this.#open = false;
  }

  protected override updated(): void {
    const {state, store} = this.#consent;
    const texts = textsOf(this, this.#locale.texts);
    // Before the first decision the page is to load nothing but the entry.
    const inline = !this.dialogOnly && !!(state?.decided || state?.timestamp);
    const {privacyUrl} = this;
    const view = state && store && texts && {state, store, texts, inline, open: this.#open, privacyUrl, close: () => this.close()};
    if (view) {
      if (inline && !this.#panel) this.#inView.observe(this);
      this.#button.textContent = texts.settings;
      this.#button.lang = texts.lang;
    }
    // It stays in the tree all the time: what is moved loses the focus.
    this.#button.hidden = !view || !!this.dialogOnly || (inline && !!this.#panel);
    this.#panel?.draw(view);
  }

  async #load(): Promise<void> {
    try {
      const {createSettingsPanel} = await import('./settings-panel.js');
      this.#inView.disconnect();
      this.#panel ??= createSettingsPanel(this.renderRoot as ShadowRoot);
      this.requestUpdate();
    } catch {
      warn('settings-failed', '<consent-settings> could not be loaded: a click tries again');
    }
  }

  /** Opens the choices as a dialog; resolves when it is there. */
  async open(): Promise<void> {
    this.#open = true;
    if (!this.#panel) await this.#load();
    this.requestUpdate();
    await this.updateComplete;
  }

  /** Closes the dialog without deciding anything. */
  close(): void {
    this.#open = false;
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'consent-settings': ConsentSettings;
  }
}
