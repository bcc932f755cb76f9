import {uuidv7} from '../../lib/uuid.js';
import type {IncomingEvent} from './collected-event.js';
import {limits} from './limits.js';
import {isObject} from './parse-json.js';
import {checkToken, distinctIdOf, eventNameOf, eventTimeOf, objectAt, tokenOf, uuidOf} from './posthog-rules.js';
import {Refusal} from './refusal.js';

type Fields = Readonly<Record<string, unknown>>;

/** What stands beside `properties` and has a place of its own in the database. */
const placed = new Set([
  'token',
  'api_key',
  '$token',
  'distinct_id',
  '$distinct_id',
  '$ignore_sent_at',
  '$insert_id',
  '$consent',
  // An assignment to it would not add a property.
  '__proto__',
]);

const besides = ['$set', '$set_once', '$unset'];

const propertiesOf = (fields: Fields): Fields => {
  const properties = objectAt(fields, 'properties');
  const names = Object.keys(properties);
  if (!names.some(name => placed.has(name)) && !besides.some(name => fields[name] !== undefined)) return properties;
  const kept: Record<string, unknown> = {};
  for (const name of names) if (!placed.has(name)) kept[name] = properties[name];
  for (const name of besides) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept;
};

/** The events in a decoded body: one event, an array of them, `{batch: […]}` or `{data: […]}`. */
const listOf = (body: unknown): readonly unknown[] => {
  if (Array.isArray(body)) return body;
  if (!isObject(body)) throw new Refusal(400, 'failed to decode request: neither an object nor an array');
  const {batch, data} = body;
  if (batch !== undefined && !Array.isArray(batch)) throw new Refusal(400, 'failed to decode request: batch is not an array');
  return Array.isArray(batch) ? batch : Array.isArray(data) ? data : [body];
};

/**
 * Reads the events out of a decoded PostHog body; throws a `Refusal` by PostHog's own rules (400 for events, 401 for tokens).
 * @param sentAt The `_` query parameter (epoch ms), where the body has no `sent_at`.
 */
export const readPosthogEvents = (body: unknown, sentAt: string | null, now: number): IncomingEvent[] => {
  const list = listOf(body);
  if (list.length === 0) throw new Refusal(400, 'request holds no event');
  if (list.length > limits.eventsPerRequest) throw new Refusal(413, `more than ${limits.eventsPerRequest} events in one request`);
  const events = list.map(fields => {
    if (!isObject(fields)) throw new Refusal(400, 'failed to decode request: an event is not an object');
    return fields;
  });
  const envelope = isObject(body) ? body : {};
  const project = checkToken([tokenOf(envelope), ...events.map(tokenOf)]);
  const sent = envelope['sent_at'] ?? (sentAt ? Number(sentAt) : undefined);
  return events.map(fields => readPosthogEvent(fields, project, fields['sent_at'] ?? sent, now));
};

/** Reads one event; throws a `Refusal` (400) by PostHog's rules. */
export const readPosthogEvent = (fields: Fields, project: string, sentAt: unknown, now: number): IncomingEvent => ({
  source: 'posthog',
  project,
  uuid: uuidOf(fields) ?? uuidv7(now),
  event: eventNameOf(fields),
  time: eventTimeOf(fields, sentAt, now),
  distinctId: distinctIdOf(fields),
  properties: propertiesOf(fields),
  consent: objectAt(fields, 'properties')['$consent'],
});
