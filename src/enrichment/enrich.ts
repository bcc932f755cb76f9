import type {EventRecord, Properties, TrackedEvent} from '../types.js';
import type {Session} from './session.js';
import type {User} from './user.js';

export interface EnrichParts {
  /** Each adds its properties; what the page itself says under the same name comes first. */
  readonly enrichers: readonly ((event: TrackedEvent) => Properties)[];
  readonly session: (time: number) => Session;
  readonly user: () => User;
  /** When the category's present grant began. */
  readonly epoch: (category: string) => number;
}

/** Makes the record of an event: identity, session and time as they are now, whenever it is sent. Not guarded yet. */
export const createEnrich =
  ({enrichers, session, user, epoch}: EnrichParts) =>
  (event: TrackedEvent): EventRecord => {
    const {anonymousId, userId} = user();
    const {id, start} = session(event.time);
    // Traits describe a person, not a moment: they are left as they are.
    const added = event.type === 'identify' ? [] : enrichers.map(enricher => enricher(event));
    return {
      uuid: event.uuid,
      type: event.type,
      event: event.event,
      properties: Object.assign(
        {},
        ...added,
        added.length && {
          session_started_at: new Date(start).toISOString(),
          is_identified: userId !== null,
          ...(userId && {user_id: userId}),
        },
        event.properties,
      ) as Properties,
      timestamp: new Date(event.time).toISOString(),
      distinct_id: userId ?? anonymousId,
      anonymous_id: anonymousId,
      user_id: userId,
      session_id: id,
      category: event.category,
      epoch: epoch(event.category),
    };
  };
