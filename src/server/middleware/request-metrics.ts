/** Upper bounds (s) of the histogram's buckets: those that OpenTelemetry advises for http.server.request.duration. */
export const durationBounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** The requests of one method, route and status class. No visitor is in it. */
export interface RequestSeries {
  readonly method: string;
  readonly route: string;
  /** `2xx` … `5xx`. */
  readonly statusClass: string;
  count: number;
  /** Seconds. */
  sum: number;
  /** One for each bound, and one for what is longer than the last. */
  readonly buckets: number[];
}

/** The failures of one route and kind. */
export interface ErrorSeries {
  readonly method: string;
  readonly route: string;
  readonly errorType: string;
  readonly category: string;
  count: number;
}

/** Counts all requests that are not excluded, with consent or without. */
export interface RequestMetrics {
  count(method: string, route: string, status: number, durationMs: number): void;
  countError(method: string, route: string, errorType: string, category: string): void;
  requests(): Iterable<RequestSeries>;
  errors(): Iterable<ErrorSeries>;
  /** When counting began (epoch ms). */
  readonly since: number;
}

/** Where routes end up once there are too many of them to be counted apart. */
const other = '(other)';

/** @param most Series that are kept apart; a template that is none must not fill the memory. */
export const createRequestMetrics = (most: number, now: number): RequestMetrics => {
  const requests = new Map<string, RequestSeries>();
  const errors = new Map<string, ErrorSeries>();

  const seriesOf = (method: string, route: string, statusClass: string): RequestSeries => {
    const key = `${statusClass} ${method} ${route}`;
    const known = requests.get(key);
    if (known) return known;
    if (requests.size >= most && route !== other) return seriesOf(method, other, statusClass);
    const series = {method, route, statusClass, count: 0, sum: 0, buckets: Array<number>(durationBounds.length + 1).fill(0)};
    requests.set(key, series);
    return series;
  };

  const errorsOf = (method: string, route: string, errorType: string, category: string): ErrorSeries => {
    const key = `${category} ${errorType} ${method} ${route}`;
    const known = errors.get(key);
    if (known) return known;
    if (errors.size >= most && route !== other) return errorsOf(method, other, other, category);
    const series = {method, route, errorType, category, count: 0};
    errors.set(key, series);
    return series;
  };

  return {
    since: now,
    count(method, route, status, durationMs) {
      const series = seriesOf(method, route, `${Math.floor(status / 100)}xx`);
      const seconds = durationMs / 1000;
      let bucket = 0;
      while (bucket < durationBounds.length && seconds > durationBounds[bucket]!) bucket++;
      series.buckets[bucket]!++;
      series.count++;
      series.sum += seconds;
    },
    countError(...of) {
      errorsOf(...of).count++;
    },
    requests: () => requests.values(),
    errors: () => errors.values(),
  };
};
