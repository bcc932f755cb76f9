import type {Texts} from '../texts.js';

const danish: Texts = {
  lang: 'da',
  heading: 'Dit privatliv, dit valg',
  text: 'Med din tilladelse bruger vi valgfrie tjenester på dette websted. Ingen af dem starter, før du siger ja, og du kan altid ændre dit valg.',
  optional: 'Valgfrit:',
  accept: 'Accepter alle',
  refuse: 'Kun nødvendige',
  settings: 'Indstillinger',
  privacy: 'Privatlivspolitik',
  imprint: 'Juridiske oplysninger',
  saved: 'Dit valg er gemt.',
  isNew: 'Nyt siden dit sidste besøg',
  names: {essential: 'Nødvendige', analytics: 'Statistik', marketing: 'Markedsføring'},
  panel: {
    heading: 'Privatlivsindstillinger',
    save: 'Gem valg',
    withdraw: 'Træk alt tilbage',
    close: 'Luk',
    alwaysOn: 'Altid slået til',
    lastDecision: 'Senest ændret {date}, politik version {version}.',
    noDecision: 'Du har ikke valgt endnu.',
    byBrowser: 'Din browser har bedt os om at lade være.',
    receipt: 'Hent kvittering',
    forget: 'Slet mine data',
    services: 'Tjenester',
    stores: 'Gemmer: {what}',
    storesNothing: 'Gemmer intet',
    keptFor: 'Gemmes i: {time}',
    recipient: 'Modtager: {name}',
    purposes: {
      essential: 'Nødvendige for, at webstedet fungerer. Husker dette valg.',
      analytics: 'Viser os, hvordan webstedet bruges, ikke hvem du er.',
      marketing: 'Måler og forbedrer vores annoncering.',
    },
  },
  gate: {
    heading: 'Dette indhold kræver dit samtykke',
    text: 'Det kommer fra {host} og hører til “{category}”. Det indlæses kun, hvis du siger ja.',
    once: 'Indlæs én gang',
    always: 'Tillad altid',
  },
  reload: {
    text: 'Nogle tjenester stopper først, når siden genindlæses.',
    now: 'Genindlæs nu',
  },
};

export default danish;
