import type {Clock} from './lib/clock.js';
import {SetupError} from './lib/problems.js';
import type {AnalyticsProvider, ProviderFactory, ProviderFlags, ProviderHost} from './provider-types.js';
import type {Problem, ProviderConfig} from './types.js';

export interface ProviderSwitchParts {
  readonly load: (name: string) => Promise<ProviderFactory>;
  readonly host: ProviderHost;
  /** What it may leave behind is noted before it can store anything, if it is still wanted by then. */
  readonly owe: (provider: AnalyticsProvider, wanted: () => boolean) => Promise<void>;
  /** It was ready only after a stop, and has been shut down: what it left behind can go, as far as nothing else keeps it. */
  readonly onLate: (provider: AnalyticsProvider) => void;
  /** It has been replaced and shut down: what it left behind can go. */
  readonly onReplaced: (name: string) => void;
  /** Puts the provider to work for the lane; resolves when its predecessor has nothing in flight any more. */
  readonly connect: (provider: AnalyticsProvider | null) => Promise<void>;
  /** A provider is at work. */
  readonly onReady: () => void;
  /** Its feature flags are known, or have changed. */
  readonly onFlags: () => void;
  readonly clock: Clock;
  readonly onProblem: (problem: Problem) => void;
}

export interface ProviderSwitch {
  /** Loads, starts and connects the provider, then shuts its predecessor down. The last call wins. Never rejects. */
  use(name: string, config: ProviderConfig): Promise<void>;
  /**
   * Shuts down what runs and what is being started, the latter once more when it is ready; what is still on its way is not started any more.
   * Resolves within 2 s, whatever the provider does, with the names of those that did not shut down.
   */
  stop(): Promise<readonly string[]>;
  /** False while the set-up is wrong: nothing is collected for a provider that cannot work. */
  usable(): boolean;
  /** Tells what runs that the visitor is another one. */
  reset(): void;
  /** The feature flags of what runs now, where it has any. */
  flags(): ProviderFlags | undefined;
}

const slowMs = 10_000;
/** Before the purge tells who has not stopped. */
const shutdownMs = 1500;
const firstRetryMs = 2000;
const longestRetryMs = 300_000;

/** Who serves a lane now. Records wait in the queue while it changes, so a slow, failing or hanging provider loses nothing. */
export const createProviderSwitch = ({
  load,
  host,
  owe,
  onLate,
  onReplaced,
  connect,
  onReady,
  onFlags,
  clock,
  onProblem,
}: ProviderSwitchParts): ProviderSwitch => {
  let current: AnalyticsProvider | null = null;
  /** Whose `init` has begun and not ended. */
  let starting: AnalyticsProvider | null = null;
  /** Replaced, and to be shut down when nothing of theirs is in flight any more. */
  const leaving = new Set<AnalyticsProvider>();
  /** The name that was asked for last; undefined once stopped. */
  let wanted: string | undefined;
  let generation = 0;
  let usable = true;

  /** Whether it did. */
  const shutDown = async (provider: AnalyticsProvider | null): Promise<boolean> => {
    if (!provider) return true;
    const deadline = new Promise<boolean>(resolve => clock.setTimeout(() => resolve(false), shutdownMs));
    // A provider that fails to stop must not keep the visitor's "no" waiting.
    const stopped = Promise.resolve()
      .then(() => provider.shutdown())
      .then(() => true)
      .catch(() => {
        onProblem({code: 'provider-shutdown', message: `${provider.name} failed to shut down`});
        return false;
      });
    return Promise.race([stopped, deadline]);
  };

  /** Undefined if it was not wanted any more before it could begin. */
  const start = async (name: string, config: ProviderConfig, mine: number): Promise<AnalyticsProvider | undefined> => {
    const provider = (await load(name))();
    const stillWanted = () => mine === generation;
    await owe(provider, stillWanted);
    // After the visitor's "no" nothing may begin.
    if (!stillWanted()) return undefined;
    starting = provider;
    const slow = clock.setTimeout(() => onProblem({code: 'provider-slow', message: `${name} is slow to start; events wait`}), slowMs);
    try {
      await provider.init(config, host);
      // What its manifest says may depend on how it is set up.
      await owe(provider, stillWanted);
    } catch (error) {
      // What has begun half must not go on; that it fails has been said.
      (async () => provider.shutdown())().catch(() => {});
      throw error;
    } finally {
      clock.clearTimeout(slow);
      if (starting === provider) starting = null;
    }
    return provider;
  };

  const replaced = ({name}: AnalyticsProvider) => name !== wanted && onReplaced(name);

  /** Its successor serves the lane, or nobody does. */
  const leave = async (before: AnalyticsProvider | null, connected: Promise<void>): Promise<void> => {
    if (before) leaving.add(before);
    await connected;
    if (!before) return;
    await shutDown(before);
    leaving.delete(before);
    replaced(before);
  };

  /** A listener of the page's that fails is the page's own trouble, and not the provider's. */
  const tell = (listener: () => void) => {
    try {
      listener();
    } catch (error) {
      globalThis.reportError?.(error);
    }
  };

  const use = async (name: string, config: ProviderConfig, attempt = 0): Promise<void> => {
    const mine = ++generation;
    const unready = starting;
    starting = null;
    wanted = name;
    void shutDown(unready);
    try {
      const next = await start(name, config, mine);
      if (!next) return;
      if (mine !== generation) {
        await shutDown(next);
        return wanted === undefined ? onLate(next) : void replaced(next);
      }
      const before = current;
      current = next;
      usable = true;
      const connected = connect(next);
      const left = leave(before, connected);
      await connected;
      if (mine === generation) {
        tell(onReady);
        next.flags?.onFlags(() => tell(onFlags));
        if (next.flags) tell(onFlags);
      }
      await left;
    } catch (error) {
      if (mine !== generation) return;
      usable = !(error instanceof SetupError);
      onProblem({
        code: error instanceof SetupError ? error.code : 'provider-failed',
        message: error instanceof SetupError ? error.message : `${name} could not be started; events wait`,
      });
      const before = current;
      current = null;
      await leave(before, connect(null));
      // A chunk that did not load may load later; wrong set-up stays wrong until it is changed.
      if (usable && mine === generation)
        clock.setTimeout(
          () => mine === generation && void use(name, config, attempt + 1),
          Math.min(longestRetryMs, firstRetryMs * 2 ** attempt),
        );
    }
  };

  return {
    use: (name, config) => use(name, config),
    async stop() {
      const running = [current, starting, ...leaving];
      generation++;
      wanted = undefined;
      current = starting = null;
      const left = running.map(async one => ((await shutDown(one)) ? [] : [one!.name]));
      return (await Promise.all(left)).flat();
    },
    usable: () => usable,
    // What it fails at is its own affair: each record says whose it is.
    reset: () => void (async () => current?.reset())().catch(() => {}),
    flags: () => current?.flags,
  };
};
