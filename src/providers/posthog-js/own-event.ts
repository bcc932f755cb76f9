import type {Properties, PropertyValue} from '../../types.js';

/** An event as posthog-js hands it to `before_send`. */
export interface SdkEvent {
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly $set?: Readonly<Record<string, unknown>> | undefined;
}

const events: Readonly<Record<string, RegExp>> = {
  autocapture: /^\$(autocapture|rageclick)$/,
  heatmaps: /^\$\$heatmap$/,
  surveys: /^survey (shown|sent|dismissed|abandoned)$/,
};

/** What the features say of an event; all else (device, page, person) we say ourselves or not at all, and `$elements_chain` says `$elements` again. */
const said = /^\$(event_type|ce_version|elements|el_text|external_click_url|heatmap_data|survey_.*)$/;

/** What of it is sent: undefined for an event that none of the features has. */
export const ownEvent = (features: readonly string[], {event, properties, $set}: SdkEvent): Properties | undefined => {
  if (!features.some(feature => events[feature]?.test(event))) return undefined;
  const own = Object.entries(properties).filter(([name, value]) => value !== undefined && said.test(name));
  return Object.fromEntries([...own, ...($set ? [['$set', $set]] : [])]) as Record<string, PropertyValue>;
};
