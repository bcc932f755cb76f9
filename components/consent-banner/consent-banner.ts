import {ReactiveElement} from '@lit/reactive-element';
import type {ConsentState} from '../../src/types.js';
import base from '../base.styles.js';
import {ConsentController} from '../consent-controller.js';
import {h} from '../dom.js';
import {firstOfPage} from '../first-of-page.js';
import {LocaleController} from '../locale-controller.js';
import {openSettings, settingsTag} from '../settings-on-demand.js';
import {type OwnTexts, textsOf} from '../own-texts.js';
import {createAsking} from './asking.js';
import {type BannerWishes, bannerPanel} from './banner-panel.js';
import styles from './consent-banner.styles.js';
import {joinPageFocus} from './page-focus.js';
import type {Question} from './question.js';

/**
 * Asks on the first visit, and goes in the next frame once there is a decision, in this tab or another. By default a labelled region
 * that takes no focus and blocks nothing; the page's first Tab leads to it. With `modal` a dialog. Escape, leaving and scrolling
 * decide nothing. Nothing is pre-ticked; Accept all and Essential only are the same in all but their words. Appears without layout
 * shift, and not before its words are there. A page shows one banner; further ones wait.
 *
 * A click that a script makes counts, as the site's own act: its source is recorded as `api` and not as `banner`.
 * If an ad blocker hides the banner, there is no decision and nothing is sent.
 *
 * @summary Asks for consent on the first visit.
 * @tag consent-banner
 * @slot - The explanation, when the locale's is not wanted.
 * @slot heading - The heading, when the locale's is not wanted.
 * @slot links - Further links.
 * @csspart panel - The box.
 * @csspart heading - The heading.
 * @csspart text - The explanation.
 * @csspart categories - The line that names the optional categories.
 * @csspart accept - "Accept all".
 * @csspart refuse - "Essential only"; style it like `accept`.
 * @csspart settings - "Settings".
 * @csspart links - The line of links.
 * @cssproperty --askfirst-color - Text.
 * @cssproperty --askfirst-color-soft - Less important text.
 * @cssproperty --askfirst-background - The box.
 * @cssproperty --askfirst-border - The box's border.
 * @cssproperty --askfirst-accent - Accept all and Essential only, both.
 * @cssproperty --askfirst-on-accent - Text on them.
 * @cssproperty --askfirst-focus - The focus ring.
 * @cssproperty --askfirst-radius - Roundness of the box; buttons follow. Default 16px.
 * @cssproperty --askfirst-button-radius - Roundness of the buttons.
 * @cssproperty --askfirst-padding - Between the box and what is in it.
 * @cssproperty --askfirst-font - Font family. Default: the page’s.
 * @cssproperty --askfirst-gap - Distance from the edges of the window.
 * @cssproperty --askfirst-width - The box's greatest width.
 * @cssproperty --askfirst-shadow - The box's shadow.
 * @cssproperty --askfirst-backdrop - What lies over the page behind a modal banner.
 */
export class ConsentBanner extends ReactiveElement {
  static override styles = [base, styles];
  static override properties = {
    heading: {},
    privacyUrl: {attribute: 'privacy-url'},
    imprintUrl: {attribute: 'imprint-url'},
    position: {},
    modal: {type: Boolean},
    texts: {},
  };

  /** The heading, when the locale's is not wanted. */
  declare heading?: string;

  /** Link to the privacy policy: http(s), mailto or relative; anything else is left out. */
  declare privacyUrl?: string;

  /** Link to the legal notice; the same rule. */
  declare imprintUrl?: string;

  /** `bottom`, `top`, `center`, `bottom-start` or `bottom-end`. Default `bottom`, for a modal banner `center`. */
  declare position?: string;

  /** Asks in a modal dialog. Escape closes it without deciding. */
  declare modal?: boolean;

  /** Single words instead of the locale's, by their keys; as JSON in markup. */
  declare texts?: OwnTexts | null;

  readonly #consent = new ConsentController(this);
  readonly #locale = new LocaleController(this);
  readonly #first = firstOfPage(this);
  readonly #ask = createAsking(() => this.requestUpdate());
  readonly #status = h('p', {role: 'status'});

