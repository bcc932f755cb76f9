import {timestampOf} from '../lib/timestamp.js';
import type {EventRecord, Properties, TrackedEvent} from '../types.js';
import type {Session} from './session.js';
import type {User} from './user.js';

export interface EnrichParts {
  /** Each says its properties, as the same object for as long as it says the same; what the page says under a name comes first. */
  readonly enrichers: readonly ((event: TrackedEvent) => Properties)[];
  readonly session: (time: number) => Session;
  readonly user: () => User;
  /** When the category's present grant began. */
  readonly epoch: (category: string) => number;
  /** Masks what must not be stored; undefined when it failed. */
  readonly guard: <T extends object>(value: T) => T | undefined;
}

/** An event on its way to the queue, guarded. */
export interface Enriched {
  /** Its properties are those that the page says. */
  readonly record: EventRecord;
  /** What the enrichers say: the same object for as long as they say the same. What the page says under a name comes first. */
  readonly shared: Properties;
}

const nothing: Properties = {};
const mostNames = 500;

/** All of it in one. */
export const wholeRecord = ({record, shared}: Enriched): EventRecord => ({...record, properties: {...shared, ...record.properties}});

/** Undefined where the guard does not let the event pass. */
export type Enrich = (event: TrackedEvent) => Enriched | undefined;

/**
 * Makes the record of an event, guarded: identity, session and time as they are now, whenever it is sent. Undefined when the guard failed.
 * The page's properties are guarded each time; its event names, and what the enrichers say, once. Our own ids need no guard.
 */
export const createEnrich = ({enrichers, session, user, epoch, guard}: EnrichParts): Enrich => {
  /** Names that the guard has let through as they are. */
  const harmless = new Set<string>();
  const guarded = new WeakMap<Properties, Properties>();
  let facts: readonly Properties[] = [];
  let shared = nothing;
  let belonging = nothing;
  let known: Session | undefined;
  let owner: string | null = null;

  const say = ({type, event, properties}: TrackedEvent) => {
    const own = {properties: properties as Properties};
    if (harmless.has(event) && type !== 'identify') return guard(own);
    const said = guard({type, event, ...own});
    // Whom the names among its properties belong to, the guard also sees by this one.
    if (said?.event !== event || event === 'identify') return said;
    if (harmless.size >= mostNames) harmless.clear();
    harmless.add(event);
    return said;
  };

  const belongTo = (now: Session, userId: string | null): Properties => {
    if (known !== now || owner !== userId) {
      known = now;
      owner = userId;
      belonging = {
        session_started_at: new Date(now.start).toISOString(),
        is_identified: userId !== null,
        ...(userId && {user_id: userId}),
      };
    }
    return belonging;
  };

  const once = (properties: Properties): Properties => {
    const before = guarded.get(properties);
    if (before) return before;
    const after = guard(properties);
    if (!after) throw new Error('the guard failed');
    guarded.set(properties, after);
    return after;
  };

  const share = (event: TrackedEvent, now: Session, userId: string | null): Properties => {
    const next = enrichers.map(enricher => enricher(event));
    next.push(belongTo(now, userId));
    if (next.some((fact, at) => fact !== facts[at])) {
      shared = Object.assign({}, ...next.map(once)) as Properties;
      facts = next;
    }
    return shared;
  };

  return event => {
    const {anonymousId, userId} = user();
    const now = session(event.time);
    const said: {readonly event?: string; readonly properties: Properties} | undefined = say(event);
    return (
      said && {
        record: {
          uuid: event.uuid,
          type: event.type,
          event: said.event ?? event.event,
          properties: said.properties,
          timestamp: timestampOf(event.time),
          distinct_id: userId ?? anonymousId,
          anonymous_id: anonymousId,
          user_id: userId,
          session_id: now.id,
          category: event.category,
          epoch: epoch(event.category),
        },
        // Traits describe a person, not a moment: they are left as they are.
        shared: event.type === 'identify' ? nothing : share(event, now, userId),
      }
    );
  };
};
