import {h} from '../dom.js';
import chart from './day-chart.styles.js';
import {dayChart} from './day-chart.js';
import {daysBetween, formatShare, formatShort} from './format.js';
import {LivePanel} from './live-panel.js';
import type {Overview} from './live-types.js';
import tiles from './overview-panel.styles.js';

/** The figures of the range, and its events per day. */
export class OverviewPanel extends LivePanel<Overview> {
  static override styles = [...super.styles, chart, tiles];

  protected override show({from, to, days, masked, rejected, visitors, consent}: Overview): Node[] {
    const sum = (rows: readonly {readonly events: number}[]) => rows.reduce((total, row) => total + row.events, 0);
    const all = daysBetween(from, to);
    const byDay = new Map(days.map(row => [row.day, row]));
    const rate = consent.total.opt_in_rate;
    const tile = (name: string, value: string, note: string) =>
      h('div', {class: 'tile'}, h('dt', {}, name), h('dd', {}, h('b', {}, value), h('span', {class: 'quiet'}, note)));
    const requests = rejected.reduce((total, row) => total + row.requests, 0);
    const today = byDay.get(to)?.events ?? 0;
    return [
      h(
        'dl',
        {class: 'tiles'},
        tile('Events', formatShort(sum(days)), `${formatShort(today)} today`),
        tile('Visitors', formatShort(visitors), 'different ids in the range'),
        tile('Opt-in rate', rate === null ? '–' : formatShare(rate), rate === null ? 'no receipts yet' : 'of those who decided'),
        tile('Masked', formatShort(sum(masked)), 'placeholders in events'),
        tile('Rejected', formatShort(requests), 'requests not stored'),
      ),
      h(
        'section',
        {'aria-labelledby': 'title'},
        h('header', {}, h('h2', {id: 'title'}, 'Events per day')),
        ...dayChart('Events and visitors per day', all, [
          {name: 'Events', look: 'main', values: all.map(day => byDay.get(day)?.events ?? 0)},
          {name: 'Visitors', values: all.map(day => byDay.get(day)?.visitors ?? 0)},
        ]),
      ),
    ];
  }
}
