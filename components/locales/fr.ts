import type {Texts} from '../texts.js';

const french: Texts = {
  lang: 'fr',
  heading: 'Votre vie privée, votre choix',
  text: 'Avec votre accord, nous utilisons des services facultatifs sur ce site. Aucun ne démarre avant votre accord, et vous pouvez changer d’avis à tout moment.',
  optional: 'Facultatif :',
  accept: 'Tout accepter',
  refuse: 'Essentiel uniquement',
  settings: 'Paramètres',
  privacy: 'Politique de confidentialité',
  imprint: 'Mentions légales',
  saved: 'Votre choix a été enregistré.',
  isNew: 'Nouveau depuis votre dernière visite',
  names: {essential: 'Essentiel', analytics: 'Statistiques', marketing: 'Marketing'},
  panel: {
    heading: 'Paramètres de confidentialité',
    save: 'Enregistrer mes choix',
    withdraw: 'Tout retirer',
    close: 'Fermer',
    alwaysOn: 'Toujours actif',
    lastDecision: 'Dernière modification : {date}, politique version {version}.',
    noDecision: 'Vous n’avez pas encore choisi.',
    byBrowser: 'Votre navigateur nous a demandé de ne pas le faire.',
    receipt: 'Télécharger le reçu',
    forget: 'Supprimer mes données',
    services: 'Services',
    stores: 'Stocke : {what}',
    storesNothing: 'Ne stocke rien',
    keptFor: 'Durée de conservation : {time}',
    recipient: 'Destinataire : {name}',
    purposes: {
      essential: 'Nécessaire au fonctionnement du site. Mémorise ce choix.',
      analytics: 'Nous montre comment le site est utilisé, pas qui vous êtes.',
      marketing: 'Mesure et améliore notre publicité.',
    },
  },
  gate: {
    heading: 'Ce contenu nécessite votre accord',
    text: 'Il provient de {host} et relève de la catégorie « {category} ». Il ne se charge que si vous acceptez.',
    once: 'Charger une fois',
    always: 'Toujours autoriser',
  },
  reload: {
    text: 'Certains services ne s’arrêtent qu’au rechargement de la page.',
    now: 'Recharger maintenant',
  },
};

export default french;
