import {warn} from '../../src/lib/problems.js';
import type {ConsentStore} from '../../src/types.js';

const wanted = 'consent-gate,consent-toggle,consent-trigger,[data-consent],analytics-provider,feature-flag,[google-consent-mode]';

/** `NodeFilter.SHOW_ELEMENT`. */
const elements = 1;

/**
 * Loads what the page needs beyond the banner and the settings, with the first element that asks for it, and hands over every such element:
 * now, and whenever one is added. It looks into the open shadow trees that it meets, too.
 * @returns The function that stops it.
 */
export const watchElements = (page: Document, consent: ConsentStore): (() => void) => {
  let loading: Promise<void> | undefined;
  let found: Element[] = [];
  const look = (node: Node): void => {
    const walker = page.createTreeWalker(node, elements);
    for (let element = node as Element | null; element; element = walker.nextNode() as Element | null) {
      if (element.shadowRoot) watch(element.shadowRoot);
      if (!element.matches?.(wanted)) continue;
      found.push(element);
      // All that is there by then arrives together and in its order.
      loading ??= import('../on-demand.js').then(
        ({meet}) => {
          meet(found, consent);
          found = [];
          loading = undefined;
        },
        () => warn('not-loaded', 'what a gate asks for could not be loaded'),
      );
    }
  };
  const watch = (root: Node): void => {
    observer.observe(root, {childList: true, subtree: true});
    look(root);
  };
  const observer = new MutationObserver(records => records.forEach(({addedNodes}) => addedNodes.forEach(look)));
  watch(page);
  return () => observer.disconnect();
};
