import type {Category, ConsentSource, ConsentState} from '../../src/types.js';
import {css} from '../css.js';
import {h} from '../dom.js';
import {categoryName, type Texts} from '../texts.js';
import switchStyles from '../switch.styles.js';

/** The visible half of `<consent-toggle>`. */
export interface ToggleView {
  show(category: Category, state: ConsentState | undefined, texts: Texts | undefined): void;
}

const styles = css`
  label {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: fit-content;
    min-block-size: 32px;
    cursor: pointer;
  }
`;

/** Puts a labelled switch into the shadow tree. */
export const createToggleView = (
  root: ShadowRoot,
  choose: (choice: Readonly<Record<string, boolean>>, source: ConsentSource) => void,
): ToggleView => {
  root.adoptedStyleSheets.push(switchStyles, styles);
  let shown: Category = '';
  // Not at its change event, which comes when the click is over: the receipt tells what the click was made on.
  const click = ({isTrusted}: Event) => choose({[shown]: control.checked}, isTrusted ? 'settings' : 'api');
  const control = h('input', {type: 'checkbox', role: 'switch', part: 'switch', click}) as HTMLInputElement;
  const name = h('slot', {});
  root.append(h('label', {part: 'label', class: 'face'}, control, name));
  return {
    show(category, state, texts) {
      shown = category;
      const known = !!state && Object.hasOwn(state.decisions, category);
      control.disabled = !known;
      control.checked = category === 'essential' || (known && state.decisions[category] === 'granted');
      if (texts) name.textContent = categoryName(texts, category);
    },
  };
};
