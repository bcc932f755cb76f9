const overlap = (a: DOMRect, b: DOMRect): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Keeps a non-modal panel on good terms with the keyboard, without stealing the focus:
 * the page's first Tab leads to it, wherever its tag stands; and it moves to the other edge
 * (`data-away`) when it would cover what has the focus (WCAG 2.4.11).
 * @returns The function that stops it.
 */
export const joinPageFocus = (panel: HTMLElement): (() => void) => {
  const page = panel.ownerDocument;
  const ending = new AbortController();
  const {signal} = ending;
  // After a Tab or a click the visitor is somewhere, and Tab goes on from there.
  let nowhere = true;
  page.addEventListener('pointerdown', () => (nowhere = false), {signal});
  page.addEventListener(
    'keydown',
    event => {
      if (event.key !== 'Tab') return;
      if (nowhere && !event.shiftKey && page.activeElement === page.body) {
        event.preventDefault();
        panel.querySelector('button')?.focus();
      }
      nowhere = false;
    },
    {signal},
  );
  page.addEventListener(
    'focusin',
    event => {
      const path = event.composedPath();
      const [focused] = path;
      // By the path, as slotted links are in the panel too.
      if (!path.includes(panel) && focused instanceof Element && overlap(focused.getBoundingClientRect(), panel.getBoundingClientRect()))
        panel.toggleAttribute('data-away');
    },
    {signal},
  );
  return () => ending.abort();
};
