import {warn} from '../../src/lib/problems.js';
import type {Analytics, TrackOptions} from '../../src/types.js';

/** `data-track-agent-id="7"` → `agent_id: 7`. Only what reads the same as a number or boolean becomes one; `007` stays text. */
const propertiesOf = (marked: HTMLElement): Record<string, unknown> => {
  const properties: Record<string, unknown> = {};
  for (const [key, value = ''] of Object.entries(marked.dataset)) {
    if (!/^track./.test(key) || key === 'trackCategory') continue;
    const name = key
      .slice(5)
      .replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)
      .replace(/-/g, '_')
      .replace(/^_/, '');
    const number = Number(value);
    properties[name] =
      value === 'true' || value === 'false' ? value === 'true' : Number.isFinite(number) && String(number) === value ? number : value;
  }
  return properties;
};

const options = (category: string | undefined): [TrackOptions?] => (category ? [{category}] : []);

/**
 * Tracks what an event asks for: a click or submit on a `data-track` element, or an `analytics-track` event.
 * The nearest `data-track` counts, once per event; one on a form counts its submits, not the clicks in it.
 * `data-track-category` is no property: it says which category the event belongs to. (`submit` does not leave shadow trees: a form in one dispatches `analytics-track` itself.)
 */
export const trackMarkup = (analytics: Analytics, event: Event, marked: HTMLElement | undefined): void => {
  const {type, detail} = event as CustomEvent<{name?: unknown; properties?: object; category?: string} | null>;
  if (type !== 'analytics-track') {
    if (marked && (type === 'submit') === marked instanceof HTMLFormElement)
      analytics.track(marked.dataset['track']!, propertiesOf(marked), ...options(marked.dataset['trackCategory']));
  } else if (typeof detail?.name === 'string') analytics.track(detail.name, {...detail.properties}, ...options(detail.category));
  else warn('bad-track-event', 'analytics-track needs detail: {name: string, properties?: object}; it was left out.');
};
