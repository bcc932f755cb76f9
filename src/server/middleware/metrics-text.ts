import type {RequestMetrics} from './request-metrics.js';
import {durationBounds} from './request-metrics.js';
import type {MiddlewareStats} from './stats.js';

const quote = (text: string) => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`;
const labels = (pairs: Readonly<Record<string, string>>) =>
  `{${Object.entries(pairs)
    .map(([name, value]) => `${name}=${quote(value)}`)
    .join()}}`;

/**
 * The counters in Prometheus' text format 0.0.4, named as OpenTelemetry's metrics are named there:
 * `http_server_request_duration_seconds` by method, route and status class, the failures, and what became of events.
 */
export const metricsText = (metrics: RequestMetrics, stats: MiddlewareStats): string => {
  const lines = [
    '# HELP http_server_request_duration_seconds Duration of HTTP server requests.',
    '# TYPE http_server_request_duration_seconds histogram',
  ];
  for (const {method, route, statusClass, count, sum, buckets} of metrics.requests()) {
    const of = {http_request_method: method, http_route: route, http_response_status_class: statusClass};
    let total = 0;
    buckets.forEach((inside, index) => {
      total += inside;
      const le = index < durationBounds.length ? String(durationBounds[index]) : '+Inf';
      lines.push(`http_server_request_duration_seconds_bucket${labels({...of, le})} ${total}`);
    });
    lines.push(
      `http_server_request_duration_seconds_sum${labels(of)} ${sum}`,
      `http_server_request_duration_seconds_count${labels(of)} ${count}`,
    );
  }
  lines.push('# HELP http_server_request_errors_total Requests that failed.', '# TYPE http_server_request_errors_total counter');
  for (const {method, route, errorType, category, count} of metrics.errors())
    lines.push(
      `http_server_request_errors_total${labels({http_request_method: method, http_route: route, error_type: errorType, error_category: category})} ${count}`,
    );
  lines.push('# HELP askfirst_events_total Events by what became of them.', '# TYPE askfirst_events_total counter');
  const outcomes = {delivered: stats.delivered, ...prefixed('dropped', stats.dropped), ...prefixed('skipped', stats.skipped)};
  for (const [outcome, count] of Object.entries(outcomes)) lines.push(`askfirst_events_total${labels({outcome})} ${count}`);
  lines.push(
    '# HELP askfirst_events_waiting Events that wait.',
    '# TYPE askfirst_events_waiting gauge',
    `askfirst_events_waiting ${stats.waiting}`,
  );
  return `${lines.join('\n')}\n`;
};

const prefixed = (word: string, counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([reason, count]) => [`${word}_${reason.replaceAll('-', '_')}`, count]));
