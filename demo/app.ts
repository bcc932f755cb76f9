import {analytics} from 'askfirst';
import {startAccount} from './account.js';
import {startBackstage} from './backstage.js';
import {createChat} from './chat.js';
import {startComposer} from './composer.js';
import {byId} from './dom.js';
import {applyPreferences, cleanPreferences, readPreferences, writePreferences, type Preferences} from './preferences.js';

let preferences = readPreferences();
applyPreferences(preferences);

addEventListener('error', ({error}: ErrorEvent) =>
  analytics.track('error_occurred', {source: 'page', error_type: error instanceof Error ? error.name : 'unknown'}),
);

const chat = createChat();
const renderAccount = startAccount();
const renderBackstage = startBackstage();
startComposer(chat);

const show = (view: string) => {
  document.body.dataset['view'] = view;
  for (const button of document.querySelectorAll<HTMLElement>('[data-view-button]')) {
    if (button.dataset['viewButton'] === view) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
  }
};
for (const button of document.querySelectorAll<HTMLElement>('[data-view-button]'))
  button.addEventListener('click', () => show(button.dataset['viewButton'] ?? 'chat'));
byId('chats').addEventListener('click', () => show('chat'));

byId('new-chat').addEventListener('click', () => {
  chat.leave();
  show('chat');
  byId('text').focus();
});
byId<HTMLSelectElement>('agent').addEventListener('change', event => chat.choose((event.target as HTMLSelectElement).value));

byId('open-settings').addEventListener('click', () => byId<HTMLDialogElement>('settings').showModal());
for (const setting of ['language', 'theme', 'direction'] as const satisfies readonly (keyof Preferences)[]) {
  const field = byId<HTMLSelectElement>(setting);
  field.value = preferences[setting];
  field.addEventListener('change', () => {
    preferences = cleanPreferences({...preferences, [setting]: field.value});
    applyPreferences(preferences);
    writePreferences(preferences);
    chat.render();
    renderAccount();
    renderBackstage();
    analytics.track('settings_changed', {setting, value: field.value});
  });
}
