import type {Texts} from '../texts.js';

const dutch: Texts = {
  lang: 'nl',
  heading: 'Uw privacy, uw keuze',
  text: 'Met uw toestemming gebruiken we optionele diensten op deze website. Geen ervan start voordat u akkoord gaat, en u kunt uw keuze altijd wijzigen.',
  optional: 'Optioneel:',
  accept: 'Alles accepteren',
  refuse: 'Alleen noodzakelijk',
  settings: 'Instellingen',
  privacy: 'Privacybeleid',
  imprint: 'Juridische informatie',
  saved: 'Uw keuze is opgeslagen.',
  isNew: 'Nieuw sinds uw laatste bezoek',
  names: {essential: 'Noodzakelijk', analytics: 'Statistieken', marketing: 'Marketing'},
  panel: {
    heading: 'Privacy-instellingen',
    save: 'Keuze opslaan',
    withdraw: 'Alles intrekken',
    close: 'Sluiten',
    alwaysOn: 'Altijd aan',
    lastDecision: 'Laatst gewijzigd {date}, beleid versie {version}.',
    noDecision: 'U hebt nog niet gekozen.',
    byBrowser: 'Uw browser heeft ons gevraagd dit niet te doen.',
    receipt: 'Bewijs downloaden',
    forget: 'Mijn gegevens wissen',
    services: 'Diensten',
    stores: 'Bewaart: {what}',
    storesNothing: 'Bewaart niets',
    keptFor: 'Bewaartermijn: {time}',
    recipient: 'Ontvanger: {name}',
    purposes: {
      essential: 'Nodig om de website te laten werken. Onthoudt deze keuze.',
      analytics: 'Laat ons zien hoe de website wordt gebruikt, niet wie u bent.',
      marketing: 'Meet en verbetert onze reclame.',
    },
  },
  gate: {
    heading: 'Voor deze inhoud is uw toestemming nodig',
    text: 'De inhoud komt van {host} en hoort bij ‘{category}’. Hij wordt alleen geladen als u akkoord gaat.',
    once: 'Eén keer laden',
    always: 'Altijd toestaan',
  },
  reload: {
    text: 'Sommige diensten stoppen pas als de pagina opnieuw wordt geladen.',
    now: 'Nu opnieuw laden',
  },
};

export default dutch;
