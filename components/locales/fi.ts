import type {Texts} from '../texts.js';

const finnish: Texts = {
  lang: 'fi',
  heading: 'Yksityisyytesi, valintasi',
  text: 'Käytämme tällä sivustolla valinnaisia palveluja, jos annat siihen luvan. Mikään niistä ei käynnisty ennen suostumustasi, ja voit muuttaa mieltäsi milloin tahansa.',
  optional: 'Valinnaiset:',
  accept: 'Hyväksy kaikki',
  refuse: 'Vain välttämättömät',
  settings: 'Asetukset',
  privacy: 'Tietosuojaseloste',
  imprint: 'Oikeudelliset tiedot',
  saved: 'Valintasi on tallennettu.',
  isNew: 'Uutta edellisen käyntisi jälkeen',
  names: {essential: 'Välttämättömät', analytics: 'Tilastot', marketing: 'Markkinointi'},
  panel: {
    heading: 'Tietosuoja-asetukset',
    save: 'Tallenna valinnat',
    withdraw: 'Peru kaikki',
    close: 'Sulje',
    alwaysOn: 'Aina käytössä',
    lastDecision: 'Viimeksi muutettu {date}, selosteen versio {version}.',
    noDecision: 'Et ole vielä valinnut.',
    byBrowser: 'Selaimesi pyysi meitä olemaan tekemättä tätä.',
    receipt: 'Lataa kuitti',
    forget: 'Poista tietoni',
    services: 'Palvelut',
    stores: 'Tallentaa: {what}',
    storesNothing: 'Ei tallenna mitään',
    keptFor: 'Säilytysaika: {time}',
    recipient: 'Vastaanottaja: {name}',
    purposes: {
      essential: 'Tarvitaan, jotta sivusto toimii. Muistaa tämän valinnan.',
      analytics: 'Näyttää meille, miten sivustoa käytetään, ei sitä, kuka olet.',
      marketing: 'Mittaa ja parantaa mainontaamme.',
    },
  },
  gate: {
    heading: 'Tämä sisältö tarvitsee suostumuksesi',
    text: 'Se tulee osoitteesta {host} ja kuuluu luokkaan ”{category}”. Se ladataan vain, jos suostut.',
    once: 'Lataa kerran',
    always: 'Salli aina',
  },
  reload: {
    text: 'Osa palveluista pysähtyy vasta, kun sivu ladataan uudelleen.',
    now: 'Lataa uudelleen',
  },
};

export default finnish;
