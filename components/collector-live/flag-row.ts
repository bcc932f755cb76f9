import {h} from '../dom.js';
import type {LiveFlag} from './live-types.js';

/** A flag while it is being changed. */
export interface FlagRow {
  readonly key: string;
  readonly element: HTMLElement;
  /** The flag as it is written now; throws an `Error` that says what is wrong. */
  read(): LiveFlag;
}

const number = new Intl.NumberFormat('en', {maximumFractionDigits: 2});

/** `red 50, blue 50` */
export const writeVariants = (variants: LiveFlag['variants'] = {}): string =>
  Object.entries(variants)
    .map(([name, percent]) => `${name} ${number.format(percent)}`)
    .join(', ');

/** Reads what `writeVariants` writes; throws an `Error` for anything else. */
export const readVariants = (text: string): Readonly<Record<string, number>> => {
  const entries = text.split(',').map(part => part.trim());
  if (entries.every(entry => entry === '')) return {};
  return Object.fromEntries(
    entries.map(entry => {
      const [, name, percent] = /^(\S+)\s+(\d{1,3}(?:\.\d+)?)\s*%?$/.exec(entry) ?? [];
      if (name === undefined) throw new Error('Variants are names with a percentage each, such as “red 50, blue 50”.');
      return [name, Number(percent)];
    }),
  );
};

/** One flag as a row of fields. What a payload is can only be said over the API; here it stays as long as its variant does. */
export const flagRow = (key: string, flag: LiveFlag, remove: () => void): FlagRow => {
  const field = (label: string, attributes: Record<string, string>, value: string) =>
    Object.assign(h('input', {'aria-label': `${label} of ${key}`, autocomplete: 'off', spellcheck: 'false', ...attributes}), {
      value,
    }) as HTMLInputElement;
  const rollout = field('Rollout in percent', {type: 'number', min: '0', max: '100', step: 'any', required: ''}, String(flag.rollout));
  const variants = field('Variants', {placeholder: 'none, or: red 50, blue 50', class: 'variants'}, writeVariants(flag.variants));
  const payloads = Object.entries(flag.payloads ?? {});
  const element = h(
    'li',
    {},
    h('code', {}, key),
    payloads.length > 0 ? h('span', {class: 'chip', title: 'Set over the API'}, 'payload') : undefined,
    h('span', {class: 'rollout'}, rollout, h('span', {class: 'quiet', 'aria-hidden': 'true'}, '%')),
    variants,
    h('button', {type: 'button', 'aria-label': `Remove ${key}`, click: remove}, 'Remove'),
  );
  return {
    key,
    element,
    read() {
      const shares = readVariants(variants.value);
      const kept = payloads.filter(([of]) => of === 'true' || Object.hasOwn(shares, of));
      return {
        rollout: Number(rollout.value),
        ...(Object.keys(shares).length > 0 && {variants: shares}),
        ...(kept.length > 0 && {payloads: Object.fromEntries(kept)}),
      };
    },
  };
};
