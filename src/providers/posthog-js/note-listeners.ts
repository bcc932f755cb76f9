/**
 * posthog-js leaves listeners behind that nobody can take away (`pagehide`, `pageshow`): those that are added to the targets while `begin` runs
 * are noted. Returns the function that takes them all away.
 */
export const noteListeners = (targets: readonly EventTarget[], begin: () => void): (() => void) => {
  const added: (() => void)[] = [];
  const restores = targets.map(target => {
    const own = Object.getOwnPropertyDescriptor(target, 'addEventListener');
    const original = target.addEventListener;
    target.addEventListener = (...args: Parameters<EventTarget['addEventListener']>) => {
      const [type, listener, options] = args;
      added.push(() => target.removeEventListener(type, listener, options));
      original.apply(target, args);
    };
    return () => {
      delete (target as Partial<EventTarget>).addEventListener;
      if (own) Object.defineProperty(target, 'addEventListener', own);
    };
  });
  try {
    begin();
  } finally {
    restores.forEach(restore => restore());
  }
  return () => added.splice(0).forEach(remove => remove());
};
