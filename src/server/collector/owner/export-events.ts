import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Database} from '../database.js';
import {viewEvent} from '../event-view.js';
import {createFindEvents, type EventFilter} from '../read/find-events.js';
import {eventColumns} from '../schema.js';
import type {StoredEvent} from '../store.js';
import {csvLine} from './csv.js';
import {personIds} from './person-ids.js';

export type ExportFormat = 'jsonl' | 'csv';

const pageLength = 500;

/** The columns of an exported table: the event's own, times as ISO 8601 (UTC), properties as JSON. */
const columns = ['id', ...eventColumns] as const;
const csvOf = (event: StoredEvent) =>
  csvLine(columns.map(column => (column === 'time' || column === 'received_at' ? new Date(event[column]).toISOString() : event[column])));

/** Head and lines of each format, so that a page of events and a whole export look alike. */
export const formats: Readonly<Record<ExportFormat, {readonly type: string; readonly head: string; line(event: StoredEvent): string}>> = {
  jsonl: {type: 'application/x-ndjson; charset=utf-8', head: '', line: event => `${JSON.stringify(viewEvent(event))}\n`},
  csv: {type: 'text/csv; charset=utf-8; header=present', head: csvLine(columns), line: csvOf},
};

/** The same, but of the whole person: with the aliases and the anonymous ids that an erasure would take along. */
export const ofWholePerson = (database: Database, {person, ...filter}: EventFilter): EventFilter =>
  person === undefined ? filter : {...filter, ids: personIds(database, person)};

/** All events that match, in chunks of text, oldest id first; others get their turn between them. */
export const exportEvents = async function* (database: Database, filter: EventFilter, format: ExportFormat): AsyncGenerator<string> {
  const {head, line} = formats[format];
  const find = createFindEvents(database);
  if (head !== '') yield head;
  for (let next = 0, more = true; more;) {
    const page = find.after(next, filter, pageLength, 50);
    if (page.events.length > 0) yield page.events.map(line).join('');
    ({next, more} = page);
    await nextTurn();
  }
};
