import type {ReactiveController, ReactiveControllerHost} from '@lit/reactive-element';
import {loadTexts} from './locale.js';
import english from './locales/en.js';
import type {Texts} from './texts.js';

/** The language that an element stands in: the nearest `lang`, its own first, across shadow trees. */
const languageOf = (element: Element): string => {
  const marked = element.closest<HTMLElement>('[lang]');
  if (marked) return marked.lang;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? languageOf(root.host) : '';
};

/** Gives an element its words, and new ones when a `lang` around it changes. */
export class LocaleController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #observer = new MutationObserver(() => this.#read());
  #language: string | undefined;

  /** The words, or undefined until they have arrived. */
  texts: Texts | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // The page's language, and one that is set around the element within a shadow tree.
    for (const root of [this.#host.ownerDocument, this.#host.getRootNode()])
      this.#observer.observe(root, {subtree: true, attributeFilter: ['lang']});
    this.#read();
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }

  #read(): void {
    const language = languageOf(this.#host);
    if (language === this.#language) return;
    this.#language = language;
    // The words before stay until the new ones are there.
    const use = (texts = english) => {
      if (language !== this.#language) return;
      this.texts = texts;
      this.#host.requestUpdate();
    };
    void loadTexts(language).then(use);
  }
}
