import {h} from './dom.js';
import {gist, splitAtMasks, toWords, type LiveEvent} from './live-event.js';
import {text} from './texts.js';

/** The words, with what the guard has masked marked. */
const marked = (words: string) =>
  h('bdi', {}, ...splitAtMasks(words).map((piece, index) => (index % 2 ? h('mark', {title: text('masked')}, piece) : piece)));

const short = (id: string) => (id.length > 16 ? `${id.slice(0, 6)}…${id.slice(-6)}` : id);

const facts = (entries: readonly (readonly [string, unknown])[]) =>
  h('dl', {}, ...entries.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, marked(toWords(value))))));

/** What the page said first, then what the wire format added in its own names. */
const inOrder = (properties: LiveEvent['properties']) =>
  Object.entries(properties).sort(([a], [b]) => Number(a.startsWith('$')) - Number(b.startsWith('$')));

/** One line of the list, which opens to all that was stored. */
export const createRow = (event: LiveEvent): HTMLLIElement => {
  const time = new Date(event.time);
  const about = gist(event);
  return h(
    'li',
    {'data-id': event.id},
    h(
      'details',
      {},
      h(
        'summary',
        {},
        h('span', {class: 'name'}, event.event),
        h('time', {datetime: time.toISOString()}, time.toTimeString().slice(0, 8)),
        about.length
          ? h('span', {class: 'gist'}, ...about.map(([name, words]) => h('span', {}, h('span', {class: 'key'}, `${name} `), marked(words))))
          : null,
        h('span', {class: 'who'}, `${short(event.distinctId)} · ${event.source}`),
      ),
      facts([['distinct_id', event.distinctId], ...inOrder(event.properties)]),
    ),
  );
};
