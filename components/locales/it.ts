import type {Texts} from '../texts.js';

const italian: Texts = {
  lang: 'it',
  heading: 'La tua privacy, la tua scelta',
  text: 'Con il tuo permesso usiamo servizi facoltativi su questo sito. Nessuno si avvia prima del tuo consenso e puoi cambiare idea in qualsiasi momento.',
  optional: 'Facoltativi:',
  accept: 'Accetta tutto',
  refuse: 'Solo essenziali',
  settings: 'Impostazioni',
  privacy: 'Informativa sulla privacy',
  imprint: 'Note legali',
  saved: 'La tua scelta è stata salvata.',
  isNew: 'Novità dall’ultima visita',
  names: {essential: 'Essenziali', analytics: 'Statistiche', marketing: 'Marketing'},
  panel: {
    heading: 'Impostazioni sulla privacy',
    save: 'Salva le scelte',
    withdraw: 'Revoca tutto',
    close: 'Chiudi',
    alwaysOn: 'Sempre attivi',
    lastDecision: 'Ultima modifica: {date}, informativa versione {version}.',
    noDecision: 'Non hai ancora scelto.',
    byBrowser: 'Il tuo browser ci ha chiesto di non farlo.',
    receipt: 'Scarica la ricevuta',
    forget: 'Elimina i miei dati',
    services: 'Servizi',
    stores: 'Memorizza: {what}',
    storesNothing: 'Non memorizza nulla',
    keptFor: 'Conservazione: {time}',
    recipient: 'Destinatario: {name}',
    purposes: {
      essential: 'Necessari al funzionamento del sito. Ricordano questa scelta.',
      analytics: 'Ci mostrano come viene usato il sito, non chi sei.',
      marketing: 'Misura e migliora la nostra pubblicità.',
    },
  },
  gate: {
    heading: 'Questo contenuto richiede il tuo consenso',
    text: 'Proviene da {host} e appartiene a “{category}”. Si carica solo se accetti.',
    once: 'Carica una volta',
    always: 'Consenti sempre',
  },
  reload: {
    text: 'Alcuni servizi si fermano solo ricaricando la pagina.',
    now: 'Ricarica ora',
  },
};

export default italian;
