import type {AnalyticsConfig} from './config.js';
import type {Clock} from './lib/clock.js';
import {systemClock} from './lib/clock.js';
import {eraseTraces} from './lib/erase-traces.js';
import {openStorage, readItem, removeItem, writeItem} from './lib/storage.js';
import type {AnalyticsProvider} from './provider-types.js';
import {createPurge} from './providers/purge.js';
import type {Declared} from './providers/purge.js';
import {storedPlaces} from './providers/stored-places.js';
import type {PurgeReport} from './purge-types.js';
import type {Category} from './types.js';

/** What one provider may have left behind. */
export interface Owed extends Declared {
  /** The lane that it serves, and the category that it needs. */
  readonly lane: string;
  readonly category: Category;
}

/** What is to be removed when the visitor withdraws is written down while it comes to be, so that a page that was closed too early can go on. */
const owedKey = (prefix: string): string => `${prefix}:owed`;

/** Noted in this page: another tab may have finished before this one, which has a sessionStorage of its own, even begins. */
const here = new Map<string, Owed>();
const idOf = ({lane, name}: Owed): string => `${lane} ${name}`;

const read = (storage: Storage | null, prefix: string): readonly Owed[] => {
  try {
    const told = JSON.parse(readItem(storage, owedKey(prefix)) ?? '[]') as readonly (Owed | null)[];
    return told.filter(one => one?.lane !== undefined) as readonly Owed[];
  } catch {
    return []; // not written by us
  }
};

const write = (storage: Storage | null, prefix: string, owed: readonly Owed[]): void => {
  if (owed.length) writeItem(storage, owedKey(prefix), JSON.stringify(owed));
  else removeItem(storage, owedKey(prefix));
};

const pageOf = () => ({
  document,
  location,
  localStorage: openStorage(),
  sessionStorage: openStorage(() => globalThis.sessionStorage),
  indexedDB: openStorage(() => globalThis.indexedDB),
  caches: openStorage(() => globalThis.caches),
});

/** The providers of this page, by lane. */
const providers = new Map<string, AnalyticsProvider>();
const longestEraseMs = 5000;

/** Has each provider that can erase what it has received; resolves with the names of those that failed to, after 5 s at most. */
export const askToErase = async (): Promise<readonly string[]> => {
  const late = new Promise<never>((_, reject) => setTimeout(reject, longestEraseMs));
  const asked = [...providers.values()].map(async provider => {
    try {
      await Promise.race([provider.erase?.(), late]);
      return [];
    } catch {
      return [provider.name];
    }
  });
  late.catch(() => {}); // nobody waits for it any more
  return (await Promise.all(asked)).flat();
};

/** Notes what a provider that starts now may leave behind. Of one that leaves nothing and can be stopped there is nothing to note. */
export const owePurge = (storage: Storage | null, prefix: string, provider: AnalyticsProvider, lane: string, category: Category): void => {
  const {name, manifest} = provider;
  providers.set(lane, provider);
  const {cookies, localStorage, sessionStorage, indexedDB, cacheStorage = [], unreachable = {}, canStop} = manifest;
  if (canStop && ![cookies, localStorage, sessionStorage, indexedDB, cacheStorage, Object.values(unreachable).flat()].flat().length) return;
  const owed: Owed = {lane, category, name, cookies, localStorage, sessionStorage, indexedDB, cacheStorage, unreachable, canStop};
  here.set(idOf(owed), owed);
  write(storage, prefix, [...read(storage, prefix).filter(other => idOf(other) !== idOf(owed)), owed]);
};

export interface PurgeOwedParts {
  readonly storage: Storage | null;
  readonly prefix: string;
  /** Resolves with the names of what the withdrawal has not stopped. */
  readonly stopped?: Promise<readonly string[]> | undefined;
  /** Whether the category is granted (again). */
  readonly granted: (category: Category) => boolean;
  /** Whether what we have stored ourselves is to go as well. */
  readonly erase?: (() => boolean) | undefined;
  /** Only these; all of them unless given. */
  readonly only?: (owed: Owed) => boolean;
  readonly config?: Pick<AnalyticsConfig<unknown>, 'onWithdraw'> | undefined;
  /** Default the system's. */
  readonly clock?: Clock;
}

