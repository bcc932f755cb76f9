import type {ConsentState} from '../src/types.js';

/** The categories that came after the visitor's last decision and are still open. */
export const newCategories = ({timestamp, decisions}: ConsentState): readonly string[] =>
  timestamp ? Object.keys(decisions).filter(category => decisions[category] === 'unknown') : [];
