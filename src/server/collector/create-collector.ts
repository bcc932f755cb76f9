import type {IncomingMessage} from 'node:http';
import {SetupError} from '../../lib/problems.js';
import {createAccess} from './access.js';
import {createFlags} from './flags.js';
import {createGroupCommit} from './group-commit.js';
import {createRequestHandler} from './handle-request.js';
import {createHttpServer, type HttpServer} from './http-server.js';
import {createIntake, type Guard} from './intake.js';
import {limits} from './limits.js';
import {createLiveRoutes} from './live-page/live-routes.js';
import {createLiveStream} from './live-stream.js';
import {createLog} from './log.js';
import {createMatomo} from './matomo.js';
import {createMemoryBudget} from './memory-budget.js';
import {attend, type OwnerOptions} from './owner/attend.js';
import {createPlausible} from './plausible.js';
import {createPosthogAnswers} from './posthog-answers.js';
import {createPosthogCaptureV1} from './posthog-capture-v1.js';
import {createPosthogCapture} from './posthog-capture.js';
import {createPosthogFlags} from './posthog-flags.js';
import {createRateLimits, type RateOptions} from './rate-limits.js';
import {createReadApi} from './read-api.js';
import {createReceiptLog} from './receipts/receipt-log.js';
import {createReceiptRoutes} from './receipts/receipt-routes.js';
import {Refusal} from './refusal.js';
import {createRejections} from './rejections.js';
import {createRouter} from './router.js';
import {openStore, type Store} from './store.js';
import {createVisitorHash} from './visitor-hash.js';
import {openWriter, type OpenWriter} from './writer.js';

export interface CollectorOptions extends OwnerOptions {
  /** The SQLite file; `:memory:` keeps nothing. */
  readonly db: string;
  /** Default 8010; 0 takes any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`: this machine only. */
  readonly host?: string;
  /** Origins of the pages that may send events and read them, compared exactly. Default: any may send, pages of this machine may read. */
  readonly allowOrigins?: readonly string[];
  /** Projects (tokens, domains, sites) that are taken. Default: any. */
  readonly projects?: readonly string[];
  /** A secret without which no event is given out. Without it, reading works on a loopback address only. */
  readonly readToken?: string;
  /** Believes the last entry of `X-Forwarded-For`; right only behind a proxy that sets it. Only daily hashes are made of addresses. */
  readonly trustProxy?: boolean;
  /** A JSON file of feature flags, read again when it has changed. Default: those that the owner saves over the admin API. */
  readonly flags?: string;
  /** Stores nothing but what comes with the proof of consent that the widget sends. */
  readonly requireConsent?: boolean;
  /** Default: 5,000 events a second for each project, 100 requests a second over each connection. */
  readonly rates?: Partial<RateOptions>;
  /** Keeps Plausible events of automated browsers, for tests. */
  readonly keepBots?: boolean;
  /** Takes the log, one line of JSON at a time. Default: standard error. */
  writeLog?(line: string): void;
  /** Epoch milliseconds. */
  now?(): number;
}

/** The running collector. */
export interface Collector {
  /** Opens the database and listens. Throws `SetupError` when either is not possible. */
  start(): Promise<{url: string}>;
  /** Answers what has been received, writes it, and closes the database. */
  stop(): Promise<void>;
  /** The database; throws `SetupError` before `start` has resolved and after `stop`. */
  readonly store: Store;
}

const defaultRates: RateOptions = {eventsPerSecond: 5_000, requestsPerSecond: 100};

const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);

