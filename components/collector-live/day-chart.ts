import {h} from '../dom.js';
import {formatDay, formatLongDay, formatNumber, formatShort} from './format.js';
import {table} from './table.js';

/** One kind of thing that is counted per day. */
export interface Series {
  readonly name: string;
  /** Its colour. */
  readonly look: 'main' | 'soft' | 'neutral' | 'warm';
  /** One number a day. */
  readonly values: readonly number[];
}

/** Rounds up to a number that divides well: 1, 2, 4, 10, 20, 40, 100 … */
const roundUp = (value: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 4, 10].map(step => step * power).find(step => step >= value)!;
};

/** Stacked bars, one a day, with what the pointer is on in words above them; and the same as a table, for everybody. */
export const dayChart = (title: string, days: readonly string[], series: readonly Series[]): Node[] => {
  const totals = days.map((_, at) => series.reduce((sum, {values}) => sum + values[at]!, 0));
  const top = Math.max(2, roundUp(Math.max(0, ...totals)));
  const said = h('p', {class: 'said'});
  const say = (label: string, value: (of: Series) => number) => {
    const parts = series.map(one => h('span', {class: `key ${one.look}`}, `${one.name} `, h('b', {}, formatNumber(value(one)))));
    said.replaceChildren(h('span', {}, label), ...parts);
  };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const saySum = () => say(`${formatDay(days[0]!)} – ${formatDay(days.at(-1)!)}`, ({values}) => sum(values));
  saySum();

  const bars = days.map((day, at) => {
    const segments = series.flatMap(({look, values}) => {
      if (values[at] === 0) return [];
      const bar = h('div', {class: `bar ${look}`});
      bar.style.setProperty('block-size', `${(values[at]! / top) * 100}%`);
      return [bar];
    });
    return h('div', {class: 'day', pointerenter: () => say(formatLongDay(day), ({values}) => values[at]!)}, ...segments.reverse());
  });
  // The table below says the same, so the picture is not read out.
  const figure = h(
    'figure',
    {'aria-hidden': 'true', pointerleave: saySum},
    said,
    h('div', {class: 'ticks'}, ...[top, top / 2, 0].map(value => h('span', {}, formatShort(value)))),
    h('div', {class: 'plot'}, ...bars),
    h('div', {class: 'axis'}, ...axisDays(days).map(day => h('span', {}, formatDay(day)))),
  );

  const rows = days.map((day, at) => [formatLongDay(day), ...series.map(({values}) => values[at]!)]).reverse();
  const details = h(
    'details',
    {class: 'table'},
    h('summary', {}, 'As a table'),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title}, table(title, ['Day (UTC)', ...series.map(({name}) => name)], rows)),
  );
  return [figure, details];
};

/** The first, the last, and what lies between at even distances. */
const axisDays = (days: readonly string[]): string[] => {
  const steps = Math.min(days.length - 1, 4);
  return Array.from({length: steps + 1}, (_, at) => days[Math.round((at / Math.max(1, steps)) * (days.length - 1))]!);
};
