import {consent} from 'askfirst';
import {byId} from './dom.js';

const form = byId<HTMLFormElement>('controls');
const root = document.querySelector('analytics-root')!;
const banner = document.querySelector<HTMLElement & {position?: string; modal?: boolean}>('consent-banner')!;
const settings = document.querySelector<HTMLElement & {open(): Promise<void>}>('consent-settings')!;
const theme = document.createElement('link');

/** What the controls say, the page's address first: so a look can be linked to. */
const fields = [...form.elements].filter(field => field instanceof HTMLInputElement || field instanceof HTMLSelectElement);
const address = new URLSearchParams(location.search);
for (const field of fields) {
  const given = address.get(field.name);
  if (field instanceof HTMLInputElement) field.checked = given !== null;
  else if ([...field.options].some(({value}) => value === given)) field.value = given!;
}

const apply = () => {
  const chosen = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const {theme: name, position, scheme = 'auto', lang = 'en', dir = 'ltr', modal, maps} = chosen;
  Object.assign(theme, {rel: 'stylesheet', href: name ? `/themes/${name}.css` : ''});
  if (name) document.head.append(theme);
  else theme.remove();
  document.documentElement.dir = dir;
  document.documentElement.dataset.scheme = scheme;
  banner.position = modal ? 'center' : position!;
  banner.modal = modal !== undefined;
  for (const element of [banner, settings]) element.lang = lang;
  root.setAttribute('categories', maps ? 'analytics marketing maps' : 'analytics marketing');
};

form.addEventListener('change', () => {
  const query = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  history.replaceState(null, '', `?${query}`);
  apply();
});
byId('ask').addEventListener('click', () => consent.reset());
byId('settings').addEventListener('click', () => void settings.open());
apply();
