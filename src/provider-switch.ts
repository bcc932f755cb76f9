import type {Clock} from './lib/clock.js';
import {SetupError} from './lib/problems.js';
import type {AnalyticsProvider, ProviderFactory, ProviderFlags, ProviderHost} from './provider-types.js';
import type {Problem, ProviderConfig} from './types.js';

export interface ProviderSwitchParts {
  readonly load: (name: string) => Promise<ProviderFactory>;
  readonly host: ProviderHost;
  /** What it may leave behind is noted before it can store anything. */
  readonly owe: (provider: AnalyticsProvider) => Promise<void>;
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
   * Shuts down what runs, and what is still on its way as soon as it arrives. Resolves within 2 s, whatever the provider does, with the name
   * of the one that did not shut down.
   */
  stop(): Promise<readonly string[]>;
  /** False while the set-up is wrong: nothing is collected for a provider that cannot work. */
  usable(): boolean;
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
  onReplaced,
  connect,
  onReady,
  onFlags,
  clock,
  onProblem,
}: ProviderSwitchParts): ProviderSwitch => {
  let current: AnalyticsProvider | null = null;
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

  const start = async (name: string, config: ProviderConfig): Promise<AnalyticsProvider> => {
    const provider = (await load(name))();
    await owe(provider);
    const slow = clock.setTimeout(() => onProblem({code: 'provider-slow', message: `${name} is slow to start; events wait`}), slowMs);
    try {
      await provider.init(config, host);
      // What its manifest says may depend on how it is set up.
      await owe(provider);
    } finally {
      clock.clearTimeout(slow);
    }
    return provider;
  };

  const use = async (name: string, config: ProviderConfig, attempt = 0): Promise<void> => {
    const mine = ++generation;
    try {
      const next = await start(name, config);
      if (mine !== generation) return void (await shutDown(next));
      const before = current;
      current = next;
      usable = true;
      await connect(next);
      onReady();
      if (next.flags) {
        next.flags.onFlags(onFlags);
        onFlags();
      }
      await shutDown(before);
      if (before && before.name !== next.name) onReplaced(before.name);
    } catch (error) {
      if (mine !== generation) return;
      usable = !(error instanceof SetupError);
      onProblem({
        code: error instanceof SetupError ? error.code : 'provider-failed',
        message: error instanceof SetupError ? error.message : `${name} could not be started; events wait`,
      });
      const before = current;
      current = null;
      await connect(null);
      await shutDown(before);
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
      generation++;
      const before = current;
      current = null;
      return (await shutDown(before)) ? [] : [before!.name];
    },
    usable: () => usable,
    flags: () => current?.flags,
  };
};
