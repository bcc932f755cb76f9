import type {ConsentSource, ConsentState, Problem, PurgeReport} from '../src/types.js';

/** How an event leaves every shadow tree. */
export const outward = {bubbles: true, composed: true};

/** The decision has changed, here or in another tab. Fired by `<analytics-root>`. */
export class ConsentChangeEvent extends Event {
  static readonly type = 'consent-change';
  /** What changed it. */
  readonly source: ConsentSource | null;
  constructor(
    readonly consent: ConsentState,
    readonly previous: ConsentState,
  ) {
    super(ConsentChangeEvent.type, outward);
    this.source = consent.source;
  }
}

/** A provider has been set up after a grant and takes events. Fired by `<analytics-root>`. */
export class AnalyticsReadyEvent extends Event {
  static readonly type = 'analytics-ready';
  constructor() {
    super(AnalyticsReadyEvent.type, outward);
  }
}

/** What the providers had stored has been removed after a withdrawal, or could not be. Fired by `<analytics-root>`. */
export class ConsentPurgeEvent extends Event {
  static readonly type = 'consent-purge';
  constructor(readonly report: PurgeReport) {
    super(ConsentPurgeEvent.type, outward);
  }
}

/** Something a developer should know: a loss, a refusal, a provider in trouble. Fired by `<analytics-root>`. */
export class AnalyticsProblemEvent extends Event {
  static readonly type = 'analytics-problem';
  readonly code: string;
  readonly message: string;
  constructor({code, message}: Problem) {
    super(AnalyticsProblemEvent.type, outward);
    this.code = code;
    this.message = message;
  }
}

/** What anything in the page may dispatch, bubbling and composed, to have an event tracked. */
export type AnalyticsTrackEvent = CustomEvent<{readonly name: string; readonly properties?: Readonly<Record<string, unknown>>}>;

declare global {
  interface GlobalEventHandlersEventMap {
    'consent-change': ConsentChangeEvent;
    'consent-purge': ConsentPurgeEvent;
    'analytics-ready': AnalyticsReadyEvent;
    'analytics-problem': AnalyticsProblemEvent;
    'analytics-track': AnalyticsTrackEvent;
  }
}
