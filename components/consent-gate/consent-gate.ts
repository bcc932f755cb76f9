import {ReactiveElement} from '@lit/reactive-element';
import {warn} from '../../src/lib/problems.js';
import type {Category, ConsentState} from '../../src/types.js';
import base from '../base.styles.js';
import {ConsentController} from '../consent-controller.js';
import {h} from '../dom.js';
import {LocaleController} from '../locale-controller.js';
import styles from './consent-gate.styles.js';
import {createGatedContent, type GatedContent, hostOf, sizeOf} from './gated-content.js';
import {gatePanel, type GateView, type GateWishes} from './gate-panel.js';

/**
 * Keeps what belongs to others out of the page until the visitor agrees: an embed, a map, a script. What stands in its `<template>` is put
 * in only on a grant, and taken away on a withdrawal; until then nothing of it is fetched. In its place stands what it is, where it comes
 * from, and two buttons: "Load once" (this element, until the page is left or the visitor decides again; nothing is stored, no other tab
 * follows) and "Always allow" (grants the category). Scripts in the template run once each time the content is put in, in their order.
 *
 * @summary Shows its template only after consent, and a placeholder before.
 * @tag consent-gate
 * @slot - One `<template>` with the content.
 * @slot heading - The placeholder's heading, when the locale's is not wanted.
 * @slot text - The placeholder's explanation, when the locale's is not wanted.
 * @csspart panel - The placeholder.
 * @csspart heading - Its heading.
 * @csspart text - Its explanation.
 * @csspart once - "Load once".
 * @csspart always - "Always allow"; style it like `once`.
 * @cssproperty --askfirst-color - Text.
 * @cssproperty --askfirst-color-soft - Less important text.
 * @cssproperty --askfirst-background - The placeholder.
 * @cssproperty --askfirst-border - The placeholder's border.
 * @cssproperty --askfirst-focus - The focus ring.
 * @cssproperty --askfirst-radius - Roundness of the placeholder; buttons follow.
 * @cssproperty --askfirst-font - Font family. Default system-ui.
 */
export class ConsentGate extends ReactiveElement {
  static override styles = [base, styles];
  static override properties = {category: {}, host: {}, name: {}};

  /** The category that the content belongs to. Default `marketing`. */
  declare category?: Category;

  /** Where the content comes from, when its first address does not say so. */
  declare host?: string;

  /** The name of who provides the content, shown instead of the host. */
  declare name?: string;

  readonly #consent = new ConsentController(this);
  readonly #locale = new LocaleController(this);
  readonly #stage = h('div', {class: 'stage', tabindex: '-1'}, h('slot', {slotchange: () => this.requestUpdate()}));

  #content: GatedContent | undefined;
  #panel: HTMLElement | undefined;
  #drawn: string | undefined;
  #once = false;
  #known: ConsentState | undefined;

  readonly #wishes: GateWishes = {
    once: () => {
      this.#once = true;
      this.requestUpdate();
    },
    always: ({isTrusted}) => this.#consent.store?.setCategory(this.#category, true, isTrusted ? 'gate' : 'api'),
  };

  get #open(): boolean {
    const {store} = this.#consent;
    return !!store && (this.#once || store.hasConsent(this.#category));
  }

  get #category(): Category {
    return this.category ?? 'marketing';
  }

  protected override firstUpdated(): void {
    this.renderRoot.append(this.#stage);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // The decision may change while it is away, and an embed loads as soon as it is back.
    if (!this.isConnected) this.#content?.leave();
  }

  protected override updated(): void {
    if (!this.isConnected) return;
    const {state} = this.#consent;
    // A new word on the whole ends what was for once; one at another gate was about something else.
    if (state && state !== this.#known) {
      if (this.#known && state.source !== 'gate') this.#once = false;
      this.#known = state;
    }
    const template = this.querySelector<HTMLTemplateElement>(':scope > template');
    if (!this.#open) {
      this.#content?.leave();
      this.#content = undefined;
    } else if (template) this.#put(template);
    this.#draw(this.#open || !template ? undefined : this.#view(template));
  }

  #put(template: HTMLTemplateElement): void {
    const page = this.ownerDocument;
    // The parser may not have come to the template's end.
    if (page.readyState === 'loading') return page.addEventListener('DOMContentLoaded', () => this.requestUpdate(), {once: true});
    this.#content ??= createGatedContent(template, this.#category, () => this.#open);
    this.#content.enter(this);
  }

  #view(template: HTMLTemplateElement): GateView | undefined {
    const {state} = this.#consent;
    const {texts} = this.#locale;
    const category = this.#category;
    if (!state || !texts) return undefined;
    const asked = Object.hasOwn(state.decisions, category);
    if (!asked) warn('bad-attribute', '<consent-gate category>: the root does not ask for it, so it can be loaded only once');
    return {texts, category, asked, host: this.name ?? this.host ?? hostOf(template), ...sizeOf(template)};
  }

  #draw(view: GateView | undefined): void {
    const drawing = JSON.stringify(view);
    if (drawing === this.#drawn) return;
    this.#drawn = drawing;
    const held = this.#panel?.contains(this.shadowRoot!.activeElement);
    this.#panel?.remove();
    this.#panel = view && gatePanel(view, this.#wishes);
    if (this.#panel) this.renderRoot.prepend(this.#panel);
    this.#stage.hidden = !!view;
    // Who has pressed a button goes on from what has come in its place.
    if (held) (this.#panel?.querySelector('button') ?? this.#stage).focus({preventScroll: true});
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'consent-gate': ConsentGate;
  }
}