  #wanted: boolean | undefined;
  #known: ConsentState | undefined;
  #drawn: string | undefined;
  #question: Question | undefined;
  #panel: HTMLElement | undefined;
  #leavePageFocus: (() => void) | undefined;
  #returnTo: EventTarget | null = null;

  readonly #wishes: BannerWishes = {
    accept: event => this.#answer(true, event),
    refuse: event => this.#answer(false, event),
    settings: () => this.#settings(),
  };

  readonly #handlers = {
    cancel: (event: Event) => (event.preventDefault(), this.hide()),
    // A key that was held down before the banner came repeats into it: that is no answer.
    keydown(event: KeyboardEvent) {
      if (event.repeat && ['Enter', ' '].includes(event.key)) event.preventDefault();
    },
    focusin: ({relatedTarget}: FocusEvent) => {
      if (!this.#panel?.contains(relatedTarget as Node | null)) this.#returnTo = relatedTarget;
    },
  };

  protected override firstUpdated(): void {
    this.renderRoot.append(this.#status);
  }

  protected override updated(): void {
    const {state} = this.#consent;
    if (state !== this.#known) this.#wanted = undefined;
    this.#known = state;
    const texts = textsOf(this, this.#locale.texts);
    this.#question = state && texts && this.#ask(texts, state);
    const {heading, privacyUrl, imprintUrl, position, modal} = this;
    const open = this.#first() && (this.#wanted ?? !state?.decided) && this.#question;
    const view = open && {...open, heading, privacyUrl, imprintUrl, position, modal};
    // Redrawn only when it would look different: a new panel would make screen readers begin again.
    const drawing = JSON.stringify(view);
    if (drawing !== this.#drawn) this.#replace(view ? bannerPanel(view, this.#wishes, this.#handlers) : undefined);
    this.#drawn = drawing;
    if (this.#panel?.isConnected) this.#raise(this.#panel);
  }

  #replace(panel: HTMLElement | undefined): void {
    const before = this.#panel;
    const held = before?.contains(this.shadowRoot!.activeElement);
    this.#leavePageFocus?.();
    // A closing dialog gives the focus back by itself.
    if (before instanceof HTMLDialogElement) before.close();
    before?.remove();
    this.#panel = panel;
    if (panel) this.renderRoot.prepend(panel);
    this.#leavePageFocus = panel && !this.modal ? joinPageFocus(panel) : undefined;
    const next = panel?.querySelector('button') ?? this.#returnTo;
    if (held && !this.modal && next instanceof HTMLElement) next.focus({preventScroll: true});
  }

  /** Into the top layer, above every z-index and out of every clipping ancestor. */
  #raise(panel: HTMLElement): void {
    if (panel instanceof HTMLDialogElement) {
      if (panel.matches(':modal')) return;
      panel.open = false;
      panel.showModal();
    } else if ('showPopover' in panel && !panel.matches(':popover-open')) {
      panel.showPopover();
    }
  }

  #answer(yes: boolean, {isTrusted}: Event): void {
    this.#wanted = undefined;
    const {answer, texts} = this.#question!;
    answer(this.#consent.store!, yes, isTrusted ? 'banner' : 'api');
    this.#status.textContent = texts.saved;
  }

  /** The page's own settings, as they may have the owner's words in their slots; else ours. */
  #settings(): void {
    const given = document.querySelector(settingsTag) ?? this.renderRoot.querySelector(settingsTag);
    const settings =
      given ?? Object.assign(h(settingsTag, {'dialog-only': true, lang: this.lang, 'privacy-url': this.privacyUrl}), {texts: this.texts});
    if (!given) this.renderRoot.append(settings);
    void openSettings(settings);
  }

  /** Asks, also when there is a decision already. */
  show(): void {
    this.#wanted = true;
    this.requestUpdate();
  }

  /** Hides the banner without deciding anything; the next page load asks again. */
  hide(): void {
    this.#wanted = false;
    this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'consent-banner': ConsentBanner;
  }
}
