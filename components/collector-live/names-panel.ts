import {h} from '../dom.js';
import {css} from '../css.js';
import {formatNumber} from './format.js';
import {LivePanel} from './live-panel.js';
import type {CountRow} from './live-types.js';

const styles = css`
  td.share {
    inline-size: 40%;
  }
  .bar {
    min-inline-size: 2px;
    block-size: 0.625rem;
    border-radius: 0 3px 3px 0;
    background: var(--accent);
  }
  @media (forced-colors: active) {
    .bar {
      forced-color-adjust: none;
    }
  }
`;

/** How often each event was, as a table that is its own chart. */
export class NamesPanel extends LivePanel<readonly CountRow[]> {
  static override styles = [...super.styles, styles];

  protected override show(names: readonly CountRow[]): Node[] {
    const most = Math.max(1, ...names.map(({events}) => events));
    const row = ({event = '', events}: CountRow) => {
      const bar = h('div', {class: 'bar'});
      bar.style.setProperty('inline-size', `${(events / most) * 100}%`);
      return h(
        'tr',
        {},
        h('th', {scope: 'row', class: 'mono'}, event),
        h('td', {class: 'share', 'aria-hidden': 'true'}, bar),
        h('td', {class: 'number'}, formatNumber(events)),
      );
    };
    const content = h(
      'div',
      {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Events by name'},
      h('table', {'aria-labelledby': 'title'}, h('tbody', {}, ...names.map(row))),
    );
    return [
      h(
        'section',
        {'aria-labelledby': 'title'},
        h('header', {}, h('h2', {id: 'title'}, 'Events by name')),
        names.length > 0 ? content : h('p', {class: 'empty'}, 'Nothing in these days.'),
      ),
    ];
  }
}
