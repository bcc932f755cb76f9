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

/**
 * Makes the record of an event, guarded: identity, session and time as they are now, whenever it is sent. Undefined when the guard failed.
 * What the page says is guarded each time; what the enrichers say, once for as long as they say it. Our own ids need no guard.
 */
export const createEnrich = ({enrichers, session, user, epoch, guard}: EnrichParts): ((event: TrackedEvent) => EventRecord | undefined) => {
  const guarded = new WeakMap<Properties, Properties>();
  let who: Properties = {};
  let known = '';

  const once = (properties: Properties): Properties => {
    const before = guarded.get(properties);
    if (before) return before;
    const after = guard(properties);
    if (!after) throw new Error('the guard failed');
    guarded.set(properties, after);
    return after;
  };

  const belonging = ({id, start}: Session, userId: string | null): Properties => {
    if (known !== `${id} ${userId}`) {
      known = `${id} ${userId}`;
      who = {
        session_started_at: new Date(start).toISOString(),
        is_identified: userId !== null,
        ...(userId && {user_id: userId}),
      };
    }
    return who;
  };

  return event => {
    const {anonymousId, userId} = user();
    const now = session(event.time);
    const said = guard({type: event.type, event: event.event, properties: event.properties as Properties});
    if (!said) return undefined;
    // Traits describe a person, not a moment: they are left as they are.
    const added = event.type === 'identify' ? [] : [...enrichers.map(enricher => enricher(event)), belonging(now, userId)];
    return {
      uuid: event.uuid,
      type: event.type,
      event: said.event,
      properties: Object.assign({}, ...added.map(once), said.properties) as Properties,
      timestamp: new Date(event.time).toISOString(),
      distinct_id: userId ?? anonymousId,
      anonymous_id: anonymousId,
      user_id: userId,
      session_id: now.id,
      category: event.category,
      epoch: epoch(event.category),
    };
  };
};
