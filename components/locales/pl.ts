import type {Texts} from '../texts.js';

const polish: Texts = {
  lang: 'pl',
  heading: 'Twoja prywatność, Twój wybór',
  text: 'Za Twoją zgodą używamy w tym serwisie usług opcjonalnych. Żadna nie uruchomi się bez Twojej zgody, a decyzję możesz zmienić w każdej chwili.',
  optional: 'Opcjonalne:',
  accept: 'Akceptuj wszystkie',
  refuse: 'Tylko niezbędne',
  settings: 'Ustawienia',
  privacy: 'Polityka prywatności',
  imprint: 'Informacje prawne',
  saved: 'Twój wybór został zapisany.',
  isNew: 'Nowość od Twojej ostatniej wizyty',
  names: {essential: 'Niezbędne', analytics: 'Statystyka', marketing: 'Marketing'},
  panel: {
    heading: 'Ustawienia prywatności',
    save: 'Zapisz wybór',
    withdraw: 'Wycofaj wszystkie zgody',
    close: 'Zamknij',
    alwaysOn: 'Zawsze włączone',
    lastDecision: 'Ostatnia zmiana: {date}, polityka, wersja {version}.',
    noDecision: 'Nie podjęto jeszcze decyzji.',
    byBrowser: 'Twoja przeglądarka poprosiła nas, by tego nie robić.',
    receipt: 'Pobierz potwierdzenie',
    forget: 'Usuń moje dane',
    services: 'Usługi',
    stores: 'Przechowuje: {what}',
    storesNothing: 'Nic nie przechowuje',
    keptFor: 'Czas przechowywania: {time}',
    recipient: 'Odbiorca: {name}',
    purposes: {
      essential: 'Potrzebne do działania serwisu. Zapamiętują ten wybór.',
      analytics: 'Pokazują nam, jak używany jest serwis, a nie kim jesteś.',
      marketing: 'Mierzy i ulepsza nasze reklamy.',
    },
  },
  gate: {
    heading: 'Ta treść wymaga Twojej zgody',
    text: 'Pochodzi z {host} i należy do kategorii „{category}”. Wczyta się tylko za Twoją zgodą.',
    once: 'Wczytaj raz',
    always: 'Zawsze zezwalaj',
  },
  reload: {
    text: 'Niektóre usługi zatrzymają się dopiero po odświeżeniu strony.',
    now: 'Odśwież teraz',
  },
};

export default polish;
