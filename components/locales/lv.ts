import type {Texts} from '../texts.js';

const latvian: Texts = {
  lang: 'lv',
  heading: 'Jūsu privātums, jūsu izvēle',
  text: 'Ar jūsu atļauju šajā vietnē izmantojam neobligātus pakalpojumus. Neviens netiek palaists, pirms piekrītat, un savu izvēli varat mainīt jebkurā laikā.',
  optional: 'Neobligāti:',
  accept: 'Piekrist visam',
  refuse: 'Tikai nepieciešamie',
  settings: 'Iestatījumi',
  privacy: 'Privātuma politika',
  imprint: 'Juridiskā informācija',
  saved: 'Jūsu izvēle ir saglabāta.',
  isNew: 'Jauns kopš pēdējā apmeklējuma',
  names: {essential: 'Nepieciešamie', analytics: 'Statistika', marketing: 'Mārketings'},
  panel: {
    heading: 'Privātuma iestatījumi',
    save: 'Saglabāt izvēli',
    withdraw: 'Atsaukt visu',
    close: 'Aizvērt',
    alwaysOn: 'Vienmēr ieslēgti',
    lastDecision: 'Pēdējās izmaiņas: {date}, politikas versija {version}.',
    noDecision: 'Jūs vēl neesat izvēlējies.',
    byBrowser: 'Jūsu pārlūks mums lūdza to nedarīt.',
    receipt: 'Lejupielādēt apliecinājumu',
    forget: 'Dzēst manus datus',
    services: 'Pakalpojumi',
    stores: 'Glabā: {what}',
    storesNothing: 'Neko neglabā',
    keptFor: 'Glabāšanas laiks: {time}',
    recipient: 'Saņēmējs: {name}',
    purposes: {
      essential: 'Vajadzīgi vietnes darbībai. Atceras šo izvēli.',
      analytics: 'Rāda mums, kā vietne tiek lietota, nevis kas jūs esat.',
      marketing: 'Mēra un uzlabo mūsu reklāmu.',
    },
  },
  gate: {
    heading: 'Šim saturam vajadzīga jūsu piekrišana',
    text: 'Tas nāk no {host} un pieder kategorijai “{category}”. Tas ielādējas tikai tad, ja piekrītat.',
    once: 'Ielādēt vienreiz',
    always: 'Vienmēr atļaut',
  },
  reload: {
    text: 'Daži pakalpojumi apstājas tikai pēc lapas pārlādēšanas.',
    now: 'Pārlādēt tūlīt',
  },
};

export default latvian;
