import {h} from '../dom.js';
import {stageText} from './stage-text.js';
import type {LogEntry, LoggedProperty} from './trace-log.js';

const longestValue = 400;

const clipped = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
};

const property = ({name, value, masked}: LoggedProperty): HTMLElement =>
  h(
    'li',
    {},
    h('code', {class: 'key'}, name),
    h('span', {}, h('code', {}, clipped(value)), ...masked.map(kind => h('span', {class: 'tag mask'}, `masked: ${kind}`))),
  );

const list = (heading: string, items: readonly HTMLElement[]): readonly HTMLElement[] =>
  items.length ? [h('h4', {}, heading), h('ul', {role: 'list'}, ...items)] : [];

const pair = (name: string, value: string): HTMLElement => h('li', {}, h('code', {class: 'key'}, name), h('code', {}, value));

/** Everything that is known of one event, as it was stored: what was masked stands there by its class only. */
export const eventDetails = ({properties, masked, ways, belongs}: LogEntry): HTMLElement => {
  const lanes = Object.entries(ways);
  const own = properties.filter(({added}) => !added);
  const added = properties.filter(property => property.added);
  const ids = Object.entries(belongs).filter((entry): entry is [string, string] => entry[1] !== null);
  const sections = [
    ...list(added.length || !own.some(({added}) => added === undefined) ? 'From the page' : 'Properties', own.map(property)),
    ...list('Added', added.map(property)),
    ...list(
      'Masked by the guard',
      masked.map(part => pair(part.path, part.class)),
    ),
    ...list(
      'On its way',
      lanes.map(([lane, way]) => pair(lane, stageText(way))),
    ),
    ...list(
      'Belongs to',
      ids.map(([name, value]) => pair(name, value)),
    ),
  ];
  return h('div', {class: 'details'}, ...(sections.length ? sections : [h('p', {class: 'soft'}, 'Nothing of it was kept.')]));
};
