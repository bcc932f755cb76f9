/**
 * What a page loads only if it has one of these: gates, switches, triggers, scripts that wait for consent; and, further on, the inspector, and
 * what a root in debug mode has to tell its developer.
 */
import './consent-gate/define.js';
import './consent-toggle/define.js';
import './consent-trigger/define.js';
import {warn} from '../src/lib/problems.js';
import type {ConsentStore} from '../src/types.js';
import {googleConsentMode} from './google-consent-mode.js';
import {createScriptGate} from './gated-scripts.js';

let gate: ((script: HTMLScriptElement) => void) | undefined;

/** Takes what the page has been seen to contain. The elements need no more than to be defined. */
export const meet = (elements: readonly Element[], consent: ConsentStore): void => {
  for (const element of elements) {
    if (element instanceof HTMLScriptElement) (gate ??= createScriptGate(consent))(element);
    else if (element.localName === 'analytics-inspector')
      import('./analytics-inspector/define.js').catch(() => warn('not-loaded', '<analytics-inspector>'));
    else if (element.matches('analytics-root[debug]'))
      void import('./lint-in-debug.js').then(({lintInDebug}) => lintInDebug(element.ownerDocument));
  }
  void googleConsentMode();
  // Few pages have one of these.
  if (elements.some(element => element.matches('analytics-provider,feature-flag'))) import('./rare-elements.js').catch(() => {}); // asked for again with the next one
};
