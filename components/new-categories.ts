import type {ConsentState} from '../src/types.js';

/** The categories that came after the visitor's last decision, or that a choice at a gate left out, and are still open. */
export const newCategories = ({timestamp, decisions}: ConsentState): readonly string[] =>
  timestamp ? Object.keys(decisions).filter(category => decisions[category] === 'unknown') : [];
