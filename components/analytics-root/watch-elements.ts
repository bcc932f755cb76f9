import {warn} from '../../src/lib/problems.js';
import type {ConsentStore} from '../../src/types.js';

const wanted = 'consent-gate,consent-toggle,consent-trigger,[data-consent]';

/** `NodeFilter.SHOW_ELEMENT`. */
const elements = 1;

/**
 * Loads what the page needs beyond the banner and the settings, with the first element that asks for it, and hands over every such element:
 * now, and whenever one is added. It looks into the open shadow trees that it meets, too.
 * @returns The function that stops it.
 */
export const watchElements = (page: Document, consent: ConsentStore): (() => void) => {
  const found = (element: Element): void => {
    import('../on-demand.js').then(
      ({meet}) => meet(element, consent),
      () => warn('not-loaded', `<${element.localName}> could not be loaded`),
    );
  };
  const look = (node: Node): void => {
    const walker = page.createTreeWalker(node, elements);
    for (let element = node as Element | null; element; element = walker.nextNode() as Element | null) {
      if (element.matches?.(wanted)) found(element);
      if (element.shadowRoot) watch(element.shadowRoot);
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
