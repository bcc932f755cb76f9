const page = globalThis as {__PosthogExtensions__?: Record<string, unknown> | undefined};

/** What of these names the code that has just been loaded has put into `__PosthogExtensions__`. */
export const globalsNamed = (...names: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(names.map(name => [name, page.__PosthogExtensions__?.[name]]));

/**
 * Puts the globals there by which the parts of posthog-js find each other; the function that it returns takes them away. A loader of scripts is
 * never among them.
 */
export const putGlobals = (globals: Readonly<Record<string, unknown>>): (() => void) => {
  const before = page.__PosthogExtensions__;
  const mine = (page.__PosthogExtensions__ = {...before, ...globals, loadExternalDependency: undefined});
  return () => {
    if (page.__PosthogExtensions__ === mine) page.__PosthogExtensions__ = before;
  };
};

/** Takes away what the code of posthog-js leaves there when it is loaded. Not for a page that has a posthog-js of its own. */
export const clearGlobals = (): void => void delete page.__PosthogExtensions__;
