import {viewEvent} from './event-view.js';
import type {LiveStream} from './live-stream.js';
import {Refusal} from './refusal.js';
import type {Rejections} from './rejections.js';
import {json, type Call, type Route} from './route.js';
import type {Store} from './store.js';

export interface ReadApiParts {
  readonly store: Store;
  readonly live: LiveStream;
  readonly rejections: Rejections;
}

const maxPage = 1_000;
const defaultPage = 100;

const wholeNumber = (value: string | null | undefined, name: string): number | undefined => {
  if (value === null || value === undefined || value === '') return undefined;
  if (!/^\d{1,15}$/.test(value)) throw new Refusal(400, `${name} is not a whole number`);
  return Number(value);
};

/**
 * What the owner reads:
 * `GET /api/events?after=<id>&limit=<1…1000>` → `{events, next}`, ids ascending, `next` being the `after` of the next page;
 * `GET /api/live` → server-sent events `stored` and `rejected`, resumed by `Last-Event-ID` (or `?after=`);
 * `GET /api/rejected` → `{recent, counts}`; `GET /healthz` → whether it is up (no data, so open to all).
 */
export const createReadApi = ({store, live, rejections}: ReadApiParts): Route[] => {
  const events = ({query}: Call) => {
    const after = wholeNumber(query.get('after'), 'after') ?? 0;
    const limit = Math.min(maxPage, Math.max(1, wholeNumber(query.get('limit'), 'limit') ?? defaultPage));
    const page = store.after(after, limit).map(viewEvent);
    return json({events: page, next: page.at(-1)?.id ?? after});
  };
  const watch = ({query, headers}: Call) => {
    const resumed = headers['last-event-id'];
    const after = wholeNumber(typeof resumed === 'string' ? resumed : query.get('after'), 'Last-Event-ID');
    return {stream: (response: Parameters<LiveStream['open']>[0]) => live.open(response, after)};
  };
  const read = (path: string, handle: Route['handle']): Route => ({path, methods: ['GET'], access: 'read', maxBytes: 0, handle});
  return [
    read('/api/events', events),
    read('/api/live', watch),
    read('/api/rejected', () => json({recent: rejections.recent(), counts: rejections.counts()})),
    {...read('/healthz', () => json({status: 'ok'})), access: 'open'},
  ];
};
