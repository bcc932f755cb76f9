import {h} from '../dom.js';
import {formatDay, formatLongDay, formatNumber, formatShort} from './format.js';
import {table} from './table.js';

/** One kind of thing that is counted per day. */
export interface Series {
  readonly name: string;
  /** Its colour; without one it is told in words and in the table only. */
  readonly look?: 'main' | 'soft' | 'neutral' | 'warm';
  /** One number a day. */
  readonly values: readonly number[];
}

/** Rounds up to a number whose half is a good one too: 2, 4, 6, 8, 10, 20, 30 … */
const roundUp = (value: number): number => {
  if (value <= 10) return Math.max(2, Math.ceil(value / 2) * 2);
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map(step => step * power).find(step => step >= value)!;
};

/** Stacked bars, one a day, with what the pointer is on in words above them; and the same as a table, for everybody. */
export const dayChart = (title: string, days: readonly string[], series: readonly Series[]): Node[] => {
  const drawn = series.filter(({look}) => look);
  const totals = days.map((_, at) => drawn.reduce((sum, {values}) => sum + values[at]!, 0));
  const top = roundUp(Math.max(0, ...totals));
  const said = h('p', {class: 'said'});
  const say = (label: string, value: (of: Series) => number, told = series) => {
    const parts = told.map(one => h('span', {class: one.look && `key ${one.look}`}, `${one.name} `, h('b', {}, formatNumber(value(one)))));
    said.replaceChildren(h('span', {}, label), ...parts);
  };
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  // Visitors of several days are not the sum of each day's.
  const saySum = () => say(`${formatDay(days[0]!)} – ${formatDay(days.at(-1)!)}`, ({values}) => sum(values), drawn);
  saySum();

  const bars = days.map((day, at) => {
    const segments = drawn.flatMap(({look, values}) => {
      if (values[at] === 0) return [];
      const bar = h('div', {class: `bar ${look!}`});
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
    h(
      'div',
      {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': title},
      table(title, ['Day (UTC)', ...series.map(({name}) => name)], rows),
    ),
  );
  return [figure, details];
};

/** The first, the last, and what lies between at even distances. */
const axisDays = (days: readonly string[]): string[] => {
  const steps = Math.min(days.length - 1, 4);
  return Array.from({length: steps + 1}, (_, at) => days[Math.round((at / Math.max(1, steps)) * (days.length - 1))]!);
};
