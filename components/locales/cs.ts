import type {Texts} from '../texts.js';

const czech: Texts = {
  lang: 'cs',
  heading: 'Vaše soukromí, vaše volba',
  text: 'S vaším souhlasem na tomto webu používáme volitelné služby. Žádná se nespustí dříve, než budete souhlasit, a volbu můžete kdykoli změnit.',
  optional: 'Volitelné:',
  accept: 'Přijmout vše',
  refuse: 'Jen nezbytné',
  settings: 'Nastavení',
  privacy: 'Ochrana osobních údajů',
  imprint: 'Právní informace',
  saved: 'Vaše volba byla uložena.',
  isNew: 'Nové od vaší poslední návštěvy',
  names: {essential: 'Nezbytné', analytics: 'Statistika', marketing: 'Marketing'},
  panel: {
    heading: 'Nastavení soukromí',
    save: 'Uložit volbu',
    withdraw: 'Odvolat vše',
    close: 'Zavřít',
    alwaysOn: 'Vždy zapnuto',
    lastDecision: 'Poslední změna: {date}, zásady verze {version}.',
    noDecision: 'Zatím jste se nerozhodli.',
    byBrowser: 'Váš prohlížeč nás požádal, abychom to nedělali.',
    receipt: 'Stáhnout potvrzení',
    forget: 'Smazat moje údaje',
    services: 'Služby',
    stores: 'Ukládá: {what}',
    storesNothing: 'Neukládá nic',
    keptFor: 'Doba uložení: {time}',
    recipient: 'Příjemce: {name}',
    purposes: {
      essential: 'Nutné pro fungování webu. Pamatuje si tuto volbu.',
      analytics: 'Ukazuje nám, jak se web používá, ne kdo jste.',
      marketing: 'Měří a zlepšuje naši reklamu.',
    },
  },
  gate: {
    heading: 'Tento obsah potřebuje váš souhlas',
    text: 'Pochází z {host} a patří do kategorie „{category}“. Načte se, jen pokud budete souhlasit.',
    once: 'Načíst jednou',
    always: 'Vždy povolit',
  },
  reload: {
    text: 'Některé služby se zastaví až po opětovném načtení stránky.',
    now: 'Načíst znovu',
  },
};

export default czech;
