/** The frame: rail, account, foot, banner of lost contact. */
export const frame = {
  brand: 'Console CloudLink',
  'nav.label': 'Menu principal',
  'nav.dashboard': 'Tableau de bord',
  'nav.accounts': 'Comptes',
  'nav.account': 'Compte',
  'nav.users': 'Gestion des utilisateurs',
  'nav.integrations': 'Intégrations et applications',
  'nav.inventory': 'Inventaire du système',
  'nav.platforms': 'Plateformes',
  'nav.applications': 'Applications',
  'nav.support': 'Assistance',
  'nav.gateway': 'Passerelle',
  'nav.supportLogs': 'Journaux de support',
  'nav.events': 'Historique des événements',

  'scope.all': 'Vue partenaire, {n, plural, one {# compte} other {# comptes}}',
  'scope.partner': 'Vue partenaire',
  'scope.choose': 'Choisir un compte',
  'scope.change': 'Changer de compte',
  'scope.showAll': 'Tous les comptes',
  'scope.title': 'Quel compte ?',
  'scope.search': 'Nom ou ID de compte',
  'scope.none': 'Aucun compte ne correspond.',
  'scope.deactivated': 'Désactivé : réactivez-le sous Comptes pour le voir.',
  'scope.more': 'Afficher plus',
  'scope.cancel': 'Annuler',
  'scope.list': 'Comptes',
  'scope.needed': 'Choisissez le compte dont vous voulez voir les {what}.',
  'scope.neededWhy': 'Chaque élément appartient à un seul compte.',

  'foot.who':
    'Connecté : {name}, {role, select, partner {partenaire} admin {administrateur} other {utilisateur}}',
  'foot.signOut': 'Se déconnecter',
  'foot.signOutAgain': 'Vous êtes toujours connecté. Réessayez.',

  'lost.title': 'Aucun contact avec la console <age></age> (<time></time>)',
  'lost.body':
    'Tout ce qui suit date de {time}. Cette page continue d’essayer ; les passerelles et les appels n’en dépendent pas. Ce que vous saisissez est conservé.',
  'lost.retry': 'Réessayer maintenant',

  'door.asking': 'Vérification de votre connexion auprès de la console',
  'door.unreachable': 'La console est injoignable.',
  'user.title': 'Vous êtes connecté. Avec le rôle utilisateur, il n’y a rien à administrer.',
  'user.lead': 'Demandez le rôle administrateur à un administrateur du compte {account}.',
  'notFound.title': 'Cette page n’existe pas.',
  'notFound.lead': 'L’adresse est peut-être mal saisie, ou la page a été déplacée.',
  'notFound.home': 'Aller au tableau de bord',

  'bell.title': '{n, plural, one {# notification} other {# notifications}}',
  'bell.details': 'Voir les détails',
  'bell.bin': 'Supprimer définitivement',
  'bell.dismissAll': 'Tout ignorer',
  'bell.more':
    '{n, plural, one {# autre passerelle a des alarmes : voir le tableau de bord.} other {# autres passerelles ont des alarmes : voir le tableau de bord.}}',
} as const;
