import type {ConsentState} from '../src/types.js';

/** The categories that came after the visitor's last decision and are still open; undefined where there are none. */
export const newCategories = (state: ConsentState | undefined): readonly string[] | undefined => {
  const open = state?.timestamp ? Object.keys(state.decisions).filter(category => state.decisions[category] === 'unknown') : [];
  return open.length > 0 ? open : undefined;
};
