import type {ProviderManifest} from '../provider-types.js';

/** The part of a manifest that says: nothing is stored in the browser. */
export const storesNothing = {
  cookies: [],
  localStorage: [],
  sessionStorage: [],
  indexedDB: [],
} as const satisfies Partial<ProviderManifest>;
