/**
 * Keeps a non-modal panel on good terms with the keyboard, without stealing the focus:
 * the page's first Tab leads to it, wherever its tag stands; and it moves to the other edge
 * (`data-away`) when it would cover what has the focus (WCAG 2.4.11), also when the window
 * shrinks under an on-screen keyboard. What is too tall to be cleared is no reason to move.
 * @returns The function that stops it.
 */
export const joinPageFocus = (panel: HTMLElement): (() => void) => {
  const page = panel.ownerDocument;
  const ending = new AbortController();
  const {signal} = ending;
  // After a Tab or a click the visitor is somewhere, and Tab goes on from there.
  let nowhere = true;
  const covers = (element: Element) => {
    const [a, b] = [element, panel].map(one => one.getBoundingClientRect()) as [DOMRect, DOMRect];
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  };
  const makeWay = () => {
    let focused = page.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    // The panel's own content may be slotted, so that it stands in the page.
    const {host} = panel.getRootNode() as ShadowRoot;
    if (!focused || focused === page.body || panel.contains(focused) || host.contains(focused)) return;
    for (let side = 0; side < 2 && covers(focused); side++) panel.toggleAttribute('data-away');
  };
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
  page.addEventListener('focusin', makeWay, {signal});
  page.defaultView?.addEventListener('resize', makeWay, {signal});
  makeWay();
  return () => ending.abort();
};
