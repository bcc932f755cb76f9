import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {durationBounds} from '../../../../src/server/middleware/request-metrics.js';
import {proxyMetrics} from '../../../../src/server/proxy/proxy-metrics.js';
import {readPrometheus} from '../../../helpers/read-prometheus.js';
import {createRecorded} from './harness.js';

const request = {method: 'GET', url: '/', header: () => undefined};
/** What an application may call its routes. */
const routes = ['/chats/:id', '/a"b', '/back\\slash', '/two\nlines', '/{a},b="c"', '/größe/:maß', '/100%', ''];

describe('the counters', () => {
  const count = (consent: boolean) => {
    const {analytics, forward} = createRecorded({consent: () => consent, environment: 'test', release: '1.5.0'});
    for (const route of routes)
      for (const [status, ms] of [
        [200, 0],
        [200, 30],
        [304, 5],
        [404, 700],
        [500, 20_000],
      ] as const) {
        const exchange = analytics.begin(request);
        exchange.run(() => analytics.track('tea_brewed', {}));
        forward(ms);
        exchange.end({status, route});
      }
    const exchange = analytics.begin({...request, method: 'BREW'});
    exchange.fail(new RangeError('kaputt'));
    exchange.end({status: 500, route: undefined});
    return analytics;
  };

  it('are text that a strict reader of Prometheus takes, whatever routes are called, and know each request', () => {
    const analytics = count(false);
    const samples = readPrometheus(analytics.metrics.prometheus() + proxyMetrics({failures: {refused: 2}, relay: {}}));
    const of = (name: string, labels: Record<string, string>) =>
      samples.filter(each => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value));
    for (const http_route of routes) {
      const where = {http_route, http_request_method: 'GET'};
      const counts = of('http_server_request_duration_seconds_count', where).map(({labels, value}) => [
        labels['http_response_status_class'],
        value,
      ]);
      assert.deepEqual(counts, [
        ['2xx', 2],
        ['3xx', 1],
        ['4xx', 1],
        ['5xx', 1],
      ]);
      const buckets = of('http_server_request_duration_seconds_bucket', {...where, http_response_status_class: '5xx'});
      assert.deepEqual(
        buckets.map(({value}) => value),
        [...durationBounds.map(() => 0), 1],
      );
      const [sum] = of('http_server_request_duration_seconds_sum', {...where, http_response_status_class: '4xx'});
      assert.ok(sum!.value >= 0.7 && sum!.value < 20, 'seconds');
    }
    assert.deepEqual(
      of('http_server_request_errors_total', {http_request_method: '_OTHER'}).map(({labels, value}) => [
        labels['error_type'],
        labels['error_category'],
        value,
      ]),
      [['RangeError', 'server_error', 1]],
    );
    assert.equal(of('askfirst_events_total', {outcome: 'skipped_consent'})[0]!.value, 2 * 5 * routes.length + 1);
    assert.equal(of('askfirst_proxy_upstream_failures_total', {reason: 'refused'})[0]!.value, 2);
  });

  it('are the same with consent, and hold nothing that tells visitors apart', () => {
    const known = (text: string) => new Set(readPrometheus(text).flatMap(({labels}) => Object.keys(labels)));
    for (const consent of [true, false])
      assert.deepEqual([...known(count(consent).metrics.prometheus())].sort(), [
        ...['error_category', 'error_type', 'http_request_method', 'http_response_status_class', 'http_route', 'le', 'outcome'],
      ]);
  });

  it('are the same numbers under the names of OpenTelemetry, as an OTLP collector reads them', () => {
    const analytics = count(false);
    const samples = readPrometheus(analytics.metrics.prometheus());
    const {resourceMetrics} = JSON.parse(JSON.stringify(analytics.metrics.otlp())) as ReturnType<typeof analytics.metrics.otlp>;
    const [{resource, scopeMetrics}] = resourceMetrics as [(typeof resourceMetrics)[number]];
    assert.deepEqual(resource.attributes, [
      {key: 'deployment.environment.name', value: {stringValue: 'test'}},
      {key: 'service.version', value: {stringValue: '1.5.0'}},
    ]);
    interface Point {
      readonly attributes: readonly {readonly key: string; readonly value: {readonly stringValue: string}}[];
      readonly startTimeUnixNano: string;
      readonly timeUnixNano: string;
      readonly count: string;
      readonly sum: number;
      readonly bucketCounts: readonly string[];
      readonly explicitBounds: readonly number[];
    }
    const [durations, errors] = scopeMetrics[0]!.metrics as unknown as [
      {name: string; unit: string; histogram: {aggregationTemporality: number; dataPoints: Point[]}},
      {name: string; sum: {isMonotonic: boolean; dataPoints: unknown[]}},
    ];
    assert.deepEqual(
      [durations.name, durations.unit, durations.histogram.aggregationTemporality],
      ['http.server.request.duration', 's', 2],
    );
    assert.deepEqual(
      [errors.name, errors.sum.isMonotonic, errors.sum.dataPoints.length],
      ['http.server.request.errors', true, routes.length + 1],
    );
    assert.equal(durations.histogram.dataPoints.length, 4 * routes.length + 1);
    for (const point of durations.histogram.dataPoints) {
      const labels = Object.fromEntries(point.attributes.map(({key, value}) => [key.replaceAll('.', '_'), value.stringValue]));
      const same = samples.filter(each => Object.entries(labels).every(([key, value]) => each.labels[key] === value));
      assert.equal(Number(point.count), same.find(({name}) => name.endsWith('_count'))!.value);
      assert.equal(point.sum, same.find(({name}) => name.endsWith('_sum'))!.value);
      assert.equal(point.bucketCounts.length, point.explicitBounds.length + 1);
      assert.equal(
        point.bucketCounts.reduce((sum, each) => sum + Number(each), 0),
        Number(point.count),
      );
      for (const time of [point.startTimeUnixNano, point.timeUnixNano]) assert.match(time, /^\d{19}$/);
    }
  });
});
