import {pagePair} from '../../src/page-pair.js';
import type {Category, ConsentState, ConsentStore} from '../../src/types.js';
import {button, h} from '../dom.js';
import {categoryName, type PanelTexts, type Texts} from '../texts.js';
import {englishPanel, englishReload} from '../locales/en-panel.js';
import {newCategories} from '../new-categories.js';
import {mendTexts} from '../mend-texts.js';
import {safeUrl} from '../safe-url.js';
import switchStyles from '../switch.styles.js';
import type {OneCategoryTexts} from '../consent-banner/one-category.js';
import styles from './consent-settings.styles.js';
import {downloadReceipt} from './download-receipt.js';
import {servicesOf} from './services-of.js';
import {formatDate} from './format-date.js';

/** What the panel shows, and to whom it passes wishes. */
export interface PanelView {
  readonly state: ConsentState;
  readonly store: ConsentStore;
  readonly texts: Texts;
  readonly privacyUrl: string | undefined;
  /** Whether it stands in place, and whether as a dialog; it may do both. */
  readonly inline: boolean;
  readonly open: boolean;
  close(): void;
}

/** The heavy half of `<consent-settings>`, loaded when it is needed. */
export interface SettingsPanel {
  /** Shows the view; undefined takes everything away. */
  draw(view: PanelView | undefined): void;
}

/** English stands in for what the owner's own language leaves out. */
const panelTexts = ({panel}: Texts): PanelTexts => mendTexts(englishPanel, panel);

const lastDecision = ({state, texts}: PanelView): string => {
  const words = panelTexts(texts);
  if (!state.timestamp) return state.source === 'gpc' ? words.byBrowser : words.noDecision;
  const date = formatDate(state.timestamp, texts.lang);
  return words.lastDecision.replace('{date}', () => date).replace('{version}', () => state.version);
};

const row = ({state, texts}: PanelView, category: Category, place: string): HTMLElement => {
  const {alwaysOn, purposes} = panelTexts(texts);
  const id = `${category}-${place}`;
  const name = h('slot', {name: `name-${category}`}, categoryName(texts, category));
  const purpose = h('slot', {name: `purpose-${category}`}, Object.hasOwn(purposes, category) ? purposes[category] : undefined);
  const isNew = state.source !== 'gate' && newCategories(state).includes(category);
  const control = h('input', {
    type: 'checkbox',
    role: 'switch',
    part: 'switch',
    id,
    name: category,
    'aria-describedby': `${isNew ? `new-${id} ` : ''}about-${id}`,
  });
  (control as HTMLInputElement).checked = state.decisions[category] === 'granted';
  return h(
    'li',
    {part: 'category'},
    category === 'essential' ? h('strong', {}, name) : h('label', {for: id}, name),
    category === 'essential' ? h('span', {class: 'always soft small'}, alwaysOn) : control,
    isNew
      ? h('span', {id: `new-${id}`, part: 'new', class: 'new'}, (texts as OneCategoryTexts).isNew ?? 'New since your last visit')
      : undefined,
    h('p', {id: `about-${id}`, class: 'soft small'}, purpose),
    servicesOf(category, panelTexts(texts), texts.lang),
  );
};

