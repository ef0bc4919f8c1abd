import type { launch as en } from '../en/launch.ts';

/** Launch, in French. */
export const launch: Readonly<Record<keyof typeof en, string>> = {
  'launch.title': 'Lancer {title}',
  'launch.shown':
    'Quelqu’un sur le site le lit avant de vous laisser entrer, et cela figure à côté de chaque requête du journal des accès.',
  'launch.reason': 'Motif',
  'launch.reasonHelp': 'Ce que vous allez faire. Par exemple : voir pourquoi le 3104 ne sonne pas.',
  'launch.ticket': 'Numéro de ticket',
  'launch.do': 'Lancer',
  'launch.waits': 'En attente d’accord sur le site',
  'launch.waitsText':
    'Un administrateur y approuve ou refuse sur la page de la passerelle. La suite est automatique. Sans réponse, la demande prend fin à {end}, {age}.',
  'launch.cancel': 'Retirer la demande',
  'launch.cancelled': 'La demande est retirée.',
  'launch.notOpened': 'La session n’a pas été ouverte : {because}.',
  'launch.allowed': 'Le site a donné son accord',
  'launch.allowedText': 'Le navigateur n’a pas ouvert le nouvel onglet. Ouvrez-le ici dans les cinq minutes.',
  'launch.open': 'Ouvrir',
  'launch.close': 'Fermer',
  'g.sessions.waiting': 'en attente d’accord sur le site',
  'g.sessions.cancel': 'Retirer',
  'launch.ended': 'La session vers {title} est finie : {because}.',
  'launch.endedText':
    'Son onglet n’affiche plus rien de nouveau. Lancez-la à nouveau si vous en avez besoin.',
  'g.order.logsTitle': 'Collecter les journaux',
  'g.order.logsWhat':
    'Quelqu’un sur place lit ceci et peut être consulté d’abord, ce qui prend jusqu’à 10 minutes. Les 1 000 dernières lignes arrivent ici.',
  'g.check': 'Vérifier',
  'g.checking': 'Vérification…',
  'g.checked': 'Répond : HTTP {status}',
};
