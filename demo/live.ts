import {byId} from './dom.js';
import {readEvent, type LiveEvent} from './live-event.js';
import type {LiveCount, LiveNews, Reason} from './live-news.js';
import {createRow} from './live-row.js';
import {applyPreferences, cleanPreferences, readPreferences} from './preferences.js';
import {text, type TextKey} from './texts.js';

const mostRows = 200;
const mostEarlier = 30;
const retryMs = 1000;

const said = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? '';
const collector = said('collector');
/** The newest event when this document was asked for: what comes later happened while one watched. */
const start = Number(said('last-id')) || 0;

const events = byId('events');
const earlier = byId('earlier-events');
const seen = new Set<number>();
let reason: Reason = 'unknown';
let connected = false;
let count = 0;

const reasons: Readonly<Record<Reason, TextKey>> = {
  undecided: 'whyUndecided',
  refused: 'whyRefused',
  granted: 'whyGranted',
  offline: 'whyOffline',
  console: 'whyConsole',
  unknown: 'whyUnknown',
};

const render = () => {
  const state = byId('state');
  state.dataset['connected'] = String(connected);
  state.textContent = connected ? `${text('connected')} · ${text('count', {count: String(count)})}` : text('connecting');
  byId('empty').dataset['reason'] = reason;
  byId('empty').classList.toggle('small', count > 0);
  byId('reason').textContent = text(reasons[reason]);
  byId('nothing').hidden = count > 0;
  byId('empty').hidden = count > 0 && reason === 'granted';
  byId('earlier').hidden = earlier.childElementCount === 0;
  if (parent !== window) parent.postMessage({stored: count, asks: reason === 'unknown'} satisfies LiveCount, location.origin);
};

/** Newest first, wherever in the order it arrives. */
const add = (event: LiveEvent) => {
  if (seen.has(event.id)) return;
  seen.add(event.id);
  const list = event.id > start ? events : earlier;
  const older = [...list.children].find(row => Number((row as HTMLElement).dataset['id']) < event.id) ?? null;
  list.insertBefore(createRow(event), older);
  while (list.childElementCount > mostRows) list.lastElementChild?.remove();
  if (list === events) count++;
};

const listen = () => {
  const stream = new EventSource(`${collector}/api/live?after=${Math.max(start - mostEarlier, 0, ...seen)}`);
  stream.addEventListener('open', () => {
    connected = true;
    render();
  });
  stream.addEventListener('stored', ({data}: MessageEvent<string>) => {
    const event = readEvent(JSON.parse(data));
    if (event) add(event);
    render();
  });
  // A browser gives up on a collector that answers with an error, so the list begins anew from where it was.
  stream.addEventListener('error', () => {
    stream.close();
    connected = false;
    render();
    setTimeout(listen, retryMs);
  });
};

addEventListener('message', ({source, origin, data}: MessageEvent<LiveNews>) => {
  if (source !== parent || origin !== location.origin) return;
  reason = data.reason in reasons ? data.reason : 'unknown';
  applyPreferences(cleanPreferences(data));
  render();
});

applyPreferences(readPreferences());
render();
listen();
