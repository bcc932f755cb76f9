import type {AsyncLocalStorage} from 'node:async_hooks';
import type {Clock} from '../../lib/clock.js';
import {uuidv7} from '../../lib/uuid.js';
import type {CategoryDecision, Problem, PropertyValue} from '../../types.js';
import type {Afterwards} from './afterwards.js';
import {errorCategoryOf, errorTypeOf, isDeparture} from './classify-error.js';
import {clientAddress} from './client-address.js';
import type {EventRecords} from './event-records.js';
import type {EventSink} from './event-sink.js';
import type {OpenExchange, Outcome, RequestFacts, Visitor} from './exchange.js';
import {exceptionList} from './exception-list.js';
import {flushBehind} from './flush-behind.js';
import type {MiddlewareOptions} from './options.js';
import {readIdentity} from './read-identity.js';
import type {RequestMetrics} from './request-metrics.js';
import type {RouteMatcher} from './route-patterns.js';
import {createServerTiming} from './server-timing.js';
import type {Tally} from './stats.js';
import {traceIdOf} from './traceparent.js';

export interface ExchangeParts {
  readonly options: MiddlewareOptions<unknown>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly storage: AsyncLocalStorage<OpenExchange>;
  readonly consentOf: (request: RequestFacts) => CategoryDecision;
  readonly isExcluded: RouteMatcher;
  readonly isSensitive: RouteMatcher;
  readonly records: EventRecords;
  readonly metrics: RequestMetrics;
  readonly sink: EventSink;
  readonly afterwards: Afterwards;
  /** The application wants to be asked something about each request. */
  readonly asks: boolean;
  readonly dropped: Tally;
  readonly skipped: Tally;
  /** Errors that have been told, so that none is told twice. */
  readonly told: WeakSet<object>;
  /** The application's folder. */
  readonly folder: string;
  readonly onProblem: (problem: Problem) => void;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);
const unmatched = '(unmatched)';

