import {ReactiveElement} from '@lit/reactive-element';
import base from '../base.styles.js';
import {ConsentController} from '../consent-controller.js';
import {button} from '../dom.js';
import {LocaleController} from '../locale-controller.js';
import {type OwnTexts, textsOf} from '../own-texts.js';
import {createSettingsPanel, type SettingsPanel} from './settings-panel.js';

/**
 * The choices: one switch per category with its purpose, the last decision, Save, Accept all, Essential only and Withdraw all. Stands
 * where its tag stands; before a decision only as a button that opens the dialog. In the dialog focus is kept and given back, and Escape closes without deciding. Switches count when saved.
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
 * @csspart receipt - "Download receipt"; there once the visitor has decided.
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
    texts: {},
  };

  /** Link to the privacy policy: http(s), mailto or relative; anything else is left out. */
  declare privacyUrl?: string;

  /** Shows nothing in place: only the dialog, by `open()`. */
  declare dialogOnly?: boolean;

  /** Single words instead of the locale's, by their keys; as JSON in markup. */
  declare texts?: OwnTexts | null;

  readonly #consent = new ConsentController(this);
  readonly #locale = new LocaleController(this);
  readonly #button = button('open', 'face quiet', '', () => void this.open());
  #panel: SettingsPanel | undefined;
  #open = false;

  protected override firstUpdated(): void {
    this.renderRoot.append(this.#button);
    this.#panel = createSettingsPanel(this.renderRoot as ShadowRoot);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#open = false;
  }

  protected override updated(): void {
    const {state, store} = this.#consent;
    const texts = textsOf(this, this.#locale.texts);
    // Before the first decision there is nothing to show but the way to it.
    const inline = !this.dialogOnly && !!(state?.decided || state?.timestamp);
    const {privacyUrl} = this;
    const shown = {inline, open: this.#open, privacyUrl, close: () => this.close()};
    const view = state && store && texts && {state, store, texts, ...shown};
    if (view) {
      this.#button.textContent = texts.settings;
      this.#button.lang = texts.lang;
    }
    // It stays in the tree all the time: what is moved loses the focus.
    this.#button.hidden = !view || !!this.dialogOnly || inline;
    this.#panel?.draw(view);
  }

  /** Opens the choices as a dialog; resolves when it is there. */
  async open(): Promise<void> {
    this.#open = true;
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
