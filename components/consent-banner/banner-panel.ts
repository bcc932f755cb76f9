import {warn} from '../../src/lib/problems.js';
import {button, h} from '../dom.js';
import {categoryName, type Texts} from '../texts.js';
import {safeUrl} from '../safe-url.js';

/** What the banner shows, and where its wishes go. */
export interface BannerView {
  readonly texts: Texts;
  readonly categories: readonly string[];
  readonly heading: string | undefined;
  readonly privacyUrl: string | undefined;
  readonly imprintUrl: string | undefined;
  readonly position: string | undefined;
  readonly modal: boolean;
  accept(event: Event): void;
  refuse(event: Event): void;
  settings(): void;
  cancel(event: Event): void;
  keydown(event: KeyboardEvent): void;
  focusin(event: FocusEvent): void;
}

const positions = ['bottom', 'top', 'center', 'bottom-start', 'bottom-end'];

const placeOf = (position: string | undefined, modal: boolean): string => {
  const place = position ?? (modal ? 'center' : 'bottom');
  if (positions.includes(place)) return place;
  warn('bad-attribute', `<consent-banner position> is one of ${positions.join(', ')}; bottom is used.`);
  return 'bottom';
};

const link = (target: string | undefined, words: string): HTMLElement | undefined => {
  const href = safeUrl(target);
  return href ? h('a', {href}, words) : undefined;
};

/** Makes the banner's box: a region in the top layer, or a dialog. */
export const bannerPanel = ({texts, categories, heading, privacyUrl, imprintUrl, position, modal, ...on}: BannerView): HTMLElement =>
  h(
    modal ? 'dialog' : 'section',
    {
      class: `face card panel ${placeOf(position, modal)}`,
      part: 'panel',
      'aria-labelledby': 'heading',
      lang: texts.lang,
      dir: texts.dir,
      popover: !modal && 'manual',
      cancel: on.cancel,
      keydown: on.keydown,
      focusin: on.focusin,
    },
    h(
      'div',
      {class: 'words'},
      h('h2', {id: 'heading', part: 'heading', tabindex: '-1', autofocus: modal}, h('slot', {name: 'heading'}, heading ?? texts.heading)),
      h('p', {part: 'text', class: 'soft'}, h('slot', {}, texts.text)),
      h('p', {part: 'categories', class: 'soft small'}, `${texts.optional} ${categories.map(id => categoryName(texts, id)).join(', ')}`),
    ),
    h(
      'div',
      {class: 'actions'},
      h('div', {class: 'pair'}, button('accept', '', texts.accept, on.accept), button('refuse', '', texts.refuse, on.refuse)),
      button('settings', 'quiet', texts.settings, on.settings),
    ),
    h(
      'div',
      {part: 'links', class: 'links soft small'},
      link(privacyUrl, texts.privacy),
      link(imprintUrl, texts.imprint),
      h('slot', {name: 'links'}),
    ),
  );
