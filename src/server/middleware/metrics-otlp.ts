import {version} from '../../lib/version.js';
import type {RequestMetrics} from './request-metrics.js';
import {durationBounds} from './request-metrics.js';

interface Attribute {
  readonly key: string;
  readonly value: {readonly stringValue: string};
}

/** The body of an OTLP/HTTP export of metrics in JSON (opentelemetry.io/docs/specs/otlp), for `POST /v1/metrics`. */
export interface OtlpMetrics {
  readonly resourceMetrics: readonly {
    readonly resource: {readonly attributes: readonly Attribute[]};
    readonly scopeMetrics: readonly {
      readonly scope: {readonly name: string; readonly version: string};
      readonly metrics: readonly object[];
    }[];
  }[];
}

const attributes = (pairs: Readonly<Record<string, string | undefined>>): Attribute[] =>
  Object.entries(pairs).flatMap(([key, stringValue]) => (stringValue === undefined ? [] : [{key, value: {stringValue}}]));
const nanos = (ms: number) => `${Math.floor(ms)}000000`;
/** Since the middleware was made; the other kind counts since the export before. */
const cumulative = 2;

/** The counters under OpenTelemetry's names: the histogram `http.server.request.duration` in seconds, and the failures by `error.type`. */
export const metricsOtlp = (
  metrics: RequestMetrics,
  now: number,
  resource: {readonly environment?: string | undefined; readonly release?: string | undefined},
): OtlpMetrics => {
  const times = {startTimeUnixNano: nanos(metrics.since), timeUnixNano: nanos(now)};
  const durations = [...metrics.requests()].map(({method, route, statusClass, count, sum, buckets}) => ({
    attributes: attributes({'http.request.method': method, 'http.route': route, 'http.response.status_class': statusClass}),
    ...times,
    count: String(count),
    sum,
    bucketCounts: buckets.map(String),
    explicitBounds: durationBounds,
  }));
  const failures = [...metrics.errors()].map(({method, route, errorType, category, count}) => ({
    attributes: attributes({'http.request.method': method, 'http.route': route, 'error.type': errorType, 'error.category': category}),
    ...times,
    asInt: String(count),
  }));
  return {
    resourceMetrics: [
      {
        resource: {attributes: attributes({'deployment.environment.name': resource.environment, 'service.version': resource.release})},
        scopeMetrics: [
          {
            scope: {name: 'askfirst', version},
            metrics: [
              {name: 'http.server.request.duration', unit: 's', histogram: {aggregationTemporality: cumulative, dataPoints: durations}},
              {
                name: 'http.server.request.errors',
                unit: '{request}',
                sum: {aggregationTemporality: cumulative, isMonotonic: true, dataPoints: failures},
              },
            ],
          },
        ],
      },
    ],
  };
};
