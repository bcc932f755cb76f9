import type {Texts} from '../texts.js';

const norwegian: Texts = {
  lang: 'nb',
  heading: 'Ditt personvern, ditt valg',
  text: 'Med din tillatelse bruker vi valgfrie tjenester på dette nettstedet. Ingen av dem starter før du sier ja, og du kan ombestemme deg når som helst.',
  optional: 'Valgfritt:',
  accept: 'Godta alle',
  refuse: 'Bare nødvendige',
  settings: 'Innstillinger',
  privacy: 'Personvernerklæring',
  imprint: 'Juridisk informasjon',
  saved: 'Valget ditt er lagret.',
  isNew: 'Nytt siden ditt forrige besøk',
  names: {essential: 'Nødvendige', analytics: 'Statistikk', marketing: 'Markedsføring'},
  panel: {
    heading: 'Personverninnstillinger',
    save: 'Lagre valg',
    withdraw: 'Trekk alt tilbake',
    close: 'Lukk',
    alwaysOn: 'Alltid på',
    lastDecision: 'Sist endret {date}, erklæring versjon {version}.',
    noDecision: 'Du har ikke valgt ennå.',
    byBrowser: 'Nettleseren din har bedt oss om å la være.',
    receipt: 'Last ned kvittering',
    forget: 'Slett dataene mine',
    services: 'Tjenester',
    stores: 'Lagrer: {what}',
    storesNothing: 'Lagrer ingenting',
    keptFor: 'Lagringstid: {time}',
    recipient: 'Mottaker: {name}',
    purposes: {
      essential: 'Trengs for at nettstedet skal virke. Husker dette valget.',
      analytics: 'Viser oss hvordan nettstedet brukes, ikke hvem du er.',
      marketing: 'Måler og forbedrer annonseringen vår.',
    },
  },
  gate: {
    heading: 'Dette innholdet trenger ditt samtykke',
    text: 'Det kommer fra {host} og hører til «{category}». Det lastes bare hvis du sier ja.',
    once: 'Last inn én gang',
    always: 'Tillat alltid',
  },
  reload: {
    text: 'Noen tjenester stopper først når siden lastes på nytt.',
    now: 'Last på nytt nå',
  },
};

export default norwegian;
