import {keysUnder} from '../lib/storage.js';

/** The names of the lanes that have something on the disk. */
export const waitingLanes = (storage: Storage | null, prefix: string): ReadonlySet<string> => {
  const begin = `${prefix}:q:`;
  return new Set(keysUnder(storage, begin).map(key => key.slice(begin.length).split(':')[0]!));
};
