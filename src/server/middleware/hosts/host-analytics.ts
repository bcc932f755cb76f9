import type {Exchange, RequestFacts} from '../exchange.js';

/** What a host needs of an `AnalyticsMiddleware`, whatever its events. */
export interface HostAnalytics {
  begin(request: RequestFacts): Exchange;
  /** Whether responses are to tell their duration. */
  readonly serverTiming: boolean;
}
