import type {ConsentStoreControl} from './consent/consent-parts.js';
import type {ConsentSource} from './types.js';

/**
 * Tells whenever the grant of a category has begun, ended, or ended and begun again; `ended` says whether one of them has ended.
 * @returns The function that stops it.
 */
export const followGrants = (
  {get, epoch, subscribe}: Pick<ConsentStoreControl, 'get' | 'epoch' | 'subscribe'>,
  onChange: (ended: boolean, source: ConsentSource | null) => void,
): (() => void) => {
  const grants = () => new Map(Object.keys(get().decisions).map(category => [category, epoch(category)] as const));
  let known = grants();
  return subscribe(({source}) => {
    const before = known;
    known = grants();
    const changed = [...before].filter(([category, mark]) => mark !== known.get(category));
    if (changed.length)
      onChange(
        changed.some(([, mark]) => mark > 0),
        source,
      );
  });
};
