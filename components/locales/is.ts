import type {Texts} from '../texts.js';

const icelandic: Texts = {
  lang: 'is',
  heading: 'Þín persónuvernd, þitt val',
  text: 'Með þínu leyfi notum við valkvæða þjónustu á þessum vef. Ekkert af henni fer í gang fyrr en þú samþykkir og þú getur skipt um skoðun hvenær sem er.',
  optional: 'Valkvætt:',
  accept: 'Samþykkja allt',
  refuse: 'Aðeins nauðsynlegt',
  settings: 'Stillingar',
  privacy: 'Persónuverndarstefna',
  imprint: 'Lagalegar upplýsingar',
  saved: 'Val þitt hefur verið vistað.',
  isNew: 'Nýtt frá síðustu heimsókn þinni',
  names: {essential: 'Nauðsynlegt', analytics: 'Tölfræði', marketing: 'Markaðssetning'},
  panel: {
    heading: 'Persónuverndarstillingar',
    save: 'Vista val',
    withdraw: 'Afturkalla allt',
    close: 'Loka',
    alwaysOn: 'Alltaf virkt',
    lastDecision: 'Síðast breytt {date}, stefna, útgáfa {version}.',
    noDecision: 'Þú hefur ekki valið enn.',
    byBrowser: 'Vafrinn þinn bað okkur um að gera það ekki.',
    receipt: 'Sækja kvittun',
    forget: 'Eyða gögnunum mínum',
    services: 'Þjónusta',
    stores: 'Vistar: {what}',
    storesNothing: 'Vistar ekkert',
    keptFor: 'Geymt í: {time}',
    recipient: 'Viðtakandi: {name}',
    purposes: {
      essential: 'Þarf til að vefurinn virki. Man þetta val.',
      analytics: 'Sýnir okkur hvernig vefurinn er notaður, ekki hver þú ert.',
      marketing: 'Mælir og bætir auglýsingar okkar.',
    },
  },
  gate: {
    heading: 'Þetta efni þarf samþykki þitt',
    text: 'Það kemur frá {host} og tilheyrir „{category}“. Það hleðst aðeins ef þú samþykkir.',
    once: 'Hlaða einu sinni',
    always: 'Leyfa alltaf',
  },
  reload: {
    text: 'Sum þjónusta stöðvast ekki fyrr en síðan er endurhlaðin.',
    now: 'Endurhlaða núna',
  },
};

export default icelandic;