const panel = (view: PanelView, place: 'dialog' | 'inline'): HTMLElement => {
  const {state, store, texts} = view;
  const words = panelTexts(texts);
  const optional = Object.keys(state.decisions);
  const privacy = safeUrl(view.privacyUrl);
  const answer = (part: string, look: string, label: string, decide: (source: 'settings' | 'api') => void) =>
    button(part, look, label, ({isTrusted}) => {
      // Closed first, so that the focus is back in the page before anything else goes away.
      view.close();
      decide(isTrusted ? 'settings' : 'api');
    });
  const switches = h('ul', {role: 'list'}, ...['essential', ...optional].map(category => row(view, category, place)));
  const choices = () => Object.fromEntries([...switches.querySelectorAll('input')].map(({name, checked}) => [name, checked]));
  const close = button('close', 'quiet close', '', () => view.close());
  close.ariaLabel = words.close;
  return h(
    'div',
    {part: 'panel', class: `face card ${place}`},
    h(
      'div',
      {class: 'head'},
      h('h2', {id: `heading-${place}`, part: 'heading', tabindex: '-1', autofocus: place === 'dialog'}, words.heading),
      place === 'dialog' ? close : undefined,
    ),
    switches,
    h(
      'div',
      {class: 'actions'},
      h(
        'div',
        {class: 'pair'},
        answer('accept', 'quiet', texts.accept, source => store.acceptAll(source)),
        answer('refuse', 'quiet', texts.refuse, source => store.acceptEssentialOnly(source)),
      ),
      answer('save', '', words.save, source => store.setCategories(choices(), source)),
    ),
    h(
      'div',
      {class: 'foot soft small'},
      h('span', {}, lastDecision(view)),
      privacy ? h('a', {href: privacy}, texts.privacy) : undefined,
      state.timestamp ? button('receipt', 'text', words.receipt, () => void downloadReceipt(store)) : undefined,
      optional.some(category => state.decisions[category] === 'granted')
        ? answer('withdraw', 'text', words.withdraw, source => store.withdrawAll(source))
        : undefined,
      optional.some(category => state.decisions[category] === 'granted')
        ? button('forget', 'text', words.forget, () => void pagePair().analytics.forget())
        : undefined,
    ),
  );
};

const contents = ({state, texts, privacyUrl}: PanelView): string => JSON.stringify([state, texts, privacyUrl]);

/** Adds its styles to the shadow tree, and keeps a dialog and a place in it up to date. A changed decision drops unsaved switches. */
export const createSettingsPanel = (root: ShadowRoot): SettingsPanel => {
  root.adoptedStyleSheets.push(switchStyles, styles);
  const dialog = h('dialog', {part: 'dialog', 'aria-labelledby': 'heading-dialog'}) as HTMLDialogElement;
  const section = h('section', {'aria-labelledby': 'heading-inline'});
  const status = h('p', {role: 'status'});
  const offer = h('div', {'aria-live': 'polite'});
  root.append(dialog, section, status, offer);
  let unstopped = false;
  pagePair().onPurge(({notStopped}) => {
    unstopped ||= notStopped.length > 0;
    offerReload();
  });
  let shown: PanelView | undefined;
  dialog.addEventListener('close', () => shown?.close());

  /** A redrawn panel gives the focus to the control that had it, or to the heading where that one is gone. */
  const fill = (place: HTMLElement, view: PanelView, name: 'dialog' | 'inline') => {
    const {activeElement} = root;
    const held = place.contains(activeElement);
    place.replaceChildren(panel(view, name));
    place.lang = view.texts.lang;
    place.dir = view.texts.dir ?? 'ltr';
    if (!held || !activeElement) return;
    const same = activeElement.id
      ? root.getElementById(activeElement.id)
      : place.querySelector(`[part="${activeElement.getAttribute('part')}"]`);
    (same instanceof HTMLElement ? same : place.querySelector('h2'))?.focus({preventScroll: true});
  };

  /** What a withdrawal has not stopped, a new page does not start. */
  const offerReload = () => {
    if (!shown || !unstopped) return offer.replaceChildren();
    const {text, now} = mendTexts(englishReload, shown.texts.reload);
    offer.lang = shown.texts.lang;
    offer.dir = shown.texts.dir ?? 'ltr';
    offer.replaceChildren(
      h(
        'div',
        {part: 'reload', class: 'face card'},
        h('p', {}, text),
        button('reload-now', '', now, () => location.reload()),
      ),
    );
  };

  return {
    draw(view) {
      const before = shown;
      shown = view;
      if (before?.texts !== view?.texts) offerReload();
      const fresh = !view || !before || contents(view) !== contents(before);
      if (!view?.open) {
        dialog.close();
        dialog.replaceChildren();
      } else if (fresh || !before?.open) fill(dialog, view, 'dialog');
      if (view?.open && !dialog.matches(':modal')) {
        dialog.open = false;
        dialog.showModal();
      }
      if (!view?.inline) section.replaceChildren();
      else if (fresh || !before?.inline) fill(section, view, 'inline');
      status.textContent =
        view && before && view.state !== before.state && view.state.source === 'settings' ? view.texts.saved : status.textContent;
    },
  };
};
