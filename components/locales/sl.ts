import type {Texts} from '../texts.js';

const slovenian: Texts = {
  lang: 'sl',
  heading: 'Vaša zasebnost, vaša izbira',
  text: 'Z vašim dovoljenjem na tem spletnem mestu uporabljamo neobvezne storitve. Nobena se ne zažene, preden privolite, in svojo odločitev lahko kadar koli spremenite.',
  optional: 'Neobvezno:',
  accept: 'Sprejmi vse',
  refuse: 'Samo nujno',
  settings: 'Nastavitve',
  privacy: 'Politika zasebnosti',
  imprint: 'Pravne informacije',
  saved: 'Vaša izbira je shranjena.',
  isNew: 'Novo od vašega zadnjega obiska',
  names: {essential: 'Nujno', analytics: 'Statistika', marketing: 'Trženje'},
  panel: {
    heading: 'Nastavitve zasebnosti',
    save: 'Shrani izbiro',
    withdraw: 'Prekliči vse',
    close: 'Zapri',
    alwaysOn: 'Vedno vklopljeno',
    lastDecision: 'Zadnja sprememba: {date}, politika, različica {version}.',
    noDecision: 'Niste se še odločili.',
    byBrowser: 'Vaš brskalnik nas je prosil, naj tega ne počnemo.',
    receipt: 'Prenesi potrdilo',
    forget: 'Izbriši moje podatke',
    services: 'Storitve',
    stores: 'Shranjuje: {what}',
    storesNothing: 'Ne shranjuje ničesar',
    keptFor: 'Čas hrambe: {time}',
    recipient: 'Prejemnik: {name}',
    purposes: {
      essential: 'Potrebno za delovanje spletnega mesta. Zapomni si to izbiro.',
      analytics: 'Pokaže nam, kako se spletno mesto uporablja, ne kdo ste.',
      marketing: 'Meri in izboljšuje naše oglaševanje.',
    },
  },
  gate: {
    heading: 'Za to vsebino je potrebna vaša privolitev',
    text: 'Prihaja z naslova {host} in spada v kategorijo »{category}«. Naloži se samo, če privolite.',
    once: 'Naloži enkrat',
    always: 'Vedno dovoli',
  },
  reload: {
    text: 'Nekatere storitve se ustavijo šele, ko se stran znova naloži.',
    now: 'Znova naloži',
  },
};

export default slovenian;
