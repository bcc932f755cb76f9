import {limits} from './limits.js';
import {isObject} from './parse-json.js';
import {Refusal} from './refusal.js';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a text is a UUID of any version. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** An object under a name, or an empty one. */
export const objectAt = (fields: Fields, name: string): Fields => (isObject(fields[name]) ? fields[name] : {});

/** The project token, wherever PostHog's SDKs put it; undefined if there is none. */
export const tokenOf = (fields: Fields): unknown => {
  const properties = objectAt(fields, 'properties');
  return fields['api_key'] ?? fields['token'] ?? fields['$token'] ?? properties['token'] ?? properties['$token'] ?? properties['api_key'];
};

/** Checks the one token of a request by PostHog's rules; throws a `Refusal` with 401. */
export const checkToken = (tokens: readonly unknown[]): string => {
  const given = [...new Set(tokens.filter(token => token !== undefined && token !== null))];
  if (given.length === 0) throw new Refusal(401, 'event submitted without an api_key');
  if (given.length > 1) throw new Refusal(401, 'events with different api_keys in one request');
  const [token] = given;
  if (typeof token !== 'string' || token === '') throw new Refusal(401, 'API key is not valid: it is empty or no text');
  if (token.length > 64) throw new Refusal(401, 'API key is not valid: longer than 64 characters');
  if (!/^[\x21-\x7e]+$/.test(token)) throw new Refusal(401, 'API key is not valid: it holds other than ASCII characters');
  if (token.startsWith('phx_')) throw new Refusal(401, 'API key is not valid: this is a personal key, use the project key (phc_…)');
  return token;
};

/** The visitor's id by PostHog's rules (aliases, other types as text, cut at 200 characters); throws a `Refusal` with 400. */
export const distinctIdOf = (fields: Fields): string => {
  const properties = objectAt(fields, 'properties');
  const id = fields['distinct_id'] ?? fields['$distinct_id'] ?? properties['distinct_id'] ?? properties['$distinct_id'];
  if (id === undefined || id === null) throw new Refusal(400, 'event submitted without a distinct_id');
  const text = typeof id === 'string' ? id : JSON.stringify(id);
  if (text.replaceAll('\0', '').trim() === '') throw new Refusal(400, 'event submitted with an empty distinct_id');
  return text.slice(0, limits.nameLength);
};

/** The event's name; `/engage` has none and means `$identify`. Throws a `Refusal` with 400. */
export const eventNameOf = (fields: Fields): string => {
  const {event} = fields;
  if (event === undefined && isObject(fields['$set'])) return '$identify';
  if (typeof event !== 'string' || event.trim() === '') throw new Refusal(400, 'event submitted with an empty event name');
  return event.slice(0, limits.nameLength);
};

/** The event's own uuid in lower case, or undefined where it has none; throws a `Refusal` with 400 for something else under that name. */
export const uuidOf = ({uuid}: Fields): string | undefined => {
  if (uuid === undefined || uuid === null || uuid === '') return undefined;
  const text = typeof uuid === 'string' ? uuid.toLowerCase() : '';
  if (!isUuid(text)) throw new Refusal(400, 'failed to decode request: uuid is not a UUID');
  return text;
};

/** A date and time that does not say where: PostHog takes it for UTC, JavaScript for the time of this machine. */
const placeless = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d+)?)?$/;

const timeOf = (value: unknown): number | undefined => {
  const time =
    typeof value === 'string' ? Date.parse(placeless.test(value) ? `${value}Z` : value) : typeof value === 'number' ? value : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
};

/** Largest difference between two clocks that is believed to be one. Beyond it `sent_at` itself is wrong. */
const maxSkew = 366 * 24 * 3_600_000;

/**
 * When it happened (epoch ms), corrected by how far the sender's clock is off: `now - (sent_at - timestamp)`.
 * `$ignore_sent_at` turns the correction off; `offset` (ms before now) stands in for a missing timestamp.
 */
export const eventTimeOf = (fields: Fields, sentAt: unknown, now: number): number => {
  const properties = objectAt(fields, 'properties');
  const timestamp = timeOf(fields['timestamp'] ?? properties['timestamp']);
  if (timestamp === undefined) {
    const {offset} = fields;
    return typeof offset === 'number' && offset >= 0 ? now - offset : now;
  }
  const sent = timeOf(sentAt);
  if (sent === undefined || properties['$ignore_sent_at'] === true || Math.abs(now - sent) > maxSkew) return timestamp;
  return now - (sent - timestamp);
};
