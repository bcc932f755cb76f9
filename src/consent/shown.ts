/** What was shown around the control that a visitor has used. */
export interface Shown {
  readonly layout: string;
  readonly locale: string;
  readonly texts: readonly string[];
}

/** What the page has put into a slot, also when the slot is out of the tree again. */
const slotted = (slot: HTMLSlotElement, host: Element): readonly Node[] =>
  [...host.childNodes].filter(
    node =>
      (node instanceof Element ? node.slot : '') === slot.name &&
      (node instanceof Element || (node.nodeType === Node.TEXT_NODE && !!node.textContent?.trim())),
  );

/** All texts in reading order, slots filled. */
const textsIn = (node: Node, host: Element): string[] => {
  if (node.nodeType === Node.TEXT_NODE) return [(node as Text).data.trim()].filter(Boolean);
  if (node instanceof HTMLElement && (node.hidden || /^(style|script|template)$/.test(node.localName))) return [];
  const given = node instanceof HTMLSlotElement ? slotted(node, host) : [];
  return (given.length ? given : [...node.childNodes]).flatMap(child => textsIn(child, host));
};

/**
 * What was shown around a control, by the path of the click on it; the panel may have been taken away since. Null without a path: nothing
 * was shown, as far as we know.
 */
export const shownOn = (path: readonly EventTarget[]): Shown | null => {
  const root = path.find(node => node instanceof ShadowRoot);
  const [control] = path;
  if (!(control instanceof Element)) return null;
  const inside = path.slice(0, root ? path.indexOf(root) : 1).filter(node => node instanceof Element);
  const host = root?.host ?? control;
  const panel = inside.find(node => node.getAttribute('part') === 'panel') ?? inside.at(-1)!;
  const marked = inside.find(node => node.hasAttribute('lang')) ?? host.closest('[lang]');
  return {
    layout: `${host.localName}${inside.some(node => node.localName === 'dialog') ? ' dialog' : ''}`,
    locale: marked?.getAttribute('lang') ?? '',
    texts: textsIn(panel, host),
  };
};
