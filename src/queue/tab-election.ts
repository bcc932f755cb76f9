import type {Clock} from '../lib/clock.js';
import type {QueueStorage} from './queue-storage.js';

/** Whether this tab is still the one that drains; asking renews the claim. Asked before every request. */
export type Owns = () => boolean;

/** Of all tabs, one drains a lane at a time: for one cycle, never for a tab's life. */
export interface TabElection {
  /** Runs `work` if no other tab is at it; false if one is. `moved`: the last to drain was another tab, or an earlier page. */
  run(work: (owns: Owns, moved: boolean) => Promise<void>): Promise<boolean>;
  /** Lets another tab go on at once: the page goes away. */
  release(): void;
}

export interface TabElectionParts {
  readonly name: string;
  readonly tab: string;
  readonly storage: QueueStorage;
  readonly locks: LockManager | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** A claim that has not been renewed for so long (ms) is a dead or frozen tab's. */
  readonly staleMs: number;
}

/** What another tab has written or removed just before may take a moment to show here. */
const settleMs = 100;

export const createTabElection = ({name, tab, storage, locks, clock, random, staleMs}: TabElectionParts): TabElection => {
  let release = () => {};

  /** `0` instead of a time: nobody drains now, this tab was the last. */
  const claim = (time: number) => storage.set(name, `${time} ${tab}`);
  const claimed = () => {
    const [time, owner] = (storage.get(name) ?? '').split(' ');
    return {owner, active: time !== '0', stale: time !== '0' && Math.abs(clock.now() - Number(time)) > staleMs};
  };
  const mine = () => {
    const {owner, active} = claimed();
    return owner === tab && active;
  };
  const pause = (ms: number) => new Promise<void>(resolve => clock.setTimeout(resolve, ms));

  const hold = async (work: (owns: Owns, moved: boolean) => Promise<void>) => {
    const moved = claimed().owner !== tab;
    let held = true;
    claim(clock.now());
    const owns = () => {
      held &&= mine();
      if (held) claim(clock.now());
      return held;
    };
    const released = new Promise<void>(resolve => (release = resolve));
    try {
      await Promise.race([moved ? pause(settleMs).then(() => work(owns, moved)) : work(owns, moved), released]);
    } finally {
      if (mine()) claim(0);
      held = false;
    }
  };

  /** Where there are no Web Locks: claim, let other tabs' claims show, and look twice. */
  const lease = async (work: (owns: Owns, moved: boolean) => Promise<void>) => {
    const {owner, active, stale} = claimed();
    if (owner && owner !== tab && active && !stale) return false;
    const moved = owner !== tab;
    claim(clock.now());
    for (const ms of [100 + random() * 200, 100]) {
      await pause(ms);
      if (!mine()) return false;
    }
    await hold(owns => work(owns, moved));
    return true;
  };

  return {
    async run(work) {
      if (!locks) return lease(work);
      let denied = true;
      const held = async (lock: Lock | null) => {
        denied = false;
        if (lock) await hold(work);
        return lock !== null;
      };
      try {
        if (await locks.request(name, {ifAvailable: true}, held)) return true;
        // The lock's holder is wedged or frozen: it finds its claim taken before it sends or removes anything else.
        return claimed().stale && (await locks.request(name, {steal: true}, held));
      } catch {
        // Stolen from us, or no locks for this origin (sandboxed frames).
        return denied ? lease(work) : false;
      }
    },
    release: () => release(),
  };
};
