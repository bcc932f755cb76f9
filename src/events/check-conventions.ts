import type {Kind} from '../lib/event-conventions.js';
import {automaticProperties, isEventName, isPropertyName, kindOf, kindRules} from '../lib/event-conventions.js';

/** One convention that an event breaks. Holds no value of the event. */
export interface Breach {
  /** The property's name; undefined when it is the event's own name. */
  readonly property?: string;
  /** What is wrong, as the rest of a sentence that begins with the name. */
  readonly message: string;
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

const fits: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  amount: value => typeof value === 'number' && value >= 0 && value < Infinity,
  flag: value => typeof value === 'boolean',
  date: value => typeof value === 'string' && isoDate.test(value) && !Number.isNaN(Date.parse(value)),
  id: value => typeof value === 'string',
};

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object';

/**
 * The conventions of names and values: events are `object_action` in snake_case, properties flat (single values, or lists of them) and in
 * snake_case, `_count` and `_ms` numbers of at least 0, `has_` and `is_` booleans, `_at` ISO 8601 dates, `_id` text, and what the library adds
 * by itself is not set by hand. Null and undefined stand for "none" and fit everywhere.
 */
export const checkConventions = (event: string, properties: Readonly<Record<string, unknown>> = {}): readonly Breach[] => {
  const breaches: Breach[] = [];
  if (!isEventName(event)) breaches.push({message: 'must be named object_action: two words or more in snake_case'});
  for (const [property, given] of Object.entries(properties)) {
    // The guard writes dates as ISO 8601.
    const value: unknown = given instanceof Date && kindOf(property) === 'date' ? given.toJSON() : given;
    const kind = kindOf(property);
    const say = (message: string) => breaches.push({property, message});
    if (!isPropertyName(property)) say('must be in snake_case');
    if (automaticProperties.has(property)) say('is added by itself and not set by hand');
    else if (value === null || value === undefined) continue;
    else if (Array.isArray(value) ? !value.every(isScalar) : !isScalar(value)) say('must be flat: a single value, or a list of them');
    else if (kind && !fits[kind](value)) say(kindRules[kind]);
  }
  return breaches;
};
