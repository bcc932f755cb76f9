import type {Call} from './analytics-service.js';
import {SetupError} from './lib/problems.js';
import {uuidv7} from './lib/uuid.js';
import type {EventType, TrackedEvent} from './types.js';

/** What a call asks for, once it is understood. */
export interface Reading {
  readonly event: TrackedEvent;
  /** For `identify`: whatever was given in the place of the pseudonym. */
  readonly id: unknown;
}

const longestName = 200;

/**
 * Reads a call of the public methods, in each form that they take.
 * @throws SetupError `bad-event-name`, without the name: it may hold anything.
 */
export const readCall = ({method, args: [first, second, third], time, page}: Call): Reading => {
  const make = (type: EventType, event: string, properties: Record<string, unknown>, category?: unknown): TrackedEvent => ({
    uuid: uuidv7(time),
    type,
    event,
    properties,
    category: typeof category === 'string' && category ? category : 'analytics',
    time,
    ...page,
  });

  if (method === 'track') {
    const whole = typeof first === 'object' ? fields(first) : {event: first, properties: second, category: fields(third)['category']};
    const name = whole['event'];
    if (typeof name !== 'string' || !name.trim() || name.length > longestName)
      throw new SetupError('bad-event-name', `an event needs a name of 1 to ${longestName} characters`);
    return {event: make('track', name, fields(whole['properties']), whole['category']), id: null};
  }
  if (method === 'page') {
    const properties = {...(typeof first === 'string' && {page_name: first}), ...fields(second)};
    return {event: make('page', 'page_viewed', properties), id: null};
  }
  const {pseudonymized_user_id: id, ...known} = typeof first === 'object' ? fields(first) : {pseudonymized_user_id: first};
  return {event: make('identify', 'identify', {...known, ...fields(second)}), id};
};

/** The own enumerable values, each read once; one that throws when it is read is left out. */
const fields = (source: unknown): Record<string, unknown> => {
  // Without a prototype, a property called `__proto__` is a property like any other.
  const values = Object.create(null) as Record<string, unknown>;
  if (typeof source !== 'object' || source === null) return values;
  try {
    for (const key of Object.keys(source)) read(values, source as Record<string, unknown>, key);
  } catch {
    // a revoked or hostile proxy has no keys for us
  }
  return values;
};

const read = (values: Record<string, unknown>, source: Record<string, unknown>, key: string) => {
  try {
    values[key] = source[key];
  } catch {
    // a getter of the page's own that throws
  }
};
