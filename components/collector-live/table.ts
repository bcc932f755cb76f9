import {h} from '../dom.js';
import {formatNumber} from './format.js';

type Cell = string | number | Node;

/** A table with a caption for those who hear it; numbers stand at the end of their cells. */
export const table = (caption: string, heads: readonly string[], rows: readonly (readonly Cell[])[]): HTMLElement => {
  const isNumber = (at: number) => rows.some(row => typeof row[at] === 'number');
  const look = (at: number) => isNumber(at) && 'number';
  const cell = (value: Cell, at: number) => {
    const content = typeof value === 'number' ? formatNumber(value) : value;
    return at === 0 ? h('th', {scope: 'row', class: look(at)}, content) : h('td', {class: look(at)}, content);
  };
  return h(
    'table',
    {'aria-label': caption},
    h('thead', {}, h('tr', {}, ...heads.map((head, at) => h('th', {scope: 'col', class: look(at)}, head)))),
    h('tbody', {}, ...rows.map(row => h('tr', {}, ...row.map(cell)))),
  );
};
