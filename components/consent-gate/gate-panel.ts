import {button, h} from '../dom.js';
import {englishGate} from '../locales/en-gate.js';
import {categoryName, type Texts} from '../texts.js';

/** What a gate's placeholder shows. */
export interface GateView {
  readonly texts: Texts;
  readonly category: string;
  /** Where the content comes from. */
  readonly host: string;
  /** Whether the page asks for this category, so that an answer can be kept. */
  readonly asked: boolean;
  /** In CSS pixels. */
  readonly width?: string;
  readonly height?: string;
}

/** What the visitor may ask for. */
export interface GateWishes {
  once(): void;
  always(event: Event): void;
}

/** Makes the placeholder. Neither button is the louder one: leaving both alone is an answer, too. */
export const gatePanel = ({texts, category, host, asked, width, height}: GateView, {once, always}: GateWishes): HTMLElement => {
  const words = texts.gate ?? englishGate;
  const blanks: Readonly<Record<string, string>> = {host, category: categoryName(texts, category)};
  // An address keeps its direction in a text that is written the other way.
  const text = words.text.split(/\{(\w+)\}/).map((part, index) => (index % 2 ? h('bdi', {}, blanks[part]) : part));
  const panel = h(
    'div',
    {class: 'face card panel', part: 'panel', role: 'group', 'aria-labelledby': 'heading', lang: texts.lang, dir: texts.dir},
    h('p', {id: 'heading', part: 'heading', class: 'heading'}, h('slot', {name: 'heading'}, words.heading)),
    h('p', {part: 'text', class: 'soft small'}, h('slot', {name: 'text'}, ...text)),
    h(
      'div',
      {class: asked ? 'choice pair' : 'choice'},
      button('once', 'quiet', words.once, once),
      asked ? button('always', 'quiet', words.always, always) : undefined,
    ),
  );
  if (width) panel.style.maxInlineSize = `${width}px`;
  if (height) panel.style.minBlockSize = `${height}px`;
  return panel;
};
