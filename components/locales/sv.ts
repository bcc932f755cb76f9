import type {Texts} from '../texts.js';

const swedish: Texts = {
  lang: 'sv',
  heading: 'Din integritet, ditt val',
  text: 'Med ditt tillstånd använder vi valfria tjänster på den här webbplatsen. Ingen av dem startar innan du säger ja, och du kan ändra dig när som helst.',
  optional: 'Valfritt:',
  accept: 'Godkänn alla',
  refuse: 'Bara nödvändiga',
  settings: 'Inställningar',
  privacy: 'Integritetspolicy',
  imprint: 'Juridisk information',
  saved: 'Ditt val har sparats.',
  isNew: 'Nytt sedan ditt senaste besök',
  names: {essential: 'Nödvändiga', analytics: 'Statistik', marketing: 'Marknadsföring'},
  panel: {
    heading: 'Integritetsinställningar',
    save: 'Spara val',
    withdraw: 'Återkalla allt',
    close: 'Stäng',
    alwaysOn: 'Alltid på',
    lastDecision: 'Senast ändrat {date}, policy version {version}.',
    noDecision: 'Du har inte valt ännu.',
    byBrowser: 'Din webbläsare har bett oss att låta bli.',
    receipt: 'Ladda ner kvitto',
    forget: 'Radera mina uppgifter',
    services: 'Tjänster',
    stores: 'Lagrar: {what}',
    storesNothing: 'Lagrar ingenting',
    keptFor: 'Lagringstid: {time}',
    recipient: 'Mottagare: {name}',
    purposes: {
      essential: 'Behövs för att webbplatsen ska fungera. Minns detta val.',
      analytics: 'Visar oss hur webbplatsen används, inte vem du är.',
      marketing: 'Mäter och förbättrar vår reklam.',
    },
  },
  gate: {
    heading: 'Det här innehållet kräver ditt samtycke',
    text: 'Det kommer från {host} och hör till ”{category}”. Det laddas bara om du säger ja.',
    once: 'Ladda en gång',
    always: 'Tillåt alltid',
  },
  reload: {
    text: 'Vissa tjänster stannar först när sidan laddas om.',
    now: 'Ladda om nu',
  },
};

export default swedish;
