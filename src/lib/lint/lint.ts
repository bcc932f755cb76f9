import type {Finding} from './finding.js';
import {enoughContrast, equalChoice, largeTargets, nothingHidden, nothingTicked, wayBack} from './rules.js';

/**
 * Looks at a page as it is rendered now, and tells what about its consent elements would make the choice unequal, hard to read or hard
 * to take back: after the owner's themes, parts, slots and style sheets. It sees what is shown, so show the banner, or open the
 * settings, before you call it. An empty list is no legal advice.
 */
export const lint = (page: Document): readonly Finding[] =>
  [equalChoice, nothingTicked, nothingHidden, enoughContrast, largeTargets, wayBack].flatMap(rule => rule(page));
