/** Every element of the page with this tag, in open shadow trees too. */
export const everyElement = (root: Document | ShadowRoot, tag: string): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('*')].flatMap(element => [
    ...(element.localName === tag ? [element] : []),
    ...(element.shadowRoot ? everyElement(element.shadowRoot, tag) : []),
  ]);

/** The parts of that name in an element's own shadow tree. */
export const partsOf = (element: Element, name: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(`[part~="${name}"]`) ?? []),
];

/** The parent on the screen: through slots and out of shadow trees. */
export const parentOf = (element: Element): Element | null =>
  element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as Partial<ShadowRoot>).host ?? null;

/** What a reader reads in it, slots included. */
export const wordsOf = (node: Node): string => {
  if (node instanceof Text) return node.data;
  const inside = node instanceof HTMLSlotElement && node.assignedNodes().length > 0 ? node.assignedNodes() : [...node.childNodes];
  return inside.map(wordsOf).join(' ').trim();
};

/** How much of an element's paint reaches the screen: its own opacity and that of everything around it. */
const opacityOf = (element: Element | null): number =>
  element ? Number(getComputedStyle(element).opacity) * opacityOf(element.matches(':popover-open, :modal') ? null : parentOf(element)) : 1;

/** Why a sighted reader cannot see the element; undefined when they can. Content that can be scrolled to counts as seen. */
export const whyUnseen = (element: HTMLElement): string | undefined => {
  const {width, height, right, bottom} = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  if (!element.checkVisibility({checkVisibilityCSS: true} as CheckVisibilityOptions)) return 'it is not displayed';
  if (width < 2 || height < 2) return 'it has no size';
  if (right + scrollX <= 0 || bottom + scrollY <= 0) return 'it lies outside the page';
  if (opacityOf(element) < 0.5) return 'it is transparent';
  if (style.clipPath.startsWith('inset(50%') || style.clipPath === 'circle(0px)') return 'it is clipped away';
  return undefined;
};
