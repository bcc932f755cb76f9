import type {ContextCallback} from '@lit/context';
import type {AnalyticsPair} from '../src/create-analytics.js';
import {analyticsContext} from './analytics-context.js';

type Callback = ContextCallback<AnalyticsPair | undefined>;

/** What stands in for `<analytics-root>` at the top of a page. */
interface LateRoot {
  /** Hands the pair to everyone who has asked or will ask; undefined takes it back. */
  give(pair: AnalyticsPair | undefined): void;
}

// On the document and not in this module, so that two copies of the package on one page share it.
const key = Symbol.for('askfirst.late-root');

const createLateRoot = (page: Document): LateRoot => {
  let given: AnalyticsPair | undefined;
  const asking = new Map<Callback, () => void>();
  page.documentElement.addEventListener('context-request', event => {
    if (event.context !== analyticsContext) return;
    event.stopPropagation();
    const callback = event.callback as Callback;
    // The same function for the same callback: by it a consumer knows that its provider is still the same.
    const stop = asking.get(callback) ?? (() => asking.delete(callback));
    if (event.subscribe) asking.set(callback, stop);
    if (given) callback(given, stop);
  });
  return {
    give(pair) {
      if (pair === given) return;
      given = pair;
      for (const [callback, stop] of [...asking]) callback(pair, stop);
    },
  };
};

/**
 * Answers the context requests of a whole page from `<html>`, where every request bubbles to, also out of shadow trees.
 * It stands there before any root does, so neither the place of the root nor the order of upgrade matters: the root only fills it.
 */
export const lateRoot = (page: Document): LateRoot => ((page as Document & {[key]?: LateRoot})[key] ??= createLateRoot(page));
