import {ReactiveElement} from '@lit/reactive-element';
import base from '../base.styles.js';
import {css} from '../css.js';
import {button, h} from '../dom.js';
import {LocaleController} from '../locale-controller.js';
import {englishTrigger} from '../locales/en-trigger.js';
import {openSettings, settingsTag} from '../settings-on-demand.js';

/**
 * Opens the choices again, from anywhere: the page's own `<consent-settings>`, as it may have the owner's words in its slots, or, where
 * there is none that could be seen, one of its own.
 *
 * @summary A small button that opens the settings.
 * @tag consent-trigger
 * @slot - The label, when the locale's is not wanted.
 * @csspart button - The button.
 * @cssproperty --askfirst-color - Text.
 * @cssproperty --askfirst-background - What the button's border is mixed with.
 * @cssproperty --askfirst-focus - The focus ring.
 * @cssproperty --askfirst-radius - Roundness.
 * @cssproperty --askfirst-font - Font family. Default system-ui.
 */
export class ConsentTrigger extends ReactiveElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
      button {
        min-block-size: 32px;
        padding-block: 4px;
      }
    `,
  ];
  static override properties = {privacyUrl: {attribute: 'privacy-url'}};

  /** Link to the privacy policy in settings of its own: http(s), mailto or relative; anything else is left out. */
  declare privacyUrl?: string;

  readonly #locale = new LocaleController(this);
  readonly #label = h('slot', {});
  readonly #button = button('button', 'face quiet small', '', () => void this.open());

  protected override firstUpdated(): void {
    this.#button.replaceChildren(this.#label);
    this.renderRoot.append(this.#button);
  }

  protected override updated(): void {
    const {texts} = this.#locale;
    this.#button.hidden = !texts;
    if (!texts) return;
    this.#label.textContent = texts.panel?.heading ?? englishTrigger;
    this.#button.lang = texts.lang;
    this.#button.dir = texts.dir ?? '';
  }

  /** Opens the settings as a dialog; resolves when it is there. */
  async open(): Promise<void> {
    // A dialog in something that is not shown would not be either.
    const ofPage = [...this.ownerDocument.querySelectorAll(settingsTag)].find(settings => settings.checkVisibility?.() ?? true);
    const given = ofPage ?? this.renderRoot.querySelector(settingsTag);
    const settings = given ?? h(settingsTag, {'dialog-only': true, lang: this.lang, 'privacy-url': this.privacyUrl});
    if (!given) this.renderRoot.append(settings);
    await openSettings(settings);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'consent-trigger': ConsentTrigger;
  }
}
