import type {Texts} from '../texts.js';

const romanian: Texts = {
  lang: 'ro',
  heading: 'Confidențialitatea dvs., alegerea dvs.',
  text: 'Cu permisiunea dvs. folosim servicii opționale pe acest site. Niciunul nu pornește înainte să fiți de acord și vă puteți răzgândi oricând.',
  optional: 'Opțional:',
  accept: 'Accept tot',
  refuse: 'Doar esențiale',
  settings: 'Setări',
  privacy: 'Politica de confidențialitate',
  imprint: 'Informații legale',
  saved: 'Alegerea dvs. a fost salvată.',
  isNew: 'Nou de la ultima dvs. vizită',
  names: {essential: 'Esențiale', analytics: 'Statistici', marketing: 'Marketing'},
  panel: {
    heading: 'Setări de confidențialitate',
    save: 'Salvați alegerile',
    withdraw: 'Retrageți tot',
    close: 'Închideți',
    alwaysOn: 'Mereu active',
    lastDecision: 'Ultima modificare: {date}, politica, versiunea {version}.',
    noDecision: 'Nu ați ales încă.',
    byBrowser: 'Browserul dvs. ne-a cerut să nu facem acest lucru.',
    receipt: 'Descărcați confirmarea',
    forget: 'Ștergeți datele mele',
    services: 'Servicii',
    stores: 'Stochează: {what}',
    storesNothing: 'Nu stochează nimic',
    keptFor: 'Se păstrează: {time}',
    recipient: 'Destinatar: {name}',
    purposes: {
      essential: 'Necesare pentru funcționarea site-ului. Rețin această alegere.',
      analytics: 'Ne arată cum este folosit site-ul, nu cine sunteți.',
      marketing: 'Măsoară și îmbunătățește publicitatea noastră.',
    },
  },
  gate: {
    heading: 'Acest conținut are nevoie de acordul dvs.',
    text: 'Provine de la {host} și ține de „{category}”. Se încarcă doar dacă sunteți de acord.',
    once: 'Încărcați o dată',
    always: 'Permiteți mereu',
  },
  reload: {
    text: 'Unele servicii se opresc abia la reîncărcarea paginii.',
    now: 'Reîncărcați acum',
  },
};

export default romanian;
