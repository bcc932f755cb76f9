import type {AnalyticsConfig} from './config.js';
import {systemClock} from './lib/clock.js';
import {eraseTraces} from './lib/erase-traces.js';
import {openStorage, readItem, removeItem, writeItem} from './lib/storage.js';
import type {AnalyticsProvider} from './provider-types.js';
import {createPurge} from './providers/purge.js';
import type {Declared} from './providers/purge.js';
import {storedPlaces} from './providers/stored-places.js';
import type {PurgeReport} from './purge-types.js';

/** What is to be removed when the visitor withdraws is written down while it comes to be, so that a page that was closed too early can go on. */
const owedKey = (prefix: string): string => `${prefix}:owed`;

const read = (storage: Storage | null, prefix: string): readonly Declared[] => {
  try {
    return JSON.parse(readItem(storage, owedKey(prefix)) ?? '[]') as readonly Declared[];
  } catch {
    return []; // not written by us
  }
};

const pageOf = () => ({
  document,
  location,
  localStorage: openStorage(),
  sessionStorage: openStorage(() => globalThis.sessionStorage),
  indexedDB: globalThis.indexedDB,
  caches: globalThis.caches,
});

/** Notes what a provider that starts now may leave behind. Of one that leaves nothing and can be stopped there is nothing to note. */
export const owePurge = (storage: Storage | null, prefix: string, {name, manifest}: AnalyticsProvider): void => {
  const {cookies, localStorage, sessionStorage, indexedDB, cacheStorage = [], unreachable = {}, canStop} = manifest;
  if (canStop && ![cookies, localStorage, sessionStorage, indexedDB, cacheStorage, Object.values(unreachable).flat()].flat().length) return;
  const declared: Declared = {name, cookies, localStorage, sessionStorage, indexedDB, cacheStorage, unreachable, canStop};
  const others = read(storage, prefix).filter(other => other.name !== name);
  writeItem(storage, owedKey(prefix), JSON.stringify([...others, declared]));
};

export interface PurgeOwedParts {
  readonly storage: Storage | null;
  readonly prefix: string;
  /** Resolves with the providers that failed to shut down. */
  readonly stopped?: Promise<readonly string[]> | undefined;
  /** Whether the visitor has agreed again. */
  readonly granted: () => boolean;
  /** Only these providers; all of them unless given. */
  readonly only?: readonly string[];
  readonly config?: Pick<AnalyticsConfig<unknown>, 'onWithdraw'> | undefined;
}

let running = false;

/**
 * Removes what we have stored ourselves and what has been noted, and tells what became of it, about 2 s later; what remains is tried again at the next visit. Undefined if the
 * visitor agreed again meanwhile, or a purge of all is under way.
 */
export const purgeOwed = async (parts: PurgeOwedParts): Promise<PurgeReport | undefined> => {
  const {stopped = Promise.resolve([]), only, config} = parts;
  if (!only && running) return undefined;
  if (!only && !parts.granted()) eraseTraces(parts.storage, parts.prefix, [`${parts.prefix}:consent`, owedKey(parts.prefix)]);
  running ||= !only;
  const report = await purge({...parts, stopped}).finally(() => (running &&= !!only));
  if (report?.notStopped.length && config?.onWithdraw === 'reload') location.reload();
  return report;
};

const purge = async ({storage, prefix, stopped, granted, only}: PurgeOwedParts & {stopped: Promise<readonly string[]>}) => {
  const owed = read(storage, prefix);
  const due = only ? owed.filter(({name}) => only.includes(name)) : owed;
  const kept = owed.filter(one => !due.includes(one));
  let unstopped: readonly string[] = [];
  void stopped.then(names => (unstopped = names));
  const report: PurgeReport | undefined = due.length
    ? // What another provider stores under the same name is its own.
      await createPurge(storedPlaces(pageOf()), systemClock)(
        due.map(one => withoutNamesOf(one, kept)),
        () => unstopped,
        granted,
      )
    : {removed: [], remaining: [], unreachable: {httpOnly: [], thirdParty: []}, notStopped: await stopped};
  if (report && !report.remaining.length) {
    if (kept.length) writeItem(storage, owedKey(prefix), JSON.stringify(kept));
    else removeItem(storage, owedKey(prefix));
  }
  return report;
};

const places = ['cookies', 'localStorage', 'sessionStorage', 'indexedDB', 'cacheStorage'] as const;

const withoutNamesOf = (one: Declared, others: readonly Declared[]): Declared => {
  const taken = (place: (typeof places)[number]) => new Set(others.flatMap(other => other[place] ?? []));
  return {
    ...one,
    ...Object.fromEntries(places.map(place => [place, (one[place] ?? []).filter(name => !taken(place).has(name))])),
  };
};
