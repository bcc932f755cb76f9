import type {AnalyticsConfig} from '../../src/config.js';
import {aboutConfigured} from '../../src/providers/about-provider.js';
import type {Category} from '../../src/types.js';
import {h} from '../dom.js';
import type {PanelTexts} from '../texts.js';

const inDays = (days: number, lang: string | undefined): string => {
  try {
    return new Intl.NumberFormat(lang, {style: 'unit', unit: 'day', unitDisplay: 'long'}).format(days);
  } catch {
    return inDays(days, undefined); // a language tag of the owner's that is none
  }
};

/** Who gets what the category allows, what they store here and for how long: of the configuration and the manifests. */
export const services = (
  words: PanelTexts,
  category: Category,
  lang: string,
  config: AnalyticsConfig<unknown>,
): HTMLElement | undefined => {
  const about = aboutConfigured(config, location.origin).filter(one => one.category === category);
  if (!about.length) return undefined;
  const lines = about.map(({name, recipient, stores, keptDays}) => {
    const what = [...new Set(stores.map(trace => trace.name))].join(', ');
    const told = [
      recipient && words.recipient.replace('{name}', () => recipient),
      what ? words.stores.replace('{what}', () => what) : words.storesNothing,
      keptDays && words.keptFor.replace('{time}', () => inDays(keptDays, lang)),
    ];
    return h('li', {}, h('strong', {}, name), ` · ${told.filter(Boolean).join(' · ')}`);
  });
  return h('details', {part: 'services', class: 'soft small'}, h('summary', {}, words.services), h('ul', {}, ...lines));
};
