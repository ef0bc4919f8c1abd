import type { door as en } from '../en/door.ts';

/** What stands before the sign-in, in French. */
export const door: Readonly<Record<keyof typeof en, string>> = {
  brand: 'Passerelle CloudLink',

  'door.unreachable': 'Cette passerelle est injoignable.',
  'door.asking': 'La passerelle vérifie qui est connecté',
  'door.unreadable': 'L’état de la passerelle est illisible.',
  'door.reading': 'Lecture de l’état de la passerelle',

  'signIn.title': 'Connexion',
  'signIn.head': 'Connectez-vous à cette passerelle.',
  'signIn.lead':
    'Avec le nom et le mot de passe d’un administrateur local. Depuis le cloud, aucune seconde connexion n’est nécessaire : utilisez-y Lancer.',
  'signIn.name': 'Nom',
  'signIn.password': 'Mot de passe',
  'signIn.nameNeeded': 'Saisissez votre nom. C’est celui choisi lors de la configuration.',
  'signIn.passwordNeeded': 'Saisissez votre mot de passe.',
  'signIn.do': 'Se connecter',
  'signIn.busy': 'Connexion…',
  'signIn.forgotten':
    'Mot de passe oublié ? Connectez-vous au cloud et cliquez sur Lancer à côté de cette passerelle ; aucun mot de passe n’est alors nécessaire. <a>À propos de cette passerelle</a>',

  'admin.title': 'Premier administrateur',
  'admin.none': 'Personne n’administre encore cette passerelle.',
  'admin.linked': 'Personne ne se connecte encore ici.',
  'admin.linkedText':
    'Le code d’installation de cette passerelle a servi à la lier. Ouvrez ses pages depuis le cloud, ou ajoutez quelqu’un sur la passerelle elle-même avec <code>cloudlink people add</code>.',
  'admin.make': 'Créez le premier administrateur.',
  'admin.lead':
    'Le code d’installation montre que vous êtes auprès de la passerelle. Il ne sert qu’une seule fois.',
  'admin.code': 'Code d’installation',
  'admin.name': 'Votre nom',
  'admin.password': 'Mot de passe',
  'admin.codeNeeded': 'Saisissez le code d’installation. Il se trouve sur l’étiquette ou sur la console.',
  'admin.codeLength':
    '{n, plural, one {La saisie compte # caractère.} other {La saisie compte # caractères.}} Un code d’installation en compte {of}, en trois groupes de quatre.',
  'admin.nameNeeded': 'Saisissez un nom. Il vous sert à vous connecter et figure dans les journaux.',
  'admin.passwordShort':
    '{n, plural, one {Ce mot de passe compte # caractère.} other {Ce mot de passe compte # caractères.}} Il en faut au moins {least}.',
  'admin.codeHelp':
    'Douze lettres et chiffres. Les tirets, les espaces et les minuscules sont sans importance.',
  'admin.nameHelp':
    'Il vous sert à vous connecter. Il figure dans les journaux de cette passerelle à côté de vos actions.',
  'admin.passwordHelp':
    'Au moins {least} caractères, quels qu’ils soient. Quatre mots pris au hasard conviennent bien. Il n’y a pas d’autre règle.',
  'admin.busy': 'Vérification du code…',
  'admin.do': 'Créer l’administrateur',
  'admin.done': '{name} peut désormais se connecter ici.',
  'admin.unnamed': 'L’administrateur',
  'admin.instead':
    'Si un accès à Internet existe, <a>associez plutôt la passerelle à un compte</a> : aucun mot de passe n’est alors nécessaire.',

  'code.where': 'Où se trouve le code d’installation',
  'code.appliance': '<b>Appliance :</b> dernière ligne de l’étiquette, sous l’appareil.',
  'code.virtual': '<b>Machine virtuelle :</b> sur le premier écran de sa console.',
  'code.msl': '<b>Hôte MSL :</b> exécutez {command} en tant qu’administrateur, ou consultez le journal.',
  'code.art': 'Le dessous de la passerelle. Le code d’installation est la dernière ligne de l’étiquette.',
  'code.artText': 'CODE D’INSTALLATION',

  'checks.never': 'non vérifié',
  'checks.passed': '{ok, number} sur {n, number} réussis.',
  'checks.label': 'Prérequis',
  'checks.title': 'Liste des prérequis',
  'checks.reading': 'Lecture des contrôles',
  'checks.from': 'Contrôles effectués depuis la passerelle. {passed}',
  'checks.again': 'Vérifier à nouveau',
  'checks.busy': 'Vérification…',

  'lost.title': 'Aucun contact avec la passerelle depuis {when}, {age}',
  'lost.then': 'Tout ce qui suit date de ce moment. Cette page continue d’essayer.',
  'lost.text':
    'Tout ce qui suit date de {when}. Cette page continue d’essayer ; la passerelle elle-même fonctionne peut-être. Ce que vous saisissez est conservé.',
  'lost.retry': 'Essayer maintenant',

  'post.title': 'Orientation',
  'post.asking': 'Lecture de l’état auprès de la passerelle',
  'post.about': 'À propos de cette passerelle',
  'post.way': 'Le chemin vers le cloud',
  'post.correct': '{n, plural, one {# point à corriger d’abord} other {# points à corriger d’abord}}',
  'post.ready': 'Prête à être associée',
  'post.linkedTo': 'Cette passerelle est associée au compte {account}.',
  'post.linked': 'Cette passerelle est associée à un compte.',
  'post.linkedLead': 'Ses pages exigent une connexion, dans le cloud ou ici sur le réseau.',
  'post.unlinked': 'Cette passerelle fonctionne et n’est pas encore associée.',
  'post.linkIt': 'Associez-la à un compte client.',
  'post.nothingSent':
    'Rien n’a été envoyé au cloud, et personne ne peut atteindre ce site par la passerelle.',
  'post.nobody':
    'Personne ne peut atteindre ce site par la passerelle tant que vous ne l’avez pas approuvée.',

  'this.title': 'Cette passerelle',
  'this.compare': 'Le cloud affiche les mêmes lignes. Comparez-les avant d’approuver.',
  'this.name': 'Nom',
  'this.kind': 'Type',
  'this.address': 'Adresse sur ce réseau',
  'this.version': 'Version',
  'this.fingerprint': 'Empreinte de sa clé (SHA-256)',
  'this.key': 'La clé a été créée sur cette passerelle et ne la quitte jamais.',

  'onward.label': 'Comment continuer',
  'onward.anywhere': 'De n’importe où',
  'onward.anywhereText':
    'Connectez-vous au cloud et cliquez sur Lancer à côté de cette passerelle. La connexion est de confiance et aucune seconde connexion n’est nécessaire.',
  'onward.console': 'Ouvrir la console du cloud',
  'onward.network': 'Sur ce réseau',
  'onward.signInText': 'Connectez-vous en tant qu’administrateur local de cette passerelle.',
  'onward.signIn': 'Se connecter ici',
  'onward.certificate':
    'Les mêmes pages avec le certificat propre à cette passerelle. Le navigateur affiche d’abord un avertissement : comparez l’empreinte qu’il montre avec celle-ci, ou avec celle de la console de la passerelle.',
  'onward.open': 'Ouvrir {host}',

  'ways.label': 'Deux façons d’associer',
  'ways.notStarted': 'L’association n’a pas pu être lancée',
  'ways.notLinked': 'La passerelle n’a pas été associée',
  'ways.here': 'Sur cet ordinateur',
  'ways.hereText':
    'Vous conduit au cloud pour vous connecter, puis vous ramène ici pour quatre pages : Passerelle, PBX, Connexion et Déploiement.',
  'ways.asking': 'Demande au cloud…',
  'ways.link': 'Associer à CloudLink',
  'ways.phone': 'Sur un téléphone ou un autre ordinateur',
  'ways.phoneText': 'Affiche un code et un code QR qui mènent au même endroit. Ils sont valables 15 minutes.',
  'ways.askingCode': 'Demande d’un code au cloud',
  'ways.show': 'Afficher un code',
  'ways.scan': 'Scannez, ou ouvrez <b>{where}</b> et saisissez',
  'ways.new': 'Obtenir un nouveau code',
  'ways.qr': 'Code QR qui ouvre {where} avec le code {code}',
  'ways.checking': 'Vérification du code d’installation',
  'ways.seen': '{person} consulte la demande dans le cloud.',
  'ways.waiting': 'En attente de votre connexion.',
  'ways.wrong': '{n, plural, one {# code d’installation erroné.} other {# codes d’installation erronés.}}',
  'ways.five': 'Au cinquième, cette tentative prend fin. Rien d’autre n’est perdu.',
  'ways.expired': 'Le code a expiré.',
  'ways.ends': 'Expire : {when}, {age}',

  'without.ask': 'Pas d’accès à Internet d’ici ? {link}',
  'without.link': 'Configurer cette passerelle sans cloud',
  'without.warning': 'Le navigateur avertira au sujet de son certificat : ce qu’il faut comparer',
  'without.text':
    'La passerelle a créé elle-même son certificat. Ne continuez que si le navigateur affiche cette empreinte SHA-256 ; elle figure aussi sur la console et sur l’étiquette de la passerelle.',

  'need.title': 'Vous aurez besoin du code d’installation',
  'need.text':
    'Le cloud le demande pour s’assurer que vous êtes auprès de la passerelle. Saisissez-le là-bas, jamais sur cette page.',
};
