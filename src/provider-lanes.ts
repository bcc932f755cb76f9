import type {AnalyticsConfig} from './config.js';
import type {Delivery} from './delivery.js';
import type {ProviderFlags} from './provider-types.js';
import type {ProviderSwitch} from './provider-switch.js';
import type {EventQueue} from './queue/event-queue.js';
import type {Category} from './types.js';

/** A provider as the owner wants it, and its place in the queue. */
export interface WantedProvider {
  /** Stable across page loads, as what waits on disk is found by it. */
  readonly lane: string;
  readonly category: Category;
  /** With the provider's name. */
  readonly config: AnalyticsConfig<unknown>;
}

/** The lane of the provider that the root itself names. */
const main = 'main';

/** The configuration's providers, the root's own first. Of several with one name the order tells which is which. */
export const wantedProviders = (config: AnalyticsConfig<unknown>): readonly WantedProvider[] => {
  const counts = new Map<string, number>();
  const further = (config.providers ?? [])
    .filter(({name}) => name)
    .map(({name, category = 'analytics', ...own}): WantedProvider => {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      return {lane: `${name}.${count}`, category, config: {...own, provider: name}};
    });
  // Beside others, the root itself need not name one.
  return config.provider || !further.length ? [{lane: main, category: 'analytics', config}, ...further] : further;
};

export interface ProviderLanesParts {
  readonly queue: Pick<EventQueue, 'addLane' | 'removeLane'>;
  readonly granted: (category: Category) => boolean;
  /** The lanes that have something on the disk. */
  readonly waiting: () => Iterable<string>;
  /** The code that sends, once it has come. */
  readonly delivery: () => Delivery | undefined;
  readonly onReady: () => void;
  /** A provider has come to work that may not know who the visitor is. */
  readonly onNew: (lane: string, category: Category) => void;
}

/** The providers at work: of those that are wanted, the ones whose category is granted; each with a lane and a switch of its own. */
export interface ProviderLanes {
  /** Starts, changes and removes what differs. Resolves when what is new has been started, or has failed. */
  want(providers: readonly WantedProvider[]): Promise<void>;
  /** Ends what is not granted any more, and starts what is granted now; resolves with the names of those that did not shut down. Undefined: nothing has ended. */
  follow(): Promise<readonly string[]> | undefined;
  /** The code that sends has come. */
  arrive(delivery: Delivery): Promise<void>;
  /** What the call tracks is taken by this lane only. */
  alone(lane: string, call: () => void): void;
  flags(): ProviderFlags | undefined;
  /** Tells them that the visitor is another one. */
  reset(): void;
  /** Resolves with the names of those that did not shut down. */
  stop(): Promise<readonly string[]>;
}

interface Running {
  wanted: WantedProvider;
  control?: ProviderSwitch | undefined;
  /** Whether it has come, or become another one, since the page's pipeline began. */
  late: boolean;
}

/** What makes it another provider, or the same one set up otherwise. */
export const setUpOf = ({provider, apiKey, apiHost, siteId, domain, features, options}: AnalyticsConfig<unknown>): string =>
  JSON.stringify([provider, apiKey, apiHost, siteId, domain, features, options]);

export const createProviderLanes = ({queue, granted, waiting, delivery, onReady, onNew}: ProviderLanesParts): ProviderLanes => {
  const lanes = new Map<string, Running>();
  let wanted: readonly WantedProvider[] = [];
  let begun = false;
  /** While set, only this lane takes records. */
  let only: string | undefined;

  const start = async (running: Running, from = delivery()): Promise<void> => {
    const {lane, category, config} = running.wanted;
    const ready = () => {
      if (running.late) onNew(lane, category);
      running.late = true;
      onReady();
    };
    running.control ??= from?.serve(lane, category, ready);
    await running.control?.use(config.provider ?? 'noop', config);
  };

  const end = async (running: Running): Promise<readonly string[]> => {
    const {lane, category} = running.wanted;
    const withdrawn = !granted(category);
    lanes.delete(lane);
    queue.removeLane(lane, withdrawn ? 'withdrawn' : 'provider-removed');
    const unstopped = (await running.control?.stop()) ?? [];
    if (!withdrawn && !lanes.has(lane)) delivery()?.purge(lane);
    return unstopped;
  };

  const settle = () => {
    const next = wanted.filter(({category}) => granted(category));
    const ended = [...lanes.values()]
      .filter(({wanted: {lane, category}}) => !next.some(other => other.lane === lane && other.category === category))
      .map(end);
    const started = next.flatMap(one => {
      const running = lanes.get(one.lane) ?? {wanted: one, late: begun};
      if (lanes.has(one.lane) && setUpOf(running.wanted.config) === setUpOf(one.config)) return [];
      running.wanted = one;
      if (!lanes.has(one.lane)) {
        lanes.set(one.lane, running);
        queue.addLane({id: one.lane, accepts: () => (only ?? one.lane) === one.lane && running.control?.usable() !== false});
      }
      return start(running);
    });
    begun = true;
    return {ended: ended.length ? Promise.all(ended).then(names => names.flat()) : undefined, started};
  };

  return {
    async want(providers) {
      wanted = providers;
      await Promise.all(settle().started);
    },
    follow: () => settle().ended,
    async arrive(arrived) {
      // What waits for a provider that is gone, or whose category was withdrawn while no page was open, is nobody's.
      for (const id of waiting()) {
        if (lanes.has(id)) continue;
        queue.addLane({id, accepts: () => false});
        queue.removeLane(id);
      }
      await Promise.all([...lanes.values()].map(running => start(running, arrived)));
    },
    alone(lane, call) {
      only = lane;
      call();
      only = undefined;
    },
    flags: () => [...lanes.values()].map(({control}) => control?.flags()).find(flags => flags),
    reset: () => lanes.forEach(({control}) => control?.reset()),
    async stop() {
      const stopped = [...lanes.values()].map(({control}) => control?.stop() ?? []);
      return (await Promise.all(stopped)).flat();
    },
  };
};
