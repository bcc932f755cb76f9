/** One child to be. */
export interface Item {
  /** Everything that the item shows: while it stays the same, so does the element. */
  readonly shows: unknown;
  make(): HTMLElement;
}

const shown = new WeakMap<Element, string>();

/**
 * Brings the children up to date and leaves alone those that show the same as before, so that a screen reader hears only what is new.
 * The keyboard keeps the control that it was on.
 */
export const updateChildren = (parent: HTMLElement, items: readonly Item[]) => {
  const focused = parent.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['focus'] : undefined;
  items.forEach(({shows, make}, index) => {
    const key = JSON.stringify([document.documentElement.lang, shows]);
    const old = parent.children[index];
    if (old && shown.get(old) === key) return;
    const element = make();
    shown.set(element, key);
    if (old) old.replaceWith(element);
    else parent.append(element);
  });
  while (parent.childElementCount > items.length) parent.lastElementChild?.remove();
  if (focused && !parent.contains(document.activeElement)) parent.querySelector<HTMLElement>(`[data-focus="${focused}"]`)?.focus();
};
