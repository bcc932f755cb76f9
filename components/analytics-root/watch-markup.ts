import type {AnalyticsPair} from '../../src/create-analytics.js';

/**
 * Watches the page for clicks and submits on `data-track` elements and for `analytics-track` events.
 * The nearest `data-track` counts, once per event; one on a form counts its submits, not the clicks in it.
 * (`submit` does not leave shadow trees: a form in one dispatches `analytics-track` itself.)
 * @param wanted Whether anything may be tracked now; what tracks is loaded only then.
 * @returns The function that stops it.
 */
export const watchMarkup = (page: Document, {analytics}: AnalyticsPair, wanted: () => boolean): (() => void) => {
  const ending = new AbortController();
  const watch = (event: Event): void => {
    const {type} = event;
    const marked = event.composedPath().find((node): node is HTMLElement => node instanceof HTMLElement && !!node.dataset['track']);
    const asks = type === 'analytics-track' || (marked && (type === 'submit') === marked instanceof HTMLFormElement);
    if (asks && wanted()) {
      void import('./track-markup.js').then(({trackMarkup}) =>
        trackMarkup(analytics, event, type === 'analytics-track' ? undefined : marked),
      );
    }
  };
  for (const type of ['click', 'submit', 'analytics-track']) {
    // In the capture phase, so that a page which stops its clicks is still counted.
    page.addEventListener(type, watch, {capture: true, signal: ending.signal});
  }
  return () => ending.abort();
};
