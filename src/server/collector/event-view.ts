import type {StoredEvent} from './store.js';

/** An event as the read API gives it out: names as in the database, times as ISO 8601 (UTC), properties as an object. */
export interface EventView extends Omit<StoredEvent, 'time' | 'received_at' | 'properties'> {
  readonly time: string;
  readonly received_at: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const viewEvent = ({time, received_at, properties, ...rest}: StoredEvent): EventView => ({
  ...rest,
  time: new Date(time).toISOString(),
  received_at: new Date(received_at).toISOString(),
  properties: JSON.parse(properties) as Record<string, unknown>,
});
