import {h} from '../dom.js';
import {eventDetails} from './event-details.js';
import {stageText} from './stage-text.js';
import type {LogEntry} from './trace-log.js';

/** The classes of everything masked in an event, each once. */
export const maskedClasses = ({masked, properties}: LogEntry): readonly string[] => [
  ...new Set([...masked.map(part => part.class), ...properties.flatMap(property => property.masked)]),
];

interface Row {
  readonly body: HTMLElement;
  show(entry: LogEntry): void;
}

const createRow = (id: string): Row => {
  const time = h('td', {class: 'time'});
  const name = h('button', {
    type: 'button',
    class: 'name',
    part: 'event',
    'aria-expanded': 'false',
    'aria-controls': id,
    click: () => toggle(),
  });
  const note = h('span', {class: 'soft small'});
  const stage = h('span', {class: 'chip'});
  const state = h('td', {}, stage);
  const details = h('td', {colspan: '3'});
  const more = h('tr', {class: 'more', id, hidden: true}, details);
  let entry: LogEntry | undefined;
  let drawn: LogEntry | undefined;

  const draw = () => {
    if (more.hidden || !entry || drawn === entry) return;
    drawn = entry;
    details.replaceChildren(eventDetails(entry));
  };
  const toggle = () => {
    more.hidden = !more.hidden;
    name.setAttribute('aria-expanded', String(!more.hidden));
    draw();
  };

  return {
    body: h('tbody', {}, h('tr', {}, time, h('th', {scope: 'row'}, name, note), state), more),
    show(next) {
      if (next === entry) return;
      entry = next;
      time.textContent = new Date(next.time).toLocaleTimeString([], {hour12: false});
      name.textContent = next.name ?? `${next.kind}()`;
      note.textContent = next.stage === 'problem' ? (next.why ?? '') : next.name && next.kind !== 'track' ? next.kind : '';
      stage.textContent = stageText(next);
      stage.dataset['stage'] = next.stage;
      state.replaceChildren(stage, ...maskedClasses(next).map(kind => h('span', {class: 'tag mask'}, `masked: ${kind}`)));
      draw();
    },
  };
};

/** Keeps a table's rows up to date, newest first. A row that stays is not touched, so that what is open or has the focus remains so. */
export const createEventRows = (table: HTMLElement): ((entries: readonly LogEntry[]) => void) => {
  let rows = new Map<string, Row>();
  let made = 0;
  return entries => {
    const before = rows;
    rows = new Map(entries.map(({id}) => [id, before.get(id) ?? createRow(`event-${made++}`)]));
    for (const [id, {body}] of before) if (!rows.has(id)) body.remove();
    let above: Element | null = table.querySelector('thead');
    for (const entry of [...entries].reverse()) {
      const {body, show} = rows.get(entry.id)!;
      show(entry);
      if (above?.nextElementSibling !== body) above?.after(body);
      above = body;
    }
  };
};
