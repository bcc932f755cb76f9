import type {Texts} from '../texts.js';

const spanish: Texts = {
  lang: 'es',
  heading: 'Su privacidad, su decisión',
  text: 'Con su permiso usamos servicios opcionales en este sitio. Ninguno se activa antes de que usted acepte, y puede cambiar de opinión en cualquier momento.',
  optional: 'Opcional:',
  accept: 'Aceptar todo',
  refuse: 'Solo lo esencial',
  settings: 'Configuración',
  privacy: 'Política de privacidad',
  imprint: 'Aviso legal',
  saved: 'Se ha guardado su elección.',
  isNew: 'Nuevo desde su última visita',
  names: {essential: 'Esencial', analytics: 'Estadísticas', marketing: 'Marketing'},
  panel: {
    heading: 'Configuración de privacidad',
    save: 'Guardar la elección',
    withdraw: 'Retirar todo',
    close: 'Cerrar',
    alwaysOn: 'Siempre activo',
    lastDecision: 'Último cambio: {date}, política versión {version}.',
    noDecision: 'Aún no ha decidido.',
    byBrowser: 'Su navegador nos ha pedido que no lo hagamos.',
    receipt: 'Descargar el recibo',
    forget: 'Borrar mis datos',
    services: 'Servicios',
    stores: 'Guarda: {what}',
    storesNothing: 'No guarda nada',
    keptFor: 'Se conserva: {time}',
    recipient: 'Destinatario: {name}',
    purposes: {
      essential: 'Necesario para que el sitio funcione. Recuerda esta elección.',
      analytics: 'Nos muestra cómo se usa el sitio, no quién es usted.',
      marketing: 'Mide y mejora nuestra publicidad.',
    },
  },
  gate: {
    heading: 'Este contenido necesita su consentimiento',
    text: 'Procede de {host} y pertenece a «{category}». Solo se carga si usted acepta.',
    once: 'Cargar una vez',
    always: 'Permitir siempre',
  },
  reload: {
    text: 'Algunos servicios solo se detienen al recargar la página.',
    now: 'Recargar ahora',
  },
};

export default spanish;
