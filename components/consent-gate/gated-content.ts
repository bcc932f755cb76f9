import type {Category} from '../../src/types.js';
import {freshScript} from '../fresh-script.js';
import {runScripts, type WaitingScript} from '../run-scripts.js';

/** What a browser runs: everything else in a `<script>` is data. */
const runs = /^$|^module$|^(?:text|application)\/(?:x-)?(?:java|ecma)script$/i;

/** The content of a gate while it is in the page. */
export interface GatedContent {
  /** Puts it into the gate, at first or again; its scripts run the first time only. */
  enter(gate: Element): void;
  /** Takes it away, with all that its scripts have put beside it. */
  leave(): void;
}

/**
 * Makes the content of a template, in a holder of its own that takes part in no layout. Nothing of it loads before it enters.
 * @param allowed Asked before each of its scripts.
 */
export const createGatedContent = (template: HTMLTemplateElement, category: Category, allowed: () => boolean): GatedContent => {
  const page = template.ownerDocument;
  const holder = page.createElement('div');
  holder.style.display = 'contents';
  holder.append(page.importNode(template.content, true));
  // They wait for each other, as in a page that is parsed: what follows a vendor's script may use it.
  let scripts: WaitingScript[] | undefined = [...holder.querySelectorAll('script')].flatMap(script => {
    const {type} = script;
    if (!runs.test(type)) return [];
    // A copy's text is not trusted any more, and Trusted Types look at it even when it is not to be run yet.
    const waiting = freshScript(script);
    waiting.type = 'text/plain';
    script.replaceWith(waiting);
    return {script: waiting, type, category};
  });
  return {
    enter(gate) {
      if (holder.parentNode !== gate) gate.append(holder);
      if (scripts) void runScripts(scripts, allowed);
      scripts = undefined;
    },
    leave: () => holder.remove(),
  };
};

/** Where the content of a template comes from: the host of its first address, or the page's own. */
export const hostOf = ({content, baseURI}: HTMLTemplateElement): string => {
  const source = content.querySelector('iframe[src],script[src]') ?? content.querySelector('[src]');
  try {
    return new URL(source?.getAttribute('src') ?? '', baseURI).host || location.host;
  } catch {
    // An address that no browser can follow: nothing will come from elsewhere.
    return location.host;
  }
};

/** The size that the content will have, in CSS pixels, where its first element says so: the placeholder keeps its place. */
export const sizeOf = ({content}: HTMLTemplateElement): {readonly width?: string; readonly height?: string} => {
  const pixels = (name: string) => {
    const value = content.firstElementChild?.getAttribute(name);
    return value && /^\d{1,4}$/.test(value) ? {[name]: value} : {};
  };
  return {...pixels('width'), ...pixels('height')};
};
