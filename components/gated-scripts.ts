import {warn} from '../src/lib/problems.js';
import type {ConsentStore} from '../src/types.js';
import {hasRun, runScripts} from './run-scripts.js';

/**
 * Runs `<script type="text/plain" data-consent="marketing">` when its category is granted, once, in the order in which a browser would
 * have run them. `data-type="module"` makes it a module.
 * @returns Takes each such script of the page, as often as it comes into the page.
 */
export const createScriptGate = (consent: ConsentStore): ((script: HTMLScriptElement) => void) => {
  const waiting = new Set<HTMLScriptElement>();
  let planned = false;

  const allowed = (script: HTMLScriptElement) => consent.hasConsent(script.dataset['consent']!);

  const run = () => {
    planned = false;
    // A script whose end has not arrived yet is not whole.
    if (document.readyState === 'loading') return document.addEventListener('DOMContentLoaded', plan, {once: true});
    // One that has left the page comes here again when it is back.
    for (const script of waiting) if (!script.isConnected) waiting.delete(script);
    const ready = [...waiting].filter(allowed);
    const scripts = ready.map(script => ({script, type: script.dataset['type'] ?? '', category: script.dataset['consent']!}));
    ready.forEach(script => waiting.delete(script));
    void runScripts(scripts, script => {
      const still = allowed(script);
      if (!still) waiting.add(script);
      return still;
    });
  };

  /** In a task of its own, so that what comes together is run together: the news of each script comes by itself. */
  const plan = () => {
    if (planned) return;
    planned = true;
    setTimeout(run);
  };

  consent.subscribe(plan);
  return script => {
    if (hasRun(script)) return;
    if (script.type !== 'text/plain')
      return warn('script-not-gated', 'a <script data-consent> needs type="text/plain": without it the browser runs it before consent');
    waiting.add(script);
    plan();
  };
};
