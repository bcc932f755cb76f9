import type {ChatRoom} from './chat.js';
import {byId, h} from './dom.js';
import {text} from './texts.js';

/** The form under the messages: Enter sends, Shift+Enter breaks the line. A file is named, never read. */
export const startComposer = (chat: ChatRoom): void => {
  const form = byId<HTMLFormElement>('composer');
  const field = byId<HTMLTextAreaElement>('text');
  const file = byId<HTMLInputElement>('file');
  const attached = byId('attached');

  const showFile = () => {
    const name = file.files?.[0]?.name;
    attached.hidden = !name;
    const remove = () => {
      file.value = '';
      showFile();
      field.focus();
    };
    attached.replaceChildren(
      ...(name
        ? [h('span', {dir: 'auto'}, name), h('button', {type: 'button', class: 'thumb', 'aria-label': text('remove'), click: remove}, '×')]
        : []),
    );
  };

  field.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  file.addEventListener('change', showFile);
  form.addEventListener('submit', event => {
    event.preventDefault();
    const message = field.value.trim();
    if (!message) return field.focus();
    chat.send(message, file.files?.[0]?.name);
    form.reset();
    showFile();
  });
};
