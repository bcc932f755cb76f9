import {keysUnder, removeItem} from '../lib/storage.js';
import type {StoredTrace} from '../purge-types.js';

/** Where a provider may store something in this browser. */
export type Place = StoredTrace['place'];

/** One such place: what stands in it by name, and a way to take it away. Neither throws nor rejects. */
export interface StoredPlace {
  readonly place: Place;
  /** Undefined where this browser does not tell. */
  names(): string[] | Promise<string[] | undefined>;
  /** Resolves when it is gone, or cannot go now. */
  remove(name: string): void | Promise<void>;
}

/** What the places are read from; a test hands in its own. */
export interface PlaceParts {
  readonly document: Pick<Document, 'cookie'>;
  readonly location: Pick<Location, 'hostname' | 'pathname'>;
  readonly localStorage: Storage | null;
  readonly sessionStorage: Storage | null;
  readonly indexedDB: IDBFactory | null;
  readonly caches: CacheStorage | null;
}

/** The host as it is, and every domain above it that the browser may let us set: it refuses public suffixes by itself. */
const domainsAbove = (hostname: string): string[] => {
  const labels = hostname.split('.');
  return ['', ...labels.map((_, index) => `; Domain=${labels.slice(index).join('.')}`)];
};

/** `/a/b` → `/`, `/a`, `/a/`, `/a/b`, `/a/b/`: a cookie's path may end either way. */
const pathsAbove = (pathname: string): string[] => {
  const steps = pathname.split('/').filter(Boolean);
  const paths = steps.map((_, index) => `/${steps.slice(0, index + 1).join('/')}`);
  return ['/', ...paths.flatMap(path => [path, `${path}/`])];
};

/** A cookie is known by name, domain and path; nobody tells a page the latter two, so every pair that can be reached is tried. */
const cookies = ({document, location}: PlaceParts): StoredPlace => ({
  place: 'cookies',
  names() {
    try {
      return document.cookie.split('; ').flatMap(cookie => cookie.split('=')[0] || []);
    } catch {
      return []; // a sandboxed document has none
    }
  },
  remove(name) {
    for (const domain of domainsAbove(location.hostname))
      for (const path of pathsAbove(location.pathname))
        for (const kind of ['', '; Secure', '; Secure; SameSite=None; Partitioned'])
          document.cookie = `${name}=; Max-Age=0; Path=${path}${domain}${kind}`;
  },
});

const area = (place: Place, storage: Storage | null): StoredPlace => ({
  place,
  names: () => keysUnder(storage, ''),
  remove: name => removeItem(storage, name),
});

const databases = (indexedDB: IDBFactory | null): StoredPlace => ({
  place: 'indexedDB',
  async names() {
    if (!indexedDB) return [];
    return (await indexedDB.databases?.().catch(() => []))?.flatMap(({name}) => name ?? []);
  },
  remove: name =>
    new Promise(resolve => {
      const request = indexedDB!.deleteDatabase(name);
      // One that a running vendor holds open goes when it lets go; until then it counts as remaining.
      request.onblocked = request.onsuccess = request.onerror = () => resolve();
    }),
});

const cacheStorage = (caches: CacheStorage | null): StoredPlace => ({
  place: 'cacheStorage',
  names: async () => (await caches?.keys().catch(() => [])) ?? [],
  remove: async name => void (await caches!.delete(name).catch(() => false)),
});

/** Every place of this page that script can reach. */
export const storedPlaces = (parts: PlaceParts): readonly StoredPlace[] => [
  cookies(parts),
  area('localStorage', parts.localStorage),
  area('sessionStorage', parts.sessionStorage),
  databases(parts.indexedDB),
  cacheStorage(parts.caches),
];
