import type {Texts} from '../texts.js';

const croatian: Texts = {
  lang: 'hr',
  heading: 'Vaša privatnost, vaš izbor',
  text: 'Uz vaše dopuštenje na ovim stranicama koristimo neobvezne usluge. Nijedna se ne pokreće prije vašeg pristanka, a odluku možete promijeniti u svakom trenutku.',
  optional: 'Neobvezno:',
  accept: 'Prihvati sve',
  refuse: 'Samo nužno',
  settings: 'Postavke',
  privacy: 'Pravila o privatnosti',
  imprint: 'Pravne informacije',
  saved: 'Vaš je izbor spremljen.',
  isNew: 'Novo od vašeg posljednjeg posjeta',
  names: {essential: 'Nužno', analytics: 'Statistika', marketing: 'Marketing'},
  panel: {
    heading: 'Postavke privatnosti',
    save: 'Spremi izbor',
    withdraw: 'Povuci sve',
    close: 'Zatvori',
    alwaysOn: 'Uvijek uključeno',
    lastDecision: 'Posljednja promjena: {date}, pravila, verzija {version}.',
    noDecision: 'Još niste odlučili.',
    byBrowser: 'Vaš nas je preglednik zamolio da to ne činimo.',
    receipt: 'Preuzmi potvrdu',
    forget: 'Izbriši moje podatke',
    services: 'Usluge',
    stores: 'Pohranjuje: {what}',
    storesNothing: 'Ne pohranjuje ništa',
    keptFor: 'Čuva se: {time}',
    recipient: 'Primatelj: {name}',
    purposes: {
      essential: 'Potrebno za rad stranica. Pamti ovaj izbor.',
      analytics: 'Pokazuje nam kako se stranice koriste, a ne tko ste.',
      marketing: 'Mjeri i poboljšava naše oglašavanje.',
    },
  },
  gate: {
    heading: 'Za ovaj sadržaj potreban je vaš pristanak',
    text: 'Dolazi s adrese {host} i pripada kategoriji „{category}”. Učitava se samo ako pristanete.',
    once: 'Učitaj jednom',
    always: 'Uvijek dopusti',
  },
  reload: {
    text: 'Neke usluge prestaju tek kad se stranica ponovno učita.',
    now: 'Učitaj ponovno',
  },
};

export default croatian;
