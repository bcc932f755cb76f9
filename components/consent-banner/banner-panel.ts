import {warn} from '../../src/lib/problems.js';
import {button, h} from '../dom.js';
import {categoryName, type Texts} from '../texts.js';
import {safeUrl} from '../safe-url.js';

/** What the banner shows. */
export interface BannerView {
  readonly texts: Texts;
  readonly categories: readonly string[];
  readonly heading: string | undefined;
  readonly privacyUrl: string | undefined;
  readonly imprintUrl: string | undefined;
  readonly position: string | undefined;
  readonly modal: boolean | undefined;
}

/** What the visitor may ask for. */
export interface BannerWishes {
  accept(event: Event): void;
  refuse(event: Event): void;
  settings(): void;
}

const positions = ['bottom', 'top', 'center', 'bottom-start', 'bottom-end'];

const placeOf = (position: string | undefined, modal: boolean | undefined): string => {
  const place = position ?? (modal ? 'center' : 'bottom');
  if (positions.includes(place)) return place;
  warn('bad-attribute', '<consent-banner position>: unknown');
  return 'bottom';
};

const link = (target: string | undefined, words: string): HTMLElement | undefined => {
  const href = safeUrl(target);
  return href ? h('a', {href}, words) : undefined;
};

/** Makes the banner's box: a region in the top layer, or a dialog. `handlers` listen to its events, by their names. */
export const bannerPanel = (
  {texts, categories, heading, privacyUrl, imprintUrl, position, modal}: BannerView,
  {accept, refuse, settings}: BannerWishes,
  handlers: Parameters<typeof h>[1],
): HTMLElement => {
  // The words run as their language does; where the box stands, and what is at its start, is the page's to say.
  const {dir = 'ltr'} = texts;
  return h(
    modal ? 'dialog' : 'section',
    {
      class: `face card panel ${placeOf(position, modal)}`,
      part: 'panel',
      'aria-labelledby': 'heading',
      lang: texts.lang,
      popover: !modal && 'manual',
      ...handlers,
    },
    h(
      'div',
      {class: 'words', dir},
      h('h2', {id: 'heading', part: 'heading', tabindex: '-1', autofocus: modal}, h('slot', {name: 'heading'}, heading ?? texts.heading)),
      h('p', {part: 'text', class: 'soft'}, h('slot', {}, texts.text)),
      h(
        'div',
        {class: 'meta soft small'},
        h('p', {part: 'categories'}, `${texts.optional} ${categories.map(id => categoryName(texts, id)).join(', ')}`),
        h(
          'div',
          {part: 'links', class: 'links'},
          link(privacyUrl, texts.privacy),
          link(imprintUrl, texts.imprint),
          h('slot', {name: 'links'}),
        ),
      ),
    ),
    h(
      'div',
      {class: 'actions', dir},
      h('div', {class: 'pair'}, button('accept', '', texts.accept, accept), button('refuse', '', texts.refuse, refuse)),
      button('settings', 'quiet', texts.settings, settings),
    ),
  );
};
