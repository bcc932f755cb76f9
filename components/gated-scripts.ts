import {warn} from '../src/lib/problems.js';
import type {ConsentStore} from '../src/types.js';
import {runScripts} from './run-scripts.js';

/**
 * Runs `<script type="text/plain" data-consent="marketing">` when its category is granted, once, in the order in which a browser would
 * have run them. `data-type="module"` makes it a module.
 * @returns Takes each such script of the page, as often as it comes into the page.
 */
export const createScriptGate = (consent: ConsentStore): ((script: HTMLScriptElement) => void) => {
  const started = new WeakSet<HTMLScriptElement>();
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
    const scripts = ready.map(script => ({script, type: script.dataset['type'] ?? ''}));
    ready.forEach(script => waiting.delete(script));
    void runScripts(scripts, script => {
      if (started.has(script)) return false;
      if (!allowed(script)) {
        waiting.add(script);
        return false;
      }
      started.add(script);
      return true;
    });
  };

  /** Together, what comes together: the order among scripts is theirs, not that of the news of them. */
  const plan = () => {
    if (planned) return;
    planned = true;
    queueMicrotask(run);
  };

  consent.subscribe(plan);
  return script => {
    if (started.has(script)) return;
    if (script.type !== 'text/plain')
      return warn('script-not-gated', 'a <script data-consent> needs type="text/plain": without it the browser runs it before consent');
    waiting.add(script);
    plan();
  };
};
