import {h} from '../dom.js';

/** Asks for the read token of the collector. */
export const lockForm = (
  unlock: (token: string) => void,
): {readonly element: HTMLElement; show(visible: boolean, wrong: boolean): void} => {
  const input = h('input', {id: 'token', type: 'password', autocomplete: 'off', required: true}) as HTMLInputElement;
  const wrong = h('p', {class: 'wrong', role: 'alert', hidden: true}, 'That is not the read token.');
  const submit = (event: Event) => {
    event.preventDefault();
    unlock(input.value.trim());
  };
  const element = h(
    'section',
    {class: 'lock', hidden: true},
    h('h2', {}, 'This collector is locked'),
    h(
      'p',
      {class: 'quiet'},
      h('label', {for: 'token'}, 'Its read token is what ASKFIRST_READ_TOKEN held when it started. It is kept in this tab only.'),
    ),
    h('form', {submit}, input, h('button', {type: 'submit', class: 'main'}, 'Unlock')),
    wrong,
  );
  return {
    element,
    show(visible, isWrong) {
      const opening = element.hidden && visible;
      element.hidden = !visible;
      wrong.hidden = !isWrong;
      if (opening) input.focus();
    },
  };
};
