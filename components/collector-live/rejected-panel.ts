import {h} from '../dom.js';
import {css} from '../css.js';
import {formatTime, plural} from './format.js';
import {LivePanel} from './live-panel.js';
import type {LiveRejection, RejectedDay} from './live-types.js';
import {table} from './table.js';

const styles = css`
  li {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    gap: 0 0.625rem;
    align-items: baseline;
    padding-block: 0.5rem;
    border-block-end: 1px solid var(--line);
    font-size: 0.875rem;
  }
  li:last-child {
    border: 0;
  }
  .where {
    grid-column: 2;
  }
`;

/** Requests that were not stored, and why: the latest one by one, and those of the range by day and reason. */
export class RejectedPanel extends LivePanel<{readonly recent: readonly LiveRejection[]; readonly days: readonly RejectedDay[]}> {
  static override styles = [...super.styles, styles];

  protected override show({recent, days}: {recent: readonly LiveRejection[]; days: readonly RejectedDay[]}): Node[] {
    const item = ({time, route, status, reason, events}: LiveRejection) =>
      h(
        'li',
        {},
        h('span', {class: `chip ${status >= 400 ? 'bad' : 'warm'}`}, String(status)),
        h('span', {}, reason),
        h('time', {class: 'quiet', datetime: time}, formatTime(time)),
        h('span', {class: 'where quiet'}, h('code', {}, route), events > 0 ? ` · ${plural(events, 'event')}` : ''),
      );
    const list = h('ol', {class: 'scroll', tabindex: '0', 'aria-label': 'Latest rejected requests'}, ...recent.map(item));
    const rows = days.map(({day, status, reason, route, requests, events}) => [day, String(status), reason, route, requests, events]);
    const byDay = h(
      'details',
      {class: 'table'},
      h('summary', {}, 'By day and reason'),
      h(
        'div',
        {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Rejected by day and reason'},
        table('Rejected by day and reason', ['Day (UTC)', 'Status', 'Reason', 'Route', 'Requests', 'Events'], rows),
      ),
    );
    return [
      h(
        'section',
        {'aria-labelledby': 'title'},
        h('header', {}, h('h2', {id: 'title'}, 'Rejected'), h('span', {class: 'quiet'}, 'not stored, and why')),
        recent.length > 0 ? list : h('p', {class: 'empty'}, 'Nothing has been rejected since the collector started.'),
        ...(rows.length > 0 ? [byDay] : []),
      ),
    ];
  }
}
