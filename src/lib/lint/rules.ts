import {contrastOf} from './contrast.js';
import type {Finding, Rule} from './finding.js';
import {everyElement, partsOf, whyUnseen, wordsOf} from './rendered.js';

const banners = (page: Document) => everyElement(page, 'consent-banner').filter(banner => partsOf(banner, 'panel').length > 0);
const settings = (page: Document) => everyElement(page, 'consent-settings');

/** What a property's difference makes of two equal choices. */
const weights: Readonly<Record<string, readonly (keyof CSSStyleDeclaration)[]>> = {
  'EDPB Type D': ['backgroundColor', 'backgroundImage', 'color', 'borderTopColor', 'boxShadow', 'opacity', 'filter'],
  'EDPB Type C': [
    'borderTopWidth',
    'borderTopStyle',
    'fontSize',
    'fontWeight',
    'fontFamily',
    'textDecorationLine',
    'textTransform',
    'padding',
  ],
};

const unequal = (accept: HTMLElement, refuse: HTMLElement): Finding[] => {
  const [yes, no] = [getComputedStyle(accept), getComputedStyle(refuse)];
  const found = Object.entries(weights).flatMap(([basis, properties]) => {
    const different = properties.filter(property => yes[property] !== no[property]);
    return different.length > 0 ? [{basis, what: different.join(', ')}] : [];
  });
  const [a, b] = [accept.getBoundingClientRect(), refuse.getBoundingClientRect()];
  if (Math.abs(a.width - b.width) > 1 || Math.abs(a.height - b.height) > 1) found.push({basis: 'EDPB Type C', what: 'size'});
  const [ours, theirs] = [contrastOf(accept), contrastOf(refuse)];
  if (ours && theirs && theirs < ours - 0.5) found.push({basis: 'EDPB Type E', what: 'contrast'});
  return found.map(({basis, what}) => ({
    code: 'unequal-buttons',
    basis,
    message: `refusing does not look like accepting: ${what}`,
    element: refuse,
  }));
};

/** Accepting and refusing stand side by side and look alike, in the banner and in the settings. */
export const equalChoice: Rule = page =>
  [...banners(page), ...settings(page)].flatMap(element =>
    partsOf(element, 'accept')
      .filter(accept => !whyUnseen(accept))
      .flatMap((accept): Finding[] => {
        const refuse = accept.parentElement?.querySelector<HTMLElement>('[part~="refuse"]');
        const why = refuse ? whyUnseen(refuse) : 'there is none';
        return refuse && !why
          ? unequal(accept, refuse)
          : [{code: 'no-refuse', basis: 'EDPB Type A', message: `refusing is not beside accepting: ${why}`, element}];
      }),
  );

/** Nothing is ticked that the visitor has not granted; the owner's own boxes in a slot count as well. */
export const nothingTicked: Rule = page => {
  const root = everyElement(page, 'analytics-root')[0] as (HTMLElement & {consent?: {hasConsent(category: string): boolean}}) | undefined;
  const ticked = [...banners(page), ...settings(page)].flatMap(element => [
    ...element.querySelectorAll<HTMLInputElement>('input:checked, [aria-checked="true"]'),
    // Not every ticked one: the visitor may be at it, and has not saved yet.
    ...(element.shadowRoot?.querySelectorAll<HTMLInputElement>('input[checked]') ?? []),
  ]);
  return ticked
    .filter(({name}) => !name || !root?.consent?.hasConsent(name))
    .map(element => ({code: 'pre-ticked', basis: 'EDPB Type B', message: 'a box is ticked that the visitor has not ticked', element}));
};

const texts = ['heading', 'text', 'categories'];

/** What is asked can be read: nothing of it is hidden, empty or too small. */
export const nothingHidden: Rule = page =>
  banners(page).flatMap(banner =>
    ['panel', ...texts].flatMap(name => {
      const [element] = partsOf(banner, name);
      if (!element) return [];
      const tiny = name !== 'panel' && parseFloat(getComputedStyle(element).fontSize) < 10;
      const why =
        whyUnseen(element) ?? (wordsOf(element) ? undefined : 'it has no words') ?? (tiny ? 'it is smaller than 10px' : undefined);
      return why
        ? [{code: 'hidden-text', basis: 'EDPB Guidelines 05/2020', message: `the banner’s ${name} cannot be read: ${why}`, element}]
        : [];
    }),
  );

/** Text stands out from its ground by 4.5 to 1 at least. */
export const enoughContrast: Rule = page =>
  [...banners(page), ...settings(page)].flatMap(owner =>
    [...texts, 'links', 'accept', 'refuse', 'settings', 'save', 'withdraw', 'open']
      .flatMap(name => partsOf(owner, name))
      .filter(element => !whyUnseen(element) && wordsOf(element))
      .flatMap(element => {
        const contrast = contrastOf(element);
        if (contrast === undefined || contrast >= 4.5) return [];
        const basis = /accept|refuse/.test(element.getAttribute('part')!) ? 'EDPB Type E' : 'WCAG 1.4.3';
        const message = `${element.getAttribute('part')}: a contrast of ${contrast.toFixed(1)} to 1, it takes 4.5`;
        return [{code: 'low-contrast', basis, message, element}];
      }),
  );

/** Whatever is pressed is 24 pixels high and wide at least. */
export const largeTargets: Rule = page =>
  [...banners(page), ...settings(page), ...everyElement(page, 'consent-toggle')].flatMap(owner =>
    [...(owner.shadowRoot?.querySelectorAll<HTMLElement>('button, input') ?? [])]
      .filter(element => element.checkVisibility())
      .flatMap(element => {
        const {width, height} = element.getBoundingClientRect();
        if (Math.min(width, height) >= 24) return [];
        const size = `${Math.round(width)} × ${Math.round(height)} px`;
        return [{code: 'small-target', basis: 'WCAG 2.5.8', message: `${element.getAttribute('part')}: ${size}, it takes 24`, element}];
      }),
  );

/** A page that asks has a way back: the settings in place, or something that opens them. */
export const wayBack: Rule = page => {
  const [banner] = everyElement(page, 'consent-banner');
  const ways = [...settings(page).filter(element => !element.hasAttribute('dialog-only')), ...everyElement(page, 'consent-trigger')];
  if (!banner || ways.some(element => element.checkVisibility())) return [];
  const message = 'no way back to the settings: put <consent-settings> or <consent-trigger> on every page';
  return [{code: 'no-way-back', basis: 'EDPB Type K', message, element: banner}];
};
