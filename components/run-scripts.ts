import type {Category} from '../src/types.js';
import {googleConsentMode} from './google-consent-mode.js';
import {noteScript} from './foreign-scripts.js';
import {freshScript} from './fresh-script.js';

/** A script that a browser has not run, as its type was none that it runs. */
export interface WaitingScript {
  readonly script: HTMLScriptElement;
  /** The type that it runs with: '' for a classic script, `module` for a module. */
  readonly type: string;
  /** What it has waited for. */
  readonly category: Category;
}

const unordered = ({script}: WaitingScript) => script.hasAttribute('async');
const deferred = ({script, type}: WaitingScript) => type === 'module' || (script.defer && script.hasAttribute('src'));

const ran = new WeakSet<HTMLScriptElement>();

/** Whether it has been run by `runScripts`, or stands in the place of one that has. */
export const hasRun = (script: HTMLScriptElement): boolean => ran.has(script);

/** A browser runs a script when it comes into the page with a type that it runs. */
const start = ({script, type, category}: WaitingScript): Promise<unknown> | undefined => {
  const {parentNode, nextSibling} = script;
  const fresh = freshScript(script);
  ran.add(script).add(fresh);
  if (type) fresh.type = type;
  else fresh.removeAttribute('type');
  // Without this, a browser runs what it does not parse just now as if it were async.
  fresh.async = script.hasAttribute('async');
  const done = fresh.hasAttribute('src')
    ? new Promise(resolve => ['load', 'error'].forEach(event => fresh.addEventListener(event, resolve, {once: true})))
    : undefined;
  noteScript(script, category);
  script.remove();
  parentNode!.insertBefore(fresh, nextSibling);
  return done;
};

/**
 * Runs scripts in the order in which a parser would: async ones as they come, then classic ones, each after those before it, then deferred
 * ones and modules. One that fails does not stop the next.
 * @param allowed Asked right before each: the visitor may change their mind while an earlier one loads.
 */
export const runScripts = async (scripts: readonly WaitingScript[], allowed: (script: HTMLScriptElement) => boolean): Promise<void> => {
  if (!(await googleConsentMode())) return;
  const ordered = scripts.filter(one => !unordered(one));
  const run = (one: WaitingScript) => (!ran.has(one.script) && one.script.isConnected && allowed(one.script) ? start(one) : undefined);
  scripts.filter(unordered).forEach(run);
  const before: (Promise<unknown> | undefined)[] = [];
  for (const one of [...ordered.filter(each => !deferred(each)), ...ordered.filter(deferred)]) {
    // Scripts with an address are kept in order by the browser, and load side by side; an inline one would overtake them.
    if (!one.script.hasAttribute('src')) await Promise.all(before);
    before.push(run(one));
  }
};
