import type {Texts} from '../texts.js';

const irish: Texts = {
  lang: 'ga',
  heading: 'Do phríobháideachas, do rogha',
  text: 'Le do chead, úsáidimid seirbhísí roghnacha ar an suíomh seo. Ní thosaíonn aon cheann díobh sula n-aontaíonn tú, agus is féidir leat d’intinn a athrú am ar bith.',
  optional: 'Roghnach:',
  accept: 'Glac le gach ceann',
  refuse: 'Riachtanach amháin',
  settings: 'Socruithe',
  privacy: 'Polasaí príobháideachais',
  imprint: 'Fógra dlíthiúil',
  saved: 'Sábháladh do rogha.',
  isNew: 'Nua ó do chuairt dheireanach',
  names: {essential: 'Riachtanach', analytics: 'Staitisticí', marketing: 'Margaíocht'},
  panel: {
    heading: 'Socruithe príobháideachais',
    save: 'Sábháil na roghanna',
    withdraw: 'Tarraing gach toiliú siar',
    close: 'Dún',
    alwaysOn: 'Ar siúl i gcónaí',
    lastDecision: 'Athraithe an uair dheireanach {date}, leagan {version} den pholasaí.',
    noDecision: 'Níl rogha déanta agat fós.',
    byBrowser: 'D’iarr do bhrabhsálaí orainn gan é a dhéanamh.',
    receipt: 'Íoslódáil an admháil',
    forget: 'Scrios mo shonraí',
    services: 'Seirbhísí',
    stores: 'Stórálann: {what}',
    storesNothing: 'Ní stórálann sé aon rud',
    keptFor: 'Coinnithe ar feadh: {time}',
    recipient: 'Faighteoir: {name}',
    purposes: {
      essential: 'Riachtanach don suíomh. Cuimhníonn sé ar an rogha seo.',
      analytics: 'Taispeánann sé dúinn conas a úsáidtear an suíomh, ní cé tú féin.',
      marketing: 'Tomhaiseann agus feabhsaíonn sé ár bhfógraíocht.',
    },
  },
  gate: {
    heading: 'Tá do thoiliú ag teastáil don ábhar seo',
    text: 'Tagann sé ó {host} agus baineann sé le “{category}”. Ní lódálfar é mura n-aontaíonn tú.',
    once: 'Lódáil uair amháin',
    always: 'Ceadaigh i gcónaí',
  },
  reload: {
    text: 'Ní stopann roinnt seirbhísí go dtí go n-athlódáiltear an leathanach.',
    now: 'Athlódáil anois',
  },
};

export default irish;
