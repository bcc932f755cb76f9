import type {Category, CategoryDecision, ConsentSource, ConsentState} from '../types.js';
import type {ConsentRecord, ConsentRules} from './consent-record.js';
import {isExpired} from './consent-record.js';

/** Everything that a decision is read from. */
export interface Standing {
  /** Null while there is no decision. */
  readonly record: ConsentRecord | null;
  readonly rules: ConsentRules;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Whether a signal of the browser refuses the category on the visitor's behalf. */
  readonly refused: (category: Category) => boolean;
  /** Whether the journal has been heard: a stored grant counts only then. */
  readonly settled: boolean;
}

/** What holds for one category: the visitor's own word first, then the browser's signal. */
export const decisionOn = (category: Category, {record, rules, now, refused, settled}: Standing): CategoryDecision => {
  // Sleeping machines run their timers late, so the gate looks at the clock itself.
  const choice = record && !isExpired(record.time, rules, now) ? record.choices[category] : undefined;
  // Only `true` grants: a category may be named like something that every object has.
  if (choice !== undefined) return choice !== true ? 'denied' : settled ? 'granted' : 'unknown';
  return refused(category) ? 'denied' : 'unknown';
};

/** The snapshot for everyone. `source` is what made it; without one, a decision by signal alone is told as such. */
export const consentState = (standing: Standing, source: ConsentSource | null): ConsentState => {
  const {record, rules, settled} = standing;
  const decisions: Record<string, CategoryDecision> = {};
  const flags: Record<string, boolean> = {analytics: false, marketing: false};
  for (const category of rules.categories) {
    decisions[category] = decisionOn(category, standing);
    flags[category] = decisions[category] === 'granted';
  }
  const open = rules.categories.filter(category => decisions[category] === 'unknown');
  const decided = !open.length && !!(settled || record);
  return Object.freeze({
    ...(flags as {analytics: boolean; marketing: boolean}),
    essential: true as const,
    timestamp: record ? new Date(record.time).toISOString() : null,
    version: rules.policyVersion,
    settled,
    decided,
    fresh: settled && record ? open : [],
    decisions,
    source: source ?? (decided && !record ? 'gpc' : null),
  });
};

/** Whether nobody needs to be told of the difference: all but the source is the same. */
export const sameState = (a: ConsentState, b: ConsentState): boolean => contents(a) === contents(b);

const contents = (state: ConsentState): string => JSON.stringify({...state, source: null});
