import type {Clock} from '../lib/clock.js';
import {covers} from '../lib/covers.js';
import type {ProviderManifest} from '../provider-types.js';
import type {PurgeReport, StoredTrace} from '../purge-types.js';
import type {StoredPlace} from './stored-places.js';

/** A provider as the purge knows it; plain JSON, so that a purge that was cut short can go on after a reload. */
export interface Declared extends Pick<
  ProviderManifest,
  'cookies' | 'localStorage' | 'sessionStorage' | 'indexedDB' | 'cacheStorage' | 'unreachable' | 'canStop'
> {
  readonly name: string;
}

/** Milliseconds after the withdrawal. Vendors rewrite what they miss, so it is taken away more than once, and looked for once more. */
const sweeps = [0, 250, 600, 1000, 1500];
const lastLookMs = 1850;
/** A database or a cache that does not answer must not keep the rest from going. */
const longestStepMs = 150;

/**
 * Removes what the providers declare, reads again, waits, reads once more, and tells what became of it. Takes about 2 s; never rejects. Undefined if
 * the visitor agreed again meanwhile. What is `ours` stays, whatever they declare: above all the visitor's decision.
 */
export const createPurge =
  (places: readonly StoredPlace[], clock: Clock, ours: (name: string) => boolean) =>
  async (declared: readonly Declared[], unstopped: () => readonly string[], granted: () => boolean): Promise<PurgeReport | undefined> => {
    const begun = clock.monotonic();
    const wait = (ms: number) => new Promise<undefined>(resolve => clock.setTimeout(() => resolve(undefined), ms));
    const until = (ms: number) => wait(Math.max(0, ms - (clock.monotonic() - begun)));
    const seen = new Map<string, StoredTrace>();
    const gone = new Set<string>();
    const idOf = ({place, name}: StoredTrace) => `${place} ${name}`;
    const owners = ({place, name}: StoredTrace) => declared.filter(provider => covers(provider[place] ?? [], name));

    /** Of a place that does not tell, all that may stand in it counts as found: it must not pass for gone. */
    const find = async (): Promise<readonly StoredTrace[]> => {
      const found = await Promise.all(
        places.map(async ({place, names}) => {
          const told = (await Promise.race([names(), wait(longestStepMs)])) ?? declared.flatMap(provider => provider[place] ?? []);
          return told.map(name => ({place, name}));
        }),
      );
      return found.flat().filter(trace => !ours(trace.name) && owners(trace).length);
    };
    const take = ({place, name}: StoredTrace) =>
      granted() ? undefined : Promise.race([places.find(other => other.place === place)!.remove(name), wait(longestStepMs)]);
    const sweep = async () => {
      const found = await find();
      await Promise.all(found.map(take));
      const left = new Set((await find()).map(idOf));
      for (const trace of found) {
        seen.set(idOf(trace), trace);
        if (!left.has(idOf(trace))) gone.add(idOf(trace));
      }
    };

    for (const ms of sweeps) {
      await until(ms);
      if (granted()) return undefined;
      await sweep();
    }
    await until(lastLookMs);
    if (granted()) return undefined;
    const left = await find();
    // Whatever came back goes once more, though nobody can promise that it stays away.
    await sweep();
    if (granted()) return undefined;
    const names = new Set(left.map(idOf));
    const remaining = left.map(trace => ({...trace, reason: gone.has(idOf(trace)) ? ('rewritten' as const) : ('kept' as const)}));
    const wrote = remaining.filter(({reason}) => reason === 'rewritten').flatMap(trace => owners(trace).map(({name}) => name));
    const stubborn = declared.filter(({canStop}) => !canStop).map(({name}) => name);
    return {
      removed: [...seen].filter(([id]) => !names.has(id)).map(([, trace]) => trace),
      remaining,
      unreachable: {
        httpOnly: declared.flatMap(({unreachable}) => unreachable?.httpOnly ?? []),
        thirdParty: declared.flatMap(({unreachable}) => unreachable?.thirdParty ?? []),
      },
      notStopped: [...new Set([...stubborn, ...unstopped(), ...wrote])],
    };
  };
