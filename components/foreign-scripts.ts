import {pagePair} from '../src/page-pair.js';
import type {Category} from '../src/types.js';

/** What gates have run, by category, as the visitor and the developer may be told of it. */
const ran = new Map<Category, Set<string>>();

/** Without its query, which may hold anything. */
const nameOf = ({src}: HTMLScriptElement, category: Category): string => {
  try {
    const {origin, pathname} = new URL(src);
    return origin + pathname;
  } catch {
    return `an inline script (${category})`;
  }
};

let following = false;

/** A script of others cannot be stopped once it has run: when its category is withdrawn, it is named among what only a reload stops. */
export const noteScript = (script: HTMLScriptElement, category: Category): void => {
  ran.set(category, (ran.get(category) ?? new Set()).add(nameOf(script, category)));
  if (following) return;
  following = true;
  const {consent, purge} = pagePair();
  // One that was let in once runs without a grant: what counts is the next change.
  let known = consent.get();
  consent.subscribe(state => {
    if (state === known || !state.settled) return;
    known = state;
    const left = [...ran].filter(([each]) => !consent.hasConsent(each) && ran.delete(each));
    if (left.length) void purge(Promise.resolve(left.flatMap(([, names]) => [...names])));
  });
};
