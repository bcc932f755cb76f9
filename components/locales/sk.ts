import type {Texts} from '../texts.js';

const slovak: Texts = {
  lang: 'sk',
  heading: 'Vaše súkromie, vaša voľba',
  text: 'S vaším súhlasom na tomto webe používame voliteľné služby. Žiadna sa nespustí, kým nebudete súhlasiť, a voľbu môžete kedykoľvek zmeniť.',
  optional: 'Voliteľné:',
  accept: 'Prijať všetko',
  refuse: 'Len nevyhnutné',
  settings: 'Nastavenia',
  privacy: 'Ochrana osobných údajov',
  imprint: 'Právne informácie',
  saved: 'Vaša voľba bola uložená.',
  isNew: 'Nové od vašej poslednej návštevy',
  names: {essential: 'Nevyhnutné', analytics: 'Štatistika', marketing: 'Marketing'},
  panel: {
    heading: 'Nastavenia súkromia',
    save: 'Uložiť voľbu',
    withdraw: 'Odvolať všetko',
    close: 'Zavrieť',
    alwaysOn: 'Vždy zapnuté',
    lastDecision: 'Posledná zmena: {date}, zásady verzia {version}.',
    noDecision: 'Zatiaľ ste sa nerozhodli.',
    byBrowser: 'Váš prehliadač nás požiadal, aby sme to nerobili.',
    receipt: 'Stiahnuť potvrdenie',
    forget: 'Vymazať moje údaje',
    services: 'Služby',
    stores: 'Ukladá: {what}',
    storesNothing: 'Neukladá nič',
    keptFor: 'Doba uloženia: {time}',
    recipient: 'Príjemca: {name}',
    purposes: {
      essential: 'Potrebné na fungovanie webu. Pamätá si túto voľbu.',
      analytics: 'Ukazuje nám, ako sa web používa, nie kto ste.',
      marketing: 'Meria a zlepšuje našu reklamu.',
    },
  },
  gate: {
    heading: 'Tento obsah potrebuje váš súhlas',
    text: 'Pochádza z {host} a patrí do kategórie „{category}“. Načíta sa, len ak budete súhlasiť.',
    once: 'Načítať raz',
    always: 'Vždy povoliť',
  },
  reload: {
    text: 'Niektoré služby sa zastavia až po opätovnom načítaní stránky.',
    now: 'Načítať znova',
  },
};

export default slovak;
