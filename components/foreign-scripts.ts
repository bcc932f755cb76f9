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

const follow = (): void => {
  const {consent, purge} = pagePair();
  const {settled, timestamp} = consent.get();
  if (!settled || timestamp === null) return;
  const left = [...ran].filter(([category]) => !consent.hasConsent(category));
  left.forEach(([category]) => ran.delete(category));
  if (left.length) void purge(Promise.resolve(left.flatMap(([, names]) => [...names])));
};

let following = false;

/** A script of others cannot be stopped once it has run: when its category is withdrawn, it is named among what only a reload stops. */
export const noteScript = (script: HTMLScriptElement, category: Category): void => {
  ran.set(category, (ran.get(category) ?? new Set()).add(nameOf(script, category)));
  if (following) return;
  following = true;
  // A script that was let in once runs without a grant: what counts is the next change.
  let told = false;
  pagePair().consent.subscribe(() => {
    if (told) follow();
    told = true;
  });
};
