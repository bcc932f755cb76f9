import {warn} from '../../src/lib/problems.js';
import type {ConsentStore} from '../../src/types.js';
import {settingsTag, loadSettings} from '../settings-on-demand.js';

const wanted =
  'analytics-inspector,consent-gate,consent-toggle,consent-trigger,[data-consent],analytics-provider,feature-flag,[google-consent-mode],analytics-root[debug]';

/**
 * Loads what the page needs beyond the banner, with the first element that asks for it, and hands over every such element: now, and whenever
 * one is added. It looks into the open shadow trees that it meets, too. Settings are needed only once there is a decision to be shown, or in a
 * page without a banner; until then they are loaded when they are opened.
 * @returns The function that stops it.
 */
export const watchElements = (page: Document, consent: ConsentStore): (() => void) => {
  let loading: Promise<void> | undefined;
  let found: Element[] = [];
  let settings = false;
  const show = () => {
    const {decided, timestamp} = consent.get();
    if (settings && (decided || timestamp || !page.querySelector('consent-banner'))) void loadSettings();
  };
  const look = (node: Node): void => {
    // A document or a shadow tree has no tag of its own; a text has nothing in it.
    for (const element of [node as Element, ...((node as Element).querySelectorAll?.('*') ?? [])]) {
      if (element.shadowRoot) watch(element.shadowRoot);
      if (element.localName === settingsTag) {
        settings = true;
        show();
      }
      if (!element.matches?.(wanted)) continue;
      found.push(element);
      // All that is there by then arrives together and in its order.
      loading ??= import('../on-demand.js').then(
        ({meet}) => {
          meet(found, consent);
          found = [];
          loading = undefined;
        },
        () => warn('not-loaded', 'gates'),
      );
    }
  };
  const watch = (root: Node): void => {
    observer.observe(root, {childList: true, subtree: true});
    look(root);
  };
  const observer = new MutationObserver(records => records.forEach(({addedNodes}) => addedNodes.forEach(look)));
  watch(page);
  const unfollow = consent.subscribe(show);
  return () => {
    unfollow();
    observer.disconnect();
  };
};
