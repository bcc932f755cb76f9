import {lint} from '../src/lib/lint/lint.js';
import {warn} from '../src/lib/problems.js';

/** How long (ms) after a change the page is looked at: when panels have come and animations are over. */
const settled = 1000;

const trace = Symbol.for('askfirst.trace');

/** Tells the developer what `lint` finds, each finding once: now, and whenever something is pressed or decided. */
export const lintInDebug = (page: Document): void => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const {code, basis, message, element} of lint(page)) {
        const {host} = element.getRootNode() as Partial<ShadowRoot>;
        warn(code, `<${(host ?? element).localName}> ${message} (${basis})`);
      }
    }, settled);
  };
  page.addEventListener('consent-change', ({consent}) => console.info('askfirst:', consent));
  // Every step of every event, unless a tool of the developer's listens already.
  (globalThis as {[trace]?: unknown})[trace] ??= (...told: unknown[]) => console.info('askfirst:', ...told);
  for (const type of ['consent-change', 'click']) page.addEventListener(type, look);
  look();
};
