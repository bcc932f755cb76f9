import type {ServerResponse} from 'node:http';
import {pipeline} from 'node:stream/promises';
import {viewEvent} from '../event-view.js';
import {exportEvents, formats, ofWholePerson} from '../owner/export-events.js';
import {json, type Call, type Route} from '../route.js';
import type {Store} from '../store.js';
import {createFindEvents, type EventFilter} from './find-events.js';
import {limitOf, textOf, timeOf, wholeNumber, wordOf} from './query.js';

const eventFilter = (query: URLSearchParams): EventFilter => ({
  from: timeOf(query, 'from'),
  to: timeOf(query, 'to', true),
  project: textOf(query, 'project'),
  event: textOf(query, 'event'),
  source: textOf(query, 'source'),
  person: textOf(query, 'person'),
  session: textOf(query, 'session'),
  path: textOf(query, 'path'),
});

/** Writes as fast as the reader reads, and ends when it goes away. */
const pour = async (chunks: AsyncGenerator<string>, response: ServerResponse): Promise<void> => {
  try {
    await pipeline(chunks, response);
  } catch {
    // The line is cut, as half of an export must not look like a whole one; or the reader went away, and there is nobody to tell.
  }
};

/** `GET /api/events`: a page of events. `GET /api/export`: all of them, as a file. */
export const createEventRoutes = ({database}: Store): readonly Pick<Route, 'path' | 'handle'>[] => {
  const find = createFindEvents(database);

  const events = ({query}: Call) => {
    const [filter, limit] = [eventFilter(query), limitOf(query, 100, 1_000)];
    const before = wholeNumber(query.get('before'), 'before');
    const after = wholeNumber(query.get('after'), 'after') ?? 0;
    const newest = wordOf(query, 'order', ['oldest', 'newest']) === 'newest' || before !== undefined;
    const page = newest ? find.before(before ?? Number.MAX_SAFE_INTEGER, filter, limit) : find.after(after, filter, limit);
    if (wordOf(query, 'format', ['json', 'csv']) === 'json')
      return json({events: page.events.map(viewEvent), next: page.next, more: page.more});
    const {type, head, line} = formats.csv;
    const headers = {'Content-Type': type, 'X-Next': String(page.next), 'X-More': String(page.more)};
    return {status: 200, headers, body: head + page.events.map(line).join('')};
  };

  const download = ({query, method}: Call) => {
    const format = wordOf(query, 'format', ['jsonl', 'csv']);
    const exact = wordOf(query, 'exact', ['false', 'true']) === 'true';
    const filter = exact ? eventFilter(query) : ofWholePerson(database, eventFilter(query));
    return {
      stream(response: ServerResponse) {
        response.writeHead(200, {
          'Content-Type': formats[format].type,
          'Content-Disposition': `attachment; filename="events.${format}"`,
        });
        if (method === 'HEAD') response.end();
        else void pour(exportEvents(database, filter, format), response);
      },
    };
  };

  return [
    {path: '/api/events', handle: events},
    {path: '/api/export', handle: download},
  ];
};
