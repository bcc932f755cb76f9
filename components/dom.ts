type Attribute = string | boolean | null | undefined | ((event: never) => void);

/**
 * Makes one element. Attributes that are false or missing are left out, true ones are empty, functions listen to the event of that
 * name. Children and values become text nodes and attributes, never markup: nothing from outside is parsed, so the page needs no
 * Trusted Types policy. (It stands in for lit-html, which would be a third of all that a page loads before consent.)
 */
export const h = (
  tag: string,
  attributes: Readonly<Record<string, Attribute>>,
  ...children: readonly (Node | string | undefined)[]
): HTMLElement => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value as EventListener);
    else if (value) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(child => child !== undefined));
  return element;
};

/** A button that submits no form, wherever it stands. */
export const button = (part: string, look: string, words: string, click: (event: Event) => void): HTMLElement =>
  h('button', {type: 'button', part, class: look, click}, words);
