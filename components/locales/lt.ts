import type {Texts} from '../texts.js';

const lithuanian: Texts = {
  lang: 'lt',
  heading: 'Jūsų privatumas, jūsų pasirinkimas',
  text: 'Jums leidus, šioje svetainėje naudojame neprivalomas paslaugas. Nė viena nepaleidžiama, kol nesutinkate, o savo pasirinkimą galite bet kada pakeisti.',
  optional: 'Neprivaloma:',
  accept: 'Sutikti su viskuo',
  refuse: 'Tik būtinieji',
  settings: 'Nustatymai',
  privacy: 'Privatumo politika',
  imprint: 'Teisinė informacija',
  saved: 'Jūsų pasirinkimas išsaugotas.',
  isNew: 'Nauja nuo paskutinio apsilankymo',
  names: {essential: 'Būtinieji', analytics: 'Statistika', marketing: 'Rinkodara'},
  panel: {
    heading: 'Privatumo nustatymai',
    save: 'Išsaugoti pasirinkimą',
    withdraw: 'Viską atšaukti',
    close: 'Uždaryti',
    alwaysOn: 'Visada įjungta',
    lastDecision: 'Paskutinį kartą keista {date}, politikos versija {version}.',
    noDecision: 'Dar nepasirinkote.',
    byBrowser: 'Jūsų naršyklė paprašė to nedaryti.',
    receipt: 'Atsisiųsti patvirtinimą',
    forget: 'Ištrinti mano duomenis',
    services: 'Paslaugos',
    stores: 'Saugo: {what}',
    storesNothing: 'Nieko nesaugo',
    keptFor: 'Saugoma: {time}',
    recipient: 'Gavėjas: {name}',
    purposes: {
      essential: 'Reikalingi svetainei veikti. Įsimena šį pasirinkimą.',
      analytics: 'Rodo mums, kaip naudojamasi svetaine, o ne kas jūs esate.',
      marketing: 'Matuoja ir gerina mūsų reklamą.',
    },
  },
  gate: {
    heading: 'Šiam turiniui reikia jūsų sutikimo',
    text: 'Jis gaunamas iš {host} ir priklauso kategorijai „{category}“. Įkeliamas tik jums sutikus.',
    once: 'Įkelti vieną kartą',
    always: 'Visada leisti',
  },
  reload: {
    text: 'Kai kurios paslaugos sustoja tik iš naujo įkėlus puslapį.',
    now: 'Įkelti iš naujo',
  },
};

export default lithuanian;
