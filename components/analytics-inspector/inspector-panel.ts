import type {AnalyticsStats, ConsentState} from '../../src/types.js';
import {button, h} from '../dom.js';
import {createEventRows, maskedClasses} from './event-rows.js';
import {decisionFacts, queueFacts, type Fact} from './facts.js';
import {stageText} from './stage-text.js';
import type {LogEntry} from './trace-log.js';

/** What the panel shows. */
export interface InspectorView {
  readonly state: ConsentState;
  readonly stats: AnalyticsStats;
  readonly entries: readonly LogEntry[];
  readonly docked: boolean;
  readonly collapsed: boolean;
}

/** What the developer may ask for. */
export interface InspectorWishes {
  dock(): void;
  collapse(): void;
  clear(): void;
  /** The filter has changed. */
  redraw(): void;
}

export interface InspectorPanel {
  readonly face: HTMLElement;
  draw(view: InspectorView): void;
}

/** The sets of rows to choose from. */
const kinds: Readonly<Record<string, (entry: LogEntry) => boolean>> = {
  'all events': () => true,
  'on their way': ({stage}) => ['waiting', 'sent', 'retrying'].includes(stage),
  acknowledged: ({stage}) => stage === 'acknowledged',
  masked: entry => maskedClasses(entry).length > 0,
  dropped: ({stage}) => stage === 'dropped',
  problems: ({stage}) => stage === 'problem',
};

const matches = (entry: LogEntry, words: string): boolean => {
  const {name = '', kind, why = '', properties} = entry;
  const text = [name, kind, why, stageText(entry), ...maskedClasses(entry), ...properties.map(property => property.name)]
    .join(' ')
    .toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
};

const factList = (part: string): {readonly list: HTMLElement; readonly show: (facts: readonly Fact[]) => void} => {
  const list = h('dl', {part});
  let drawn = '';
  return {
    list,
    show(facts) {
      if (drawn === JSON.stringify(facts)) return;
      drawn = JSON.stringify(facts);
      list.replaceChildren(...facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {'data-said': value}, value))));
    },
  };
};

/** Makes the panel's tree once; `draw` changes only what has changed. In English, as only developers read it. */
export const createInspectorPanel = (wishes: InspectorWishes): InspectorPanel => {
  const summary = h('p', {class: 'soft small'});
  const dock = button('dock', 'quiet small', '', wishes.dock);
  const collapse = button('collapse', 'quiet small', '', wishes.collapse);
  collapse.setAttribute('aria-controls', 'body');
  const decision = factList('decision');
  const queue = factList('queue');
  const filter = h('input', {
    type: 'search',
    part: 'filter',
    placeholder: 'name, property, class…',
    input: wishes.redraw,
  }) as HTMLInputElement;
  const select = h(
    'select',
    {part: 'kind', change: wishes.redraw},
    ...Object.keys(kinds).map(kind => h('option', {value: kind}, kind)),
  ) as HTMLSelectElement;
  const table = h(
    'table',
    {part: 'events'},
    h('thead', {}, h('tr', {}, ...['Time', 'Event', 'State'].map(name => h('th', {scope: 'col'}, name)))),
  );
  const showRows = createEventRows(table);
  const none = h('p', {class: 'none soft small'});
  const body = h(
    'div',
    {class: 'body', id: 'body'},
    h(
      'div',
      {class: 'facts'},
      h('section', {}, h('h3', {}, 'Decision'), decision.list),
      h('section', {}, h('h3', {}, 'Queue of this tab'), queue.list),
    ),
    h(
      'div',
      {class: 'tools'},
      h('label', {class: 'grow'}, h('span', {class: 'small soft'}, 'Filter'), filter),
      h('label', {}, h('span', {class: 'small soft'}, 'Show'), select),
      button('clear', 'quiet small', 'Clear', wishes.clear),
    ),
    h('div', {class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Events'}, table, none),
  );

  const face = h(
    'section',
    {class: 'face card', part: 'panel', lang: 'en', dir: 'ltr', 'aria-labelledby': 'heading'},
    h(
      'header',
      {},
      h('div', {class: 'title'}, h('h2', {id: 'heading', part: 'heading'}, 'Analytics inspector'), summary),
      h('div', {class: 'buttons'}, dock, collapse),
    ),
    body,
  );

  return {
    face,
    draw({state, stats, entries, docked, collapsed}) {
      const events = entries.filter(({stage}) => stage !== 'problem').length;
      summary.textContent = `${events} ${events === 1 ? 'event' : 'events'}, ${stats.waiting} waiting, ${stats.delivered} delivered`;
      face.classList.toggle('docked', docked);
      dock.textContent = docked ? 'Undock' : 'Dock';
      collapse.textContent = collapsed ? 'Expand' : 'Collapse';
      collapse.setAttribute('aria-expanded', String(!collapsed));
      body.hidden = collapsed;
      if (collapsed) return;
      decision.show(decisionFacts(state));
      queue.show(queueFacts(stats));
      const shown = entries.filter(entry => kinds[select.value]!(entry) && matches(entry, filter.value));
      showRows(shown);
      none.hidden = shown.length > 0;
      none.textContent = entries.length
        ? 'No event fits the filter.'
        : state.analytics
          ? 'No events yet.'
          : 'No events. Without consent nothing is tracked.';
    },
  };
};
