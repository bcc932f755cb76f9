import type {PurgeReport} from '../src/purge-types.js';
import type {ConsentSource, ConsentState, Problem} from '../src/types.js';

/** How an event leaves every shadow tree. */
export const outward = {bubbles: true, composed: true};

/** The decision has changed, here or in another tab. Fired by `<analytics-root>`. */
export interface ConsentChangeEvent extends Event {
  readonly consent: ConsentState;
  readonly previous: ConsentState;
  /** What changed it. */
  readonly source: ConsentSource | null;
}

/** A provider has been set up after a grant and takes events. Fired by `<analytics-root>`. */
export type AnalyticsReadyEvent = Event;

/** What the providers had stored has been removed after a withdrawal, or could not be. Fired by `<analytics-root>`. */
export interface ConsentPurgeEvent extends Event {
  readonly report: PurgeReport;
}

/** Something a developer should know: a loss, a refusal, a provider in trouble. Fired by `<analytics-root>`. */
export interface AnalyticsProblemEvent extends Event, Problem {}

/** What anything in the page may dispatch, bubbling and composed, to have an event tracked. */
export type AnalyticsTrackEvent = CustomEvent<{readonly name: string; readonly properties?: Readonly<Record<string, unknown>>}>;

/** What the root tells, by name. */
interface RootEvents {
  'consent-change': ConsentChangeEvent;
  'consent-purge': ConsentPurgeEvent;
  'analytics-ready': AnalyticsReadyEvent;
  'analytics-problem': AnalyticsProblemEvent;
}

/** Fires one of the root's events. */
export const tell = <Name extends keyof RootEvents>(root: Element, name: Name, fields: Omit<RootEvents[Name], keyof Event>): void =>
  void root.dispatchEvent(Object.assign(new Event(name, outward), fields));

declare global {
  interface GlobalEventHandlersEventMap extends RootEvents {
    'analytics-track': AnalyticsTrackEvent;
  }
}