/** Puts the parts of the collector together around the guard that every event passes. */
export const createCollectorWith = (guard: Guard, options: CollectorOptions, makeWriter: OpenWriter = openWriter): Collector => {
  const {db, port = 8010, host = '127.0.0.1', allowOrigins, projects, readToken, trustProxy = false, keepBots = false} = options;
  const now = options.now ?? Date.now;
  const log = createLog(options.writeLog ?? (line => process.stderr.write(line)), now);
  let running: {readonly store: Store; stop(): Promise<void>} | undefined;
  let stopped: Promise<void> | undefined;

  const checkProject = (project: string) => {
    if (projects && !projects.includes(project)) throw new Refusal(401, 'this collector does not serve that project');
    if (!projects && guard({project})?.project !== project) throw new Refusal(401, 'the project key holds something personal');
  };

  const open = async (store: Store) => {
    const rejections = createRejections(log, now);
    const live = createLiveStream(store);
    rejections.subscribe(live.reject);
    const flags = createFlags({file: options.flags, database: store.database, log, now});
    const onFailure = () => log('error', 'the database did not take a group of events');
    const onInline = (reason: string) => log('warn', 'the writer thread does not start: writing in the main thread, more slowly', {reason});
    const writer = makeWriter(db, store, onInline);
    const attendance = attend({...options, store, db, fold: writer.fold, rejections, flags, log, now});
    const commits = createGroupCommit({writer, onStored: live.wake, onFailure});
    const rates = createRateLimits({...defaultRates, ...options.rates}, now);
    const {requireConsent = false} = options;
    const intake = createIntake({guard, now, requireConsent, checkRate: rates.checkProject, write: commits.write});
    const visitors = createVisitorHash(now);
    const budget = createMemoryBudget(limits.inFlightBytes);
    let draining = false;
    const address = ({headers, socket}: IncomingMessage) => {
      const forwarded = trustProxy
        ? String(headers['x-forwarded-for'] ?? '')
            .split(',')
            .at(-1)
            ?.trim()
        : undefined;
      return forwarded || (socket.remoteAddress ?? '');
    };
    const match = createRouter([
      ...createReceiptRoutes({receipts: createReceiptLog(store.database), guard, allowOrigins}),
      ...createPosthogCapture({intake, checkProject}),
      createPosthogCaptureV1({intake, checkProject}),
      ...createPosthogFlags({flags: flags.list, checkProject}),
      ...createPosthogAnswers(() => flags.list().length > 0),
      createPlausible({intake, checkProject, keepBots}),
      ...createMatomo({intake, checkProject}),
      ...createReadApi({store, live, rejections, rejectedDays: attendance.rejectedDays, fold: writer.fold}),
      ...attendance.routes,
      ...createLiveRoutes(readToken),
    ]);
    const handle = createRequestHandler({
      match,
      access: createAccess({allowOrigins, readToken, loopback: isLoopback(host)}),
      lease: budget.lease,
      checkConnection: request => rates.checkConnection(trustProxy ? visitors.name('', address(request), '') : request.socket),
      visitor: (request, project) => visitors.name(project, address(request), request.headers['user-agent'] ?? ''),
      rejections,
      log,
      now,
      draining: () => draining,
    });
    const server: HttpServer = createHttpServer(
      (request, response) => void handle(request, response),
      (status, reason) => rejections.note('(malformed)', status, reason),
    );
    const close = async () => {
      draining = true;
      live.close();
      await server.close();
      await commits.drain();
      visitors.stop();
      await attendance.stop();
      await writer.close();
      store.close();
      log('info', 'stopped');
    };
    return {server, close};
  };

  return {
    async start() {
      if (running || stopped) throw new SetupError('collector-started', 'a collector starts only once');
      const store = await openStore(db);
      try {
        const {server, close} = await open(store);
        const url = await server.listen(host, port);
        running = {store, stop: close};
        log('info', 'listening', {url});
        return {url};
      } catch (error) {
        store.close();
        throw error;
      }
    },
    stop: () => (stopped ??= running?.stop() ?? Promise.resolve()).finally(() => (running = undefined)),
    get store() {
      if (!running)
        throw new SetupError('collector-not-started', 'the collector has no store before start() has resolved, nor after stop()');
      return running.store;
    },
  };
};