let running: Promise<unknown> | undefined;
const unstopped = new Set<string>();

/**
 * Removes what has been noted of categories that are not granted, and tells what became of it, about 2 s later; what remains is tried again at
 * the next visit. One purge at a time: what comes while one runs waits for it. Undefined if the visitor agreed again meanwhile, or the
 * purge before has done it all.
 */
export const purgeOwed = async (parts: PurgeOwedParts): Promise<PurgeReport | undefined> => {
  const {stopped, only, config, erase} = parts;
  if (erase?.()) eraseTraces(parts.storage, parts.prefix, [`${parts.prefix}:consent`, owedKey(parts.prefix)]);
  if (only) return purge(parts, new Set());
  const started = [...here.values()].map(({name}) => name);
  const names: string[] = [];
  const known = stopped?.then(told => {
    names.push(...told);
    names.forEach(name => unstopped.add(name));
  });
  const before = running;
  const mine = (async () => {
    await before;
    if (!before) return stopped || due(parts).length ? purge(parts, unstopped, known) : undefined;
    await known;
    return due(parts).length || unstopped.size ? purge(parts, unstopped) : undefined;
  })();
  const last = (running = mine.catch(() => {}));
  const report = await mine.finally(() => running === last && (running = undefined));
  // What another tab or the page before has started is not stopped by a reload of this one.
  const ours = [...started, ...names];
  if (config?.onWithdraw === 'reload' && report?.notStopped.some(name => ours.includes(name))) location.reload();
  return report;
};

const all = ({storage, prefix}: PurgeOwedParts): readonly Owed[] => {
  const noted = new Map(here);
  for (const owed of read(storage, prefix)) noted.set(idOf(owed), owed);
  return [...noted.values()];
};

const due = (parts: PurgeOwedParts, known = all(parts)): readonly Owed[] =>
  known.filter(parts.only ?? (({category}) => !parts.granted(category)));

const purge = async (parts: PurgeOwedParts, names: Set<string>, told?: Promise<void>): Promise<PurgeReport | undefined> => {
  const {storage, prefix, granted, only, clock = systemClock} = parts;
  const known = all(parts);
  const leaving = due(parts, known);
  const kept = known.filter(one => !leaving.includes(one));
  const purgeOf = createPurge(storedPlaces(pageOf()), clock, name => name === prefix || name.startsWith(`${prefix}:`));
  // Each category by itself, as the visitor may agree to one of them again.
  const categories = [...new Set(leaving.map(({category}) => category))];
  const reports = await Promise.all(
    categories.map(category =>
      purgeOf(
        // What another provider stores under the same name is its own.
        leaving
          .filter(one => one.category === category)
          .map(one => ({...withoutNamesOf(one, kept), canStop: one.canStop || !here.has(idOf(one))})),
        () => [],
        () => !only && granted(category),
      ),
    ),
  );
  if (!categories.length) await told;
  if (categories.length && reports.every(report => !report)) return undefined;
  const ended = reports.filter(report => report !== undefined);
  const done = leaving.filter(({category}) => reports[categories.indexOf(category)]?.remaining.length === 0).map(idOf);
  done.forEach(id => here.delete(id));
  // Read again: another provider may have started meanwhile.
  if (done.length)
    write(
      storage,
      prefix,
      read(storage, prefix).filter(one => !done.includes(idOf(one))),
    );
  const notStopped = [...new Set([...ended.flatMap(report => report.notStopped), ...names])];
  names.clear();
  return {
    removed: ended.flatMap(({removed}) => removed),
    remaining: ended.flatMap(({remaining}) => remaining),
    unreachable: {
      httpOnly: ended.flatMap(({unreachable}) => unreachable.httpOnly),
      thirdParty: ended.flatMap(({unreachable}) => unreachable.thirdParty),
    },
    notStopped,
  };
};

const places = ['cookies', 'localStorage', 'sessionStorage', 'indexedDB', 'cacheStorage'] as const;

const withoutNamesOf = (one: Owed, others: readonly Owed[]): Declared => {
  const taken = (place: (typeof places)[number]) => new Set(others.flatMap(other => other[place] ?? []));
  return {
    ...one,
    ...Object.fromEntries(places.map(place => [place, (one[place] ?? []).filter(name => !taken(place).has(name))])),
  };
};
