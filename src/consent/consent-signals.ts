import type {Category} from '../types.js';

/** What a signal of the browser means while there is no decision: refuse everything, refuse marketing, or nothing. */
export type SignalPolicy = 'refuse' | 'marketing' | 'ignore';

/** What the browser can say on the visitor's behalf; part of `navigator`. */
export interface Signals {
  /** "Do not sell or share" (https://www.w3.org/TR/gpc/). Only the boolean `true` counts. */
  readonly globalPrivacyControl?: unknown;
  /** "Do not track" (https://www.w3.org/TR/tracking-dnt/): older, and gone from most browsers. */
  readonly doNotTrack?: unknown;
}

/** Whether a signal refuses this category on the visitor's behalf. An explicit choice always comes before it. */
export const refusedBySignal = (
  category: Category,
  {gpc, dnt}: {readonly gpc: SignalPolicy; readonly dnt: SignalPolicy},
  {globalPrivacyControl, doNotTrack}: Signals = {},
): boolean => {
  // No category has the name of another policy.
  const refuses = (policy: string) => policy === 'refuse' || policy === category;
  return (globalPrivacyControl === true && refuses(gpc)) || (doNotTrack === '1' && refuses(dnt));
};
