import {h} from '../dom.js';
import {formatTime, plural} from './format.js';
import type {LiveEvent} from './live-types.js';

const placeholder = /(\[(?:email|name|address|phone|ip|account|id|secret|position|erased)\])/;

/** A text with its placeholders marked. */
const marked = (text: string): (Node | string)[] => text.split(placeholder).map((part, at) => (at % 2 ? h('mark', {}, part) : part));

const lines = (entries: readonly (readonly [string, unknown])[]): HTMLElement =>
  h(
    'dl',
    {},
    ...entries.map(([name, value]) =>
      h(
        'div',
        {},
        h('dt', {}, ...marked(name)),
        h('dd', {}, ...marked(typeof value === 'string' ? value : JSON.stringify(value, null, 1))),
      ),
    ),
  );

const notes = ({masked, dropped = []}: LiveEvent): HTMLElement | undefined => {
  if (masked.length + dropped.length === 0) return undefined;
  const listed = (names: readonly string[]) => names.flatMap((name, at) => [at > 0 ? ', ' : '', h('code', {}, name)]);
  return h(
    'div',
    {class: 'notes'},
    masked.length > 0 ? h('p', {}, 'Masked as personal: ', ...listed(masked.map(({where, kind}) => `${where} → [${kind}]`))) : undefined,
    dropped.length > 0 ? h('p', {}, 'Dropped, never stored: ', ...listed(dropped), ' (address or full user agent)') : undefined,
  );
};

/** One event of the feed: what it is, and inside it everything that was stored, masked and dropped. */
export const eventRow = (event: LiveEvent, fresh: boolean): HTMLElement => {
  const {masked, dropped = []} = event;
  const about = h(
    'span',
    {class: 'about'},
    h('span', {}, event.path ?? ''),
    h('span', {class: 'mono'}, event.distinct_id.length > 14 ? `${event.distinct_id.slice(0, 8)}…` : event.distinct_id),
    h('span', {}, event.project),
    masked.length > 0 ? h('span', {class: 'chip warm'}, `${masked.length} masked`) : undefined,
    dropped.length > 0 ? h('span', {class: 'chip'}, `${plural(dropped.length, 'field')} dropped`) : undefined,
  );
  const fill = (toggle: Event) => {
    const details = toggle.currentTarget as HTMLDetailsElement;
    if (!details.open || details.childElementCount > 1) return;
    const stored = Object.entries(event.properties);
    details.append(
      h(
        'div',
        {class: 'inside'},
        notes(event),
        lines([
          ['uuid', (event as LiveEvent & {uuid?: string}).uuid ?? String(event.id)],
          ['distinct_id', event.distinct_id],
          ['project', `${event.project} (${event.source})`],
          ['time', event.time],
          ['received_at', event.received_at],
          ...stored,
        ]),
      ),
    );
  };
  return h(
    'li',
    {class: fresh && 'fresh'},
    h(
      'details',
      {toggle: fill},
      h(
        'summary',
        {},
        h('span', {class: 'name'}, ...marked(event.event)),
        h('time', {datetime: event.received_at}, formatTime(event.received_at)),
        about,
      ),
    ),
  );
};
