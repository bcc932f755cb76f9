import {warn} from '../../src/lib/problems.js';
import type {AnalyticsPair} from '../../src/create-analytics.js';

/**
 * Watches the page for clicks and submits on `data-track` elements and for `analytics-track` events. What reads and tracks them is a
 * part of its own, loaded with the first one that counts.
 * @returns The function that stops it.
 */
export const watchMarkup = (page: Document, {analytics, takes}: AnalyticsPair): (() => void) => {
  const ending = new AbortController();
  const watch = (event: Event): void => {
    // Read now: an event has no path any more once it has been dispatched.
    const marked = event.composedPath().find(node => (node as HTMLElement).dataset?.['track']);
    if (!takes() || !(marked ?? event.type === 'analytics-track')) return;
    import('./track-markup.js').then(
      ({trackMarkup}) => trackMarkup(analytics, event, marked as HTMLElement),
      () => warn('not-loaded', 'data-track'),
    );
  };
  for (const type of ['click', 'submit', 'analytics-track']) {
    // In the capture phase, so that a page which stops its clicks is still counted.
    page.addEventListener(type, watch, {capture: true, signal: ending.signal});
  }
  return () => ending.abort();
};
