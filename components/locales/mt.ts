import type {Texts} from '../texts.js';

const maltese: Texts = {
  lang: 'mt',
  heading: 'Il-privatezza tiegħek, l-għażla tiegħek',
  text: 'Bil-permess tiegħek nużaw servizzi mhux obbligatorji fuq dan is-sit. L-ebda wieħed ma jibda qabel ma taqbel, u tista’ tbiddel fehmtek meta trid.',
  optional: 'Mhux obbligatorji:',
  accept: 'Aċċetta kollox',
  refuse: 'Essenzjali biss',
  settings: 'Issettjar',
  privacy: 'Politika tal-privatezza',
  imprint: 'Avviż legali',
  saved: 'L-għażla tiegħek ġiet salvata.',
  isNew: 'Ġdid mill-aħħar żjara tiegħek',
  names: {essential: 'Essenzjali', analytics: 'Statistika', marketing: 'Marketing'},
  panel: {
    heading: 'Issettjar tal-privatezza',
    save: 'Issejvja l-għażliet',
    withdraw: 'Irtira kollox',
    close: 'Agħlaq',
    alwaysOn: 'Dejjem mixgħul',
    lastDecision: 'L-aħħar bidla: {date}, politika verżjoni {version}.',
    noDecision: 'Għadek ma ddeċidejtx.',
    byBrowser: 'Il-browser tiegħek talabna ma nagħmlux dan.',
    receipt: 'Niżżel l-irċevuta',
    forget: 'Ħassar id-data tiegħi',
    services: 'Servizzi',
    stores: 'Jaħżen: {what}',
    storesNothing: 'Ma jaħżen xejn',
    keptFor: 'Jinżamm għal: {time}',
    recipient: 'Riċevitur: {name}',
    purposes: {
      essential: 'Meħtieġ biex is-sit jaħdem. Jiftakar din l-għażla.',
      analytics: 'Jurina kif jintuża s-sit, mhux min int.',
      marketing: 'Ikejjel u jtejjeb ir-reklamar tagħna.',
    },
  },
  gate: {
    heading: 'Dan il-kontenut jeħtieġ il-kunsens tiegħek',
    text: 'Ġej minn {host} u jappartjeni għal “{category}”. Jitgħabba biss jekk taqbel.',
    once: 'Għabbi darba',
    always: 'Ippermetti dejjem',
  },
  reload: {
    text: 'Xi servizzi jieqfu biss meta l-paġna terġa’ titgħabba.',
    now: 'Erġa’ għabbi issa',
  },
};

export default maltese;
