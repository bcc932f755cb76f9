import type {Texts} from '../texts.js';

const hungarian: Texts = {
  lang: 'hu',
  heading: 'Az Ön adatai, az Ön döntése',
  text: 'Az Ön engedélyével nem kötelező szolgáltatásokat használunk ezen az oldalon. Egyik sem indul el az Ön hozzájárulása előtt, és döntését bármikor megváltoztathatja.',
  optional: 'Választható:',
  accept: 'Mindet elfogadom',
  refuse: 'Csak a szükségesek',
  settings: 'Beállítások',
  privacy: 'Adatvédelmi tájékoztató',
  imprint: 'Jogi információk',
  saved: 'Választását elmentettük.',
  isNew: 'Új a legutóbbi látogatása óta',
  names: {essential: 'Szükséges', analytics: 'Statisztika', marketing: 'Marketing'},
  panel: {
    heading: 'Adatvédelmi beállítások',
    save: 'Választás mentése',
    withdraw: 'Összes visszavonása',
    close: 'Bezárás',
    alwaysOn: 'Mindig bekapcsolva',
    lastDecision: 'Utolsó módosítás: {date}, tájékoztató, {version}. verzió.',
    noDecision: 'Még nem döntött.',
    byBrowser: 'Böngészője azt kérte, hogy ezt ne tegyük.',
    receipt: 'Igazolás letöltése',
    forget: 'Adataim törlése',
    services: 'Szolgáltatások',
    stores: 'Tárolja: {what}',
    storesNothing: 'Nem tárol semmit',
    keptFor: 'Megőrzési idő: {time}',
    recipient: 'Címzett: {name}',
    purposes: {
      essential: 'Az oldal működéséhez kell. Megjegyzi ezt a választást.',
      analytics: 'Azt mutatja meg, hogyan használják az oldalt, nem azt, hogy Ön kicsoda.',
      marketing: 'Méri és javítja hirdetéseinket.',
    },
  },
  gate: {
    heading: 'Ehhez a tartalomhoz az Ön hozzájárulása kell',
    text: 'Forrása: {host}, kategóriája: „{category}”. Csak akkor töltődik be, ha hozzájárul.',
    once: 'Betöltés egyszer',
    always: 'Mindig engedélyezem',
  },
  reload: {
    text: 'Egyes szolgáltatások csak az oldal újratöltésekor állnak le.',
    now: 'Újratöltés most',
  },
};

export default hungarian;
