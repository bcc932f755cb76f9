import type {EventRecord, Properties} from '../types.js';

// Taken once, so that what the page does to JSON later does not reach the queue.
const {stringify, parse} = JSON;
const encoder = new TextEncoder();

/** Looks at each value behind the back of a `toJSON` that some old library has put on every array or object. */
function untouched(this: Record<string, unknown>, key: string): unknown {
  return this[key];
}

const arrays = Array.prototype;
const strings = String.prototype;
const numbers = Number.prototype;
const patched = () => 'toJSON' in arrays || 'toJSON' in strings || 'toJSON' in numbers;

/** One line of JSON, made once: these are the bytes that are stored and sent, however often. */
export const serialise = (value: unknown): string => (patched() ? stringify({r: value}, untouched).slice(5, -1) : stringify(value));

/** One record's line in two: `base`, what other records of its page begin with as well, and `rest`. */
export interface RecordText {
  readonly base: string;
  readonly rest: string;
}

type Own = Pick<EventRecord, 'uuid' | 'type' | 'event' | 'timestamp' | 'properties'>;
type Common = Omit<EventRecord, keyof Own>;

const opening = '{"properties":{'.length;

/**
 * Writes records of one page. What they have in common is written once, for as long as they have it: identity, session, grant, and the `shared`
 * properties, which are the same object then. A record's own property of the same name comes second in its line, and so it is the one that is read.
 */
export const createRecordWriter = (): ((record: EventRecord, shared: Properties) => RecordText) => {
  let last: Common | undefined;
  let lastShared: Properties | undefined;
  let base = '';

  return (record, shared) => {
    const {uuid, type, event, timestamp, properties} = record;
    if (
      !last ||
      lastShared !== shared ||
      last.session_id !== record.session_id ||
      last.distinct_id !== record.distinct_id ||
      last.anonymous_id !== record.anonymous_id ||
      last.user_id !== record.user_id ||
      last.category !== record.category ||
      last.epoch !== record.epoch
    ) {
      const {distinct_id, anonymous_id, user_id, session_id, category, epoch} = record;
      const common: Common = {distinct_id, anonymous_id, user_id, session_id, category, epoch};
      base = serialise({...common, properties: shared}).slice(0, -2);
      last = common;
      lastShared = shared;
    }
    const own: Own = {properties, uuid, type, event, timestamp};
    const rest = serialise(own).slice(opening);
    return {base, rest: rest.startsWith('}') || base.endsWith('{') ? rest : `,${rest}`};
  };
};

export {parse};

/** UTF-8 length. */
export const byteLength = (text: string): number => encoder.encode(text).length;
