import type {Texts} from '../texts.js';

const german: Texts = {
  lang: 'de',
  heading: 'Ihre Privatsphäre, Ihre Wahl',
  text: 'Mit Ihrer Zustimmung nutzen wir auf dieser Website optionale Dienste. Keiner davon startet, bevor Sie zustimmen, und Sie können Ihre Wahl jederzeit ändern.',
  optional: 'Optional:',
  accept: 'Alle akzeptieren',
  refuse: 'Nur notwendige',
  settings: 'Einstellungen',
  privacy: 'Datenschutzerklärung',
  imprint: 'Impressum',
  saved: 'Ihre Auswahl wurde gespeichert.',
  isNew: 'Neu seit Ihrem letzten Besuch',
  names: {essential: 'Notwendig', analytics: 'Statistik', marketing: 'Marketing'},
  panel: {
    heading: 'Datenschutzeinstellungen',
    save: 'Auswahl speichern',
    withdraw: 'Alles widerrufen',
    close: 'Schließen',
    alwaysOn: 'Immer aktiv',
    lastDecision: 'Zuletzt geändert: {date}, Richtlinie Version {version}.',
    noDecision: 'Sie haben noch nicht entschieden.',
    byBrowser: 'Ihr Browser hat uns gebeten, darauf zu verzichten.',
    receipt: 'Beleg herunterladen',
    forget: 'Meine Daten löschen',
    services: 'Dienste',
    stores: 'Speichert {what}',
    storesNothing: 'Speichert nichts',
    keptFor: 'Aufbewahrt: {time}',
    recipient: 'Empfänger: {name}',
    purposes: {
      essential: 'Für den Betrieb der Website nötig. Merkt sich diese Auswahl.',
      analytics: 'Zeigt uns, wie die Website genutzt wird, nicht wer Sie sind.',
      marketing: 'Misst und verbessert unsere Werbung.',
    },
  },
  gate: {
    heading: 'Dieser Inhalt braucht Ihre Zustimmung',
    text: 'Er kommt von {host} und gehört zu „{category}“. Er wird nur geladen, wenn Sie zustimmen.',
    once: 'Einmal laden',
    always: 'Immer erlauben',
  },
  reload: {
    text: 'Manche Dienste enden erst, wenn die Seite neu geladen wird.',
    now: 'Jetzt neu laden',
  },
};

export default german;
