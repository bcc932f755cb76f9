import {SetupError} from '../lib/problems.js';
import type {EventDefinitions} from '../types.js';
import {checkConventions} from './check-conventions.js';
import type {InferInput, SchemaIssue, StandardSchema} from './standard-schema.js';

/** The event map that schemas stand for: what `track` takes. */
export type EventsOf<Schemas extends Readonly<Record<string, StandardSchema>>> = {
  readonly [Name in keyof Schemas]: InferInput<Schemas[Name]>;
};

export interface DefineOptions {
  /** Also checks the conventions of `checkConventions`. Default false. */
  readonly conventions?: boolean;
}

/** Tracked by the library itself: fits without a definition of its own. */
const builtIn = 'page_viewed';
const mostPaths = 10;

/** A name may be put together by the page from anything; one that looks like a name is told, another is not. */
const nameable = (name: unknown): string => (/^[a-z_$][\w$]{0,63}$/i.test(String(name)) ? String(name) : '…');

const pathsOf = ({path, keys}: SchemaIssue): readonly string[] => {
  const parts = (path ?? []).map(part => (typeof part === 'object' ? part.key : part));
  const join = (all: readonly PropertyKey[]) =>
    all.map((key, depth) => (typeof key === 'number' ? `[${key}]` : (depth ? '.' : '') + nameable(key))).join('') || 'its properties';
  return keys ? keys.map(key => join([...parts, key])) : [join(parts)];
};

const list = (words: readonly string[]): string => {
  const once = [...new Set(words)];
  return once.slice(0, mostPaths).join(', ') + (once.length > mostPaths ? ` and ${once.length - mostPaths} more` : '');
};

/**
 * Defines the application's events by schemas (zod, valibot, arktype: any Standard Schema v1), for `createAnalytics({events, validate})`: `track`
 * is then typed by them, and each event is checked after consent and before anything is added to it. What is sent is what the page gave:
 * a schema's defaults and transformations are not applied. Told as problems, never with a value: `event-invalid`, and `event-unchecked` once for
 * a schema that cannot answer at once or fails inside; such an event goes on unchecked.
 * @throws SetupError `bad-event-schema` for what is no Standard Schema.
 */
export const defineEvents = <const Schemas extends Readonly<Record<string, StandardSchema<object>>>>(
  schemas: Schemas,
  {conventions = false}: DefineOptions = {},
): EventDefinitions<EventsOf<Schemas>> => {
  const known = new Map<string, StandardSchema>(Object.entries(schemas));
  for (const [name, schema] of known)
    if (typeof (schema as Partial<StandardSchema> | null)?.['~standard']?.validate !== 'function')
      throw new SetupError('bad-event-schema', `the event ${nameable(name)} needs a schema that follows Standard Schema v1`);
  const unchecked = new Set<string>();

  /** What is wrong, as the rest of a sentence; undefined when all is well. Throws whatever a schema throws, and `asynchronous`. */
  const wrongs = (event: string, properties: Readonly<Record<string, unknown>>): string | undefined => {
    const schema = known.get(event);
    if (!schema && event !== builtIn) return 'is not defined';
    // A copy, as a schema may change what it is given.
    const result = schema?.['~standard'].validate({...properties});
    if (result && 'then' in result) {
      Promise.resolve(result).catch(() => {}); // nobody else waits for it, and the page must not hear of it
      throw asynchronous;
    }
    const breaches = conventions ? checkConventions(event, properties) : [];
    const own = breaches.find(({property}) => property === undefined);
    if (own) return own.message;
    const paths = [...(result?.issues ?? []).flatMap(pathsOf), ...breaches.map(({property}) => nameable(property))];
    return paths.length ? `does not fit its definition in ${list(paths)}` : undefined;
  };

  return {
    check({type, event, properties}, validation = 'warn', onProblem) {
      if (validation === 'off' || type === 'identify') return true;
      try {
        const wrong = wrongs(event, properties);
        if (wrong) onProblem({code: 'event-invalid', message: `the event ${nameable(event)} ${wrong}`});
        return !wrong || validation !== 'drop';
      } catch (error) {
        const why = error === asynchronous ? 'its schema is asynchronous, which is not supported' : 'its schema failed';
        if (!unchecked.has(event)) onProblem({code: 'event-unchecked', message: `the event ${nameable(event)} is not checked: ${why}`});
        unchecked.add(event);
        return true;
      }
    },
  };
};

const asynchronous = new Error();
