import type {Category} from '../types.js';

/** What Global Privacy Control means while there is no decision: refuse everything, refuse marketing, or nothing. */
export type GpcPolicy = 'refuse' | 'marketing' | 'ignore';

/** Whether the browser says "do not sell or share" (https://www.w3.org/TR/gpc/). Only the boolean `true` counts. */
export const gpcSignal = (): boolean =>
  typeof navigator !== 'undefined' && (navigator as {globalPrivacyControl?: unknown}).globalPrivacyControl === true;

/** Whether the signal refuses this category on the visitor's behalf. An explicit choice always comes before it. */
export const refusedBySignal = (category: Category, policy: GpcPolicy, signal: boolean): boolean =>
  signal && (policy === 'refuse' || (policy === 'marketing' && category === 'marketing'));
