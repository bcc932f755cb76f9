import type {Texts} from '../texts.js';

const portuguese: Texts = {
  lang: 'pt',
  heading: 'A sua privacidade, a sua escolha',
  text: 'Com a sua autorização, usamos serviços opcionais neste site. Nenhum é iniciado antes de aceitar, e pode mudar de ideias a qualquer momento.',
  optional: 'Opcional:',
  accept: 'Aceitar tudo',
  refuse: 'Só o essencial',
  settings: 'Definições',
  privacy: 'Política de privacidade',
  imprint: 'Aviso legal',
  saved: 'A sua escolha foi guardada.',
  isNew: 'Novo desde a sua última visita',
  names: {essential: 'Essencial', analytics: 'Estatísticas', marketing: 'Marketing'},
  panel: {
    heading: 'Definições de privacidade',
    save: 'Guardar escolhas',
    withdraw: 'Retirar tudo',
    close: 'Fechar',
    alwaysOn: 'Sempre ativo',
    lastDecision: 'Última alteração: {date}, política versão {version}.',
    noDecision: 'Ainda não decidiu.',
    byBrowser: 'O seu navegador pediu-nos que não o fizéssemos.',
    receipt: 'Descarregar recibo',
    forget: 'Apagar os meus dados',
    services: 'Serviços',
    stores: 'Guarda: {what}',
    storesNothing: 'Não guarda nada',
    keptFor: 'Conservação: {time}',
    recipient: 'Destinatário: {name}',
    purposes: {
      essential: 'Necessário para o site funcionar. Lembra-se desta escolha.',
      analytics: 'Mostra-nos como o site é usado, não quem o usa.',
      marketing: 'Mede e melhora a nossa publicidade.',
    },
  },
  gate: {
    heading: 'Este conteúdo precisa do seu consentimento',
    text: 'Vem de {host} e pertence a «{category}». Só é carregado se aceitar.',
    once: 'Carregar uma vez',
    always: 'Permitir sempre',
  },
  reload: {
    text: 'Alguns serviços só param quando a página é recarregada.',
    now: 'Recarregar agora',
  },
};

export default portuguese;
