import {h} from '../dom.js';
import {formatDay} from './format.js';
import {LivePanel} from './live-panel.js';
import type {CountRow} from './live-types.js';
import {table} from './table.js';

/** What the guard has masked, by kind. */
export class MaskedPanel extends LivePanel<readonly CountRow[]> {
  protected override show(rows: readonly CountRow[]): Node[] {
    const kinds = new Map<string, {events: number; last: string}>();
    for (const {value = '', events, day = ''} of rows) {
      const known = kinds.get(value);
      kinds.set(value, {events: (known?.events ?? 0) + events, last: [known?.last ?? '', day].sort().at(-1)!});
    }
    const sorted = [...kinds].sort(([, one], [, other]) => other.events - one.events);
    const cells = sorted.map(([kind, {events, last}]) => [h('span', {class: 'chip warm'}, `[${kind}]`), events, formatDay(last)] as const);
    return [
      h(
        'section',
        {'aria-labelledby': 'title'},
        h('header', {}, h('h2', {id: 'title'}, 'Masked'), h('span', {class: 'quiet'}, 'in the page or here, before it was stored')),
        cells.length > 0
          ? table('Masked, by kind', ['Kind', 'Events', 'Last'], cells)
          : h('p', {class: 'empty'}, 'Nothing personal was found in these days.'),
      ),
    ];
  }
}
