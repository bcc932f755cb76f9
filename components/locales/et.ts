import type {Texts} from '../texts.js';

const estonian: Texts = {
  lang: 'et',
  heading: 'Teie privaatsus, teie valik',
  text: 'Teie loal kasutame sellel veebilehel valikulisi teenuseid. Ükski neist ei käivitu enne, kui olete nõustunud, ja võite oma valikut igal ajal muuta.',
  optional: 'Valikuline:',
  accept: 'Nõustun kõigega',
  refuse: 'Ainult vajalikud',
  settings: 'Seaded',
  privacy: 'Privaatsuspoliitika',
  imprint: 'Õigusteave',
  saved: 'Teie valik on salvestatud.',
  isNew: 'Uus pärast teie viimast külastust',
  names: {essential: 'Vajalikud', analytics: 'Statistika', marketing: 'Turundus'},
  panel: {
    heading: 'Privaatsusseaded',
    save: 'Salvesta valik',
    withdraw: 'Võta kõik tagasi',
    close: 'Sulge',
    alwaysOn: 'Alati sees',
    lastDecision: 'Viimati muudetud {date}, poliitika versioon {version}.',
    noDecision: 'Te pole veel otsustanud.',
    byBrowser: 'Teie brauser palus meil seda mitte teha.',
    receipt: 'Laadi kinnitus alla',
    forget: 'Kustuta minu andmed',
    services: 'Teenused',
    stores: 'Salvestab: {what}',
    storesNothing: 'Ei salvesta midagi',
    keptFor: 'Säilitusaeg: {time}',
    recipient: 'Saaja: {name}',
    purposes: {
      essential: 'Vajalik veebilehe toimimiseks. Peab selle valiku meeles.',
      analytics: 'Näitab meile, kuidas veebilehte kasutatakse, mitte kes te olete.',
      marketing: 'Mõõdab ja parandab meie reklaami.',
    },
  },
  gate: {
    heading: 'See sisu vajab teie nõusolekut',
    text: 'See pärineb aadressilt {host} ja kuulub kategooriasse „{category}“. See laaditakse ainult siis, kui nõustute.',
    once: 'Laadi üks kord',
    always: 'Luba alati',
  },
  reload: {
    text: 'Mõni teenus peatub alles siis, kui leht uuesti laaditakse.',
    now: 'Laadi uuesti',
  },
};

export default estonian;
