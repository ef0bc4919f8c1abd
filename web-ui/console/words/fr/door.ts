/** Sign-in and invitation. */
export const door = {
  'signIn.title': 'Connectez-vous à la console.',
  'signIn.lead': 'Pour les administrateurs des comptes partenaires et clients.',
  'signIn.lead.link':
    'Connectez-vous pour voir la passerelle qui demande à être associée, puis l’approuver ou la refuser.',
  'signIn.email': 'Adresse e-mail',
  'signIn.password': 'Mot de passe',
  'signIn.email.missing': 'Saisissez votre adresse e-mail.',
  'signIn.password.missing': 'Saisissez votre mot de passe.',
  'signIn.go': 'Se connecter',
  'signIn.busy': 'Connexion…',
  'signIn.help':
    'Pas encore de mot de passe ? Ouvrez l’invitation que votre administrateur vous a remise ; elle sert une seule fois.',
  'signIn.locked': 'Trop de tentatives. La connexion est bloquée jusqu’à {time}.',
  'signIn.lockedWhy':
    'Le blocage prend fin de lui-même <age></age>. Il empêche autrui de deviner votre mot de passe.',
  'signIn.lockedRemedy':
    'Attendez jusque-là. Si ces tentatives ne viennent pas de vous, prévenez votre administrateur : chaque blocage figure dans l’Historique des événements.',
  'signIn.over': 'Le blocage est terminé. Réessayez.',
  caps: 'Le verrouillage des majuscules est activé.',

  'invite.title': 'Bienvenue, {name}. Choisissez un mot de passe.',
  'invite.lead': 'Vous devenez administrateur du compte {account}, ID de compte {number}.',
  'invite.reading': 'Lecture de l’invitation',
  'invite.cannot': 'Cette invitation ne peut pas être utilisée.',
  'invite.none': 'Cette page a besoin du lien complet d’une invitation.',
  'invite.noneWhy':
    'La partie du lien qui ouvre l’accès est retirée de l’adresse dès qu’elle est lue, afin de ne rester dans aucun historique. Après un rechargement, elle a disparu.',
  'invite.noneRemedy':
    'Ouvrez de nouveau le lien de l’invitation. Il fonctionne jusqu’à ce qu’un mot de passe ait été choisi avec lui.',
  'invite.toSignIn': 'Aller à la connexion',
  'invite.email': 'Vous vous connectez avec',
  'invite.password': 'Nouveau mot de passe',
  'invite.rule':
    'Au moins {n, plural, one {# caractère} other {# caractères}} ; quelques mots conviennent. Aucune règle sur les chiffres ni les signes.',
  'invite.left': 'Encore {n, plural, one {# caractère} other {# caractères}}.',
  'invite.enough': 'Assez long.',
  'invite.missing': 'Choisissez un mot de passe.',
  'invite.short':
    'Le mot de passe est trop court. Il compte {have, plural, one {# caractère} other {# caractères}} ; il en faut {n}.',
  'invite.go': 'Choisir ce mot de passe et se connecter',
  'invite.busy': 'Enregistrement du mot de passe…',
} as const;