/** One request from its beginning: who it is from, what it took, what went wrong. Everything that is told of it begins here. */
export const createExchange = (parts: ExchangeParts, request: RequestFacts): OpenExchange => {
  const {options, clock, storage, records, metrics, sink, afterwards, dropped, skipped, onProblem} = parts;
  const began = clock.monotonic();
  const method = methods.has(request.method) ? request.method : '_OTHER';
  let excluded = parts.isExcluded(request.url);
  let sensitive = parts.isSensitive(request.url);
  let known: Visitor | undefined;
  let unnamed: string | undefined;
  let thrown: {readonly error: unknown} | undefined;
  let ended: {readonly endpoint: string; readonly status: number} | undefined;
  let isOver = false;
  const spans = options.serverTiming ? createServerTiming() : undefined;

  const visitor = (): Visitor => {
    if (known) return known;
    const consent = parts.consentOf(request);
    const refused = () => onProblem({code: 'not-a-pseudonym', message: 'identify() gave no pseudonym: the request stays without an id'});
    known = {consent, ...(consent === 'granted' ? readIdentity(request, options.identify, refused) : nobody)};
    return known;
  };

  const silence = () => (visitor().consent !== 'granted' ? 'consent' : excluded ? 'excluded' : sensitive ? 'sensitive' : undefined);

  const tell = (event: string, time: number, ours: Record<string, PropertyValue>, said?: Readonly<Record<string, unknown>>) => {
    const who = visitor();
    const traceId = traceIdOf(request.header('traceparent'));
    if (traceId) ours['trace_id'] = traceId;
    // Onto what is there: an object that begins as a copy costs V8 a hundred times as much to add to.
    Object.assign(ours, records.base(request.header('user-agent')));
    const record = records.make(event, ours, said, {
      visitor: who,
      nobody: () => (unnamed ??= uuidv7(time)),
      time,
    });
    if (!record) return dropped.add('guard');
    sink.enqueue(record);
    if (isOver) flushBehind(request, afterwards, sink);
  };

  const tellException = (error: unknown, time: number, ours: Record<string, PropertyValue>, handled: boolean) => {
    if (typeof error === 'object' && error !== null) {
      if (parts.told.has(error)) return;
      parts.told.add(error);
    }
    const list = exceptionList(error, {messages: options.errorMessages !== false, folder: parts.folder, handled});
    tell('$exception', time, ours, {$exception_list: list, $exception_level: 'error'});
  };

  const tellFailure = (cutOff: boolean, time: number) => {
    const {endpoint, status} = ended!;
    const error = thrown?.error;
    const errorType = thrown || !cutOff ? errorTypeOf(thrown ? (error ?? null) : undefined, status) : 'response_cut_off';
    const errorCategory = errorCategoryOf(error, status);
    metrics.countError(method, endpoint, errorType, errorCategory);
    if (silence()) return;
    const where = {endpoint, method, status_code: status};
    tell('api_error', time, {error_type: errorType, error_category: errorCategory, ...where});
    // What a client did wrong, and was told so, is no fault of the program's.
    if (thrown && (status >= 500 || cutOff))
      tellException(error, time, {$request_method: method, $response_status_code: status, ...where}, false);
  };

  const enriched = (endpoint: string, status: number, durationMs: number) =>
    options.enrich?.({
      method,
      endpoint,
      status,
      durationMs,
      visitor: visitor(),
      header: request.header,
      ip: () => clientAddress(request.address?.(), request.header('x-forwarded-for'), options.trustedHops ?? 0),
    });

  const tellRequest = ({cutOffBy, longLived}: Outcome, time: number, durationMs: number, failed: boolean) => {
    const {endpoint, status} = ended!;
    const isSlow = !longLived && durationMs >= (options.slowMs ?? 1000);
    const {sample = 1} = options;
    const rate = typeof sample === 'function' ? sample({method, endpoint}) : sample;
    const kept = failed || isSlow;
    if (!kept && rate < 1 && parts.random() >= rate) return skipped.add('sampled');
    const facts: Record<string, PropertyValue> = {
      endpoint,
      method,
      status_code: status,
      duration_ms: Math.round(durationMs * 100) / 100,
      is_slow: isSlow,
      is_aborted: cutOffBy !== undefined,
    };
    if (rate < 1) facts['sample_rate'] = kept ? 1 : rate;
    let own: ReturnType<typeof enriched>;
    try {
      own = enriched(endpoint, status, durationMs);
    } catch {
      onProblem({code: 'enrich-failed', message: 'enrich() threw: the request is told without its properties'});
    }
    tell('api_request', time, facts, own);
  };

  const end = (outcome: Outcome) => {
    const durationMs = clock.monotonic() - began;
    const {route} = outcome;
    // Who listens to a stream of events leaves when they have heard enough.
    const cutOffBy = outcome.longLived && outcome.status && outcome.cutOffBy === 'client' ? undefined : outcome.cutOffBy;
    const endpoint = route === undefined ? unmatched : records.word(route);
    if (outcome.cutOffBy === 'client' && thrown && isDeparture(thrown.error)) thrown = undefined;
    sensitive ||= route !== undefined && parts.isSensitive(route);
    const status = cutOffBy === 'client' && !thrown ? 499 : outcome.status || 500;
    const time = clock.now();
    ended = {endpoint, status};
    excluded ||= route !== undefined && parts.isExcluded(route);
    if (excluded) return;
    const failed = thrown !== undefined || status >= 500 || cutOffBy === 'server';
    const finish = () => {
      metrics.count(method, endpoint, status, durationMs);
      const why = silence();
      if (why) skipped.add(why);
      else tellRequest({...outcome, cutOffBy}, time, durationMs, failed);
      if (failed) tellFailure(cutOffBy !== undefined, time);
      isOver = true;
    };
    afterwards.later(() => safely(finish), parts.asks);
    flushBehind(request, afterwards, sink);
  };

  const safely = (work: () => void) => {
    try {
      work();
    } catch {
      onProblem({code: 'server-fault', message: 'a fault of the analytics middleware: something about a request was not told'});
    }
  };

  const exchange: OpenExchange = {
    run: work => storage.run(exchange, work),
    fail(error) {
      if (thrown || (ended?.status === 499 && isDeparture(error))) return;
      thrown = {error};
      if (ended && !excluded) safely(() => tellFailure(true, clock.now()));
    },
    end(outcome) {
      if (!ended) safely(() => end(outcome));
    },
    serverTiming: () => (sensitive || excluded ? undefined : spans?.value(clock.monotonic() - began)),
    visitor,
    silence,
    track: (event, properties) => tell(event, clock.now(), {}, properties),
    captureError: error => safely(() => tellException(error, clock.now(), {$request_method: method}, true)),
    timing: (...span) => spans?.add(...span),
  };
  return exchange;
};

const nobody = {distinctId: undefined, sessionId: undefined, isIdentified: false};
