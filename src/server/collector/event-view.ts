import type {StoredEvent} from './store.js';
import {findMasked, type MaskedPart} from './find-masked.js';

/** An event as the read API gives it out: names as in the database, times as ISO 8601 (UTC), properties as an object. */
export interface EventView extends Omit<StoredEvent, 'time' | 'received_at' | 'properties'> {
  readonly time: string;
  readonly received_at: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Where the guard, in the page or here, put a placeholder in the place of something personal. */
  readonly masked: readonly MaskedPart[];
  /** Names of the properties that were taken out here: addresses and full user agents. */
  readonly dropped: readonly string[];
}

export const viewEvent = ({time, received_at, properties, ...rest}: StoredEvent): EventView => {
  const {$dropped, ...parsed} = JSON.parse(properties) as Record<string, unknown>;
  return {
    ...rest,
    time: new Date(time).toISOString(),
    received_at: new Date(received_at).toISOString(),
    properties: parsed,
    masked: [...findMasked(rest.event, 'event'), ...findMasked(parsed, 'properties')],
    dropped: Array.isArray($dropped) ? $dropped.map(String) : [],
  };
};
