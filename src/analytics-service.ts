import type {Analytics, AnalyticsStats, Category, FlagValue, Problem, ProviderConfig} from './types.js';

/** One call as the page made it, frozen at that moment. Lives in memory only; nothing in it is checked yet. */
export interface Call {
  readonly method: 'track' | 'page' | 'identify' | 'reset';
  readonly args: readonly unknown[];
  /** Epoch milliseconds. */
  readonly time: number;
  /** Address, title and referrer of the page at that moment. */
  readonly page: {readonly url: string; readonly title: string; readonly referrer: string};
}

/** Everything that runs only after a grant, as the service sees it. */
export interface Pipeline {
  /** Read, enrich, guard, enqueue. Synchronous, never throws. */
  accept(call: Call): void;
  /** Books an event for which there was no room while it was on its way. */
  lose(): void;
  switchProvider(name: string, config: ProviderConfig): Promise<void>;
  flush(): Promise<void>;
  stats(): AnalyticsStats;
  flag(key: string): FlagValue | undefined;
  headers(): Record<string, string>;
}

export interface ServiceParts {
  /** Whether the category may act now. */
  readonly allowed: (category: Category) => boolean;
  /** Whether the visitor has not yet decided, and what comes before the decision is to be held. */
  readonly held: () => boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly page: () => Call['page'];
  readonly onProblem: (problem: Problem) => void;
  readonly forget: Analytics['forget'];
}

/** The service with the handles that only its owner holds. */
export interface AnalyticsControl extends Analytics {
  /** Flags have arrived. */
  tellFlags(): void;
  /** The pipeline has arrived: what waited goes through it, in order. */
  open(pipeline: Pipeline): void;
  /** The pipeline is gone, and so is what waited for it. */
  close(): void;
  /** The visitor has decided: what was held is forgotten unless it is allowed now. */
  settle(): void;
}

/** The category of the ids. */
const analytics: Category = 'analytics';
const mostHeld = 100;
const mostWaiting = 1000;
const nothing: AnalyticsStats = {tracked: 0, delivered: 0, waiting: 0, dropped: {}, recovered: {delivered: 0, dropped: {}}, resent: 0};

/**
 * The path of one event, first half: allowed? → frozen → to the pipeline (read → enrich → guard → enqueue).
 * What is tracked between the grant and the pipeline's arrival waits here, in memory.
 */
export const createAnalyticsService = ({allowed, held, now, page, onProblem, forget}: ServiceParts): AnalyticsControl => {
  let pipeline: Pipeline | null = null;
  let waiting: Call[] = [];
  let lost = 0;
  const flagged = new Set<() => void>();

  const take =
    (method: Call['method']) =>
    (...given: unknown[]): void => {
      // The page may go on changing its objects, and what was looked at is what is sent.
      const args = given.map(copy);
      const open = allowed(categoryOf(method, args));
      if (!open && !held()) return;
      const call = {method, args, time: now(), page: page()};
      if (open && pipeline) return pipeline.accept(call);
      if (waiting.length < (open ? mostWaiting : mostHeld)) waiting.push(call);
      else if (lost++ === 0) onProblem({code: 'waiting-overflow', message: 'too many events'});
    };

  return {
    track: take('track'),
    page: take('page'),
    identify: take('identify'),
    reset: take('reset'),
    async switchProvider(name, config = {}) {
      await pipeline?.switchProvider(name, config);
    },
    async flush() {
      await pipeline?.flush();
    },
    stats: () => pipeline?.stats() ?? {...nothing, tracked: waiting.length, waiting: waiting.length},
    flag: key => pipeline?.flag(key),
    onFlags: listener => (flagged.add(listener), () => flagged.delete(listener)),
    forget,
    headers: () => ({'X-Analytics-Consent': String(allowed(analytics)), ...(allowed(analytics) && pipeline?.headers())}),

    tellFlags: () => flagged.forEach(listener => listener()),
    open(next) {
      pipeline = next;
      for (; lost; lost--) next.lose();
      waiting.splice(0).forEach(next.accept);
    },
    close() {
      pipeline = null;
      waiting = [];
    },
    settle() {
      if (!held()) waiting = waiting.filter(({method, args}) => allowed(categoryOf(method, args)));
    },
  };
};

/** The category that an event names, as an option or within itself; it says nothing but whose decision counts. */
const categoryOf = (method: string, args: readonly unknown[]): Category =>
  method === 'track' ? ((Object(args[2]) as Named).category ?? (Object(args[0]) as Named).category ?? analytics) : analytics;

interface Named {
  readonly category?: Category;
}

const copy = (value: unknown): unknown => {
  try {
    return typeof value === 'object' && value ? {...value} : value;
  } catch {
    return value; // a getter that throws, or a revoked proxy: the pipeline reads it with care
  }
};
