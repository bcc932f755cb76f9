import type {StoredTrace} from '../purge-types.js';
import {providersOf, type PageSetup} from './page-setup.js';

const places: Readonly<Record<StoredTrace['place'], string>> = {
  cookies: 'cookie',
  localStorage: 'local storage',
  sessionStorage: 'session storage',
  indexedDB: 'IndexedDB',
  cacheStorage: 'cache storage',
};

const days = (count: number | undefined): string => (count === undefined ? 'see the provider' : count === 1 ? '1 day' : `${count} days`);

/** Nothing of a configuration may break out of its cell, or become markup. */
const cell = (text: string): string => text.replace(/[\\`*_|[\]<>&]/g, '\\$&').replace(/\s+/g, ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

/**
 * The table of a cookie policy, in Markdown: what we store ourselves, and who receives and stores what once a category is granted. Made
 * from the configuration and the providers' manifests, so that it cannot fall behind the page. English; the words around it are yours.
 */
export const disclosure = (config: PageSetup): string => {
  const {storagePrefix: prefix = 'askfirst', expiresDays = 182, consentCookie} = config;
  const providers = providersOf(config);
  const own = (name: string, place: string, purpose: string, kept: string, category: string) => [
    name,
    place,
    'this site',
    purpose,
    kept,
    category,
  ];
  const rows = [
    own(`${prefix}:consent`, 'local storage', 'remembers your choice', days(expiresDays), 'essential'),
    own(
      `${prefix}:consent`,
      'IndexedDB',
      'keeps your choice, and the receipts of your choices, if the browser is killed',
      days(expiresDays),
      'essential',
    ),
    ...(consentCookie
      ? [own(consentCookie, 'cookie', 'tells this site and its subdomains your choice', days(expiresDays), 'essential')]
      : []),
    own(`${prefix}:user`, 'local storage', 'a random id for counting visits', 'until you withdraw', 'analytics'),
    own(`${prefix}:session`, 'local storage', 'the id of one visit', 'until you withdraw', 'analytics'),
    own(`${prefix}:q:*`, 'local storage', 'events that wait to be sent', 'until sent', 'analytics'),
    own(prefix, 'IndexedDB', 'keeps events that wait to be sent if the browser is killed', 'until you withdraw', 'analytics'),
    own(`${prefix}:mark`, 'local storage', 'tells all tabs when you agreed', 'until you withdraw', 'analytics'),
    ...['try', 'retry', 'drain'].map(kind =>
      own(`${prefix}:${kind}:*`, 'local storage', 'keeps events from being sent twice or too often', 'until sent', 'analytics'),
    ),
    ...(providers.some(({stores}) => stores.length)
      ? [own(`${prefix}:owed`, 'local storage', 'what is to be removed when you withdraw', 'until you withdraw', 'analytics')]
      : []),
    ...providers.flatMap(({name, recipient, stores, keptDays, category}) =>
      stores.length
        ? stores.map(trace => [trace.name, places[trace.place], recipient || name, `used by ${name}`, days(keptDays), category])
        : recipient
          ? [['nothing', 'none', recipient, `receives what ${name} counts`, 'nothing is stored', category]]
          : [],
    ),
  ];
  return [row(['Name', 'Where', 'Recipient', 'Purpose', 'Kept', 'Category']), row(Array<string>(6).fill('---')), ...rows.map(row)].join(
    '\n',
  );
};
