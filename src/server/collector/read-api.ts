import type {LiveStream} from './live-stream.js';
import {createConsentRoute} from './read/consent-route.js';
import {createCatchUp, createCountRoutes} from './read/count-routes.js';
import {createEventRoutes} from './read/event-routes.js';
import {daysOf, dayText, wholeNumber} from './read/query.js';
import type {Rejections} from './rejections.js';
import type {RejectedDays} from './rollups/rejected-days.js';
import {json, type Call, type Route} from './route.js';
import type {Store} from './store.js';

export interface ReadApiParts {
  readonly store: Store;
  readonly live: LiveStream;
  readonly rejections: Rejections;
  readonly rejectedDays: RejectedDays;
  /** Adds at most `limit` stored events to the counts; resolves with how many there were. */
  fold(limit: number): Promise<number>;
}

/** What the owner reads, all of it by GET; `docs/collector-owner.md` tells the addresses, parameters and answers. */
export const createReadApi = ({store, live, rejections, rejectedDays, fold}: ReadApiParts): Route[] => {
  const watch = ({query, headers}: Call) => {
    const resumed = headers['last-event-id'];
    const after = wholeNumber(typeof resumed === 'string' ? resumed : query.get('after'), 'Last-Event-ID');
    return {stream: (response: Parameters<LiveStream['open']>[0]) => live.open(response, after)};
  };
  const rejected = ({query, now}: Call) => {
    const {from, to} = daysOf(query, now);
    const days = rejectedDays.between(from, to).map(row => ({...row, day: dayText(row.day)}));
    return json({recent: rejections.recent(), counts: rejections.counts(), from: dayText(from), to: dayText(to), days});
  };
  const read = (path: string, handle: Route['handle']): Route => ({path, methods: ['GET'], access: 'read', maxBytes: 0, handle});
  return [
    ...[...createEventRoutes(store), ...createCountRoutes(store, createCatchUp(store, fold)), createConsentRoute(store.database)].map(
      ({path, handle}) => read(path, handle),
    ),
    read('/api/live', watch),
    read('/api/rejected', rejected),
    {...read('/healthz', () => json({status: 'ok'})), access: 'open'},
  ];
};
