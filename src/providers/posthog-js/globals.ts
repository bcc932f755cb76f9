type Globals = Readonly<Record<string, unknown>>;
const page = globalThis as {__PosthogExtensions__?: Globals | undefined};

/** Of the instances that run: for a moment there are two, as the next one begins before the one that it replaces ends. */
const inUse = new Set<Globals>();
let theirs: Globals | undefined;

/** What of these names the code that has just been loaded has put into `__PosthogExtensions__`. */
export const globalsNamed = (...names: readonly string[]): Globals =>
  Object.fromEntries(names.map(name => [name, page.__PosthogExtensions__?.[name]]));

const settle = () => {
  page.__PosthogExtensions__ = inUse.size ? Object.assign({}, theirs, ...inUse, {loadExternalDependency: undefined}) : theirs;
  if (!page.__PosthogExtensions__) delete page.__PosthogExtensions__;
};

/** Takes away what the code of posthog-js leaves there when it is loaded. `foreign`: the page has a posthog-js of its own, whose stays. */
export const clearGlobals = (foreign: boolean): void => {
  if (!inUse.size && !foreign) delete page.__PosthogExtensions__;
};

/**
 * Puts the globals there by which the parts of posthog-js find each other; a loader of scripts is never among them. The function that it returns
 * takes them away, and says whether they were the last.
 */
export const putGlobals = (globals: Globals, foreign: boolean): (() => boolean) => {
  if (!inUse.size) theirs = foreign ? page.__PosthogExtensions__ : undefined;
  const mine = {...globals};
  inUse.add(mine);
  settle();
  return () => {
    inUse.delete(mine);
    settle();
    return inUse.size === 0;
  };
};
