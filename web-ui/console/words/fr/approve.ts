/** Approving a gateway. */
export const approve = {
  'link.title': 'Associer une passerelle.',
  'link.lead': 'Saisissez le code affiché sur sa page. Un code expire au bout de 15 minutes.',
  'link.code': 'Code',
  'link.codeHelp': 'Huit lettres, par exemple KTRH-PWVX.',
  'link.codeWrong': 'Ce n’est pas un code valable. Il compte huit lettres, en deux groupes de quatre.',
  'link.go': 'Continuer',
  'link.where': 'Où trouver le code ?',
  'link.where.1':
    'Sur le réseau de la passerelle, ouvrez <c>http://cloudlink.local</c> ou l’adresse affichée sur sa console.',
  'link.where.2':
    'Appuyez sur <b>Associer à CloudLink</b>. La page affiche le code, ainsi qu’un code QR qui mène ici.',
  'link.where.3': 'Sur une machine sans navigateur, <c>cloudlink link</c> affiche les deux.',
  'link.back': 'Vers le tableau de bord',
  'link.looking': 'Recherche de la demande',
  'link.cannot': 'Cette demande ne peut pas être affichée.',
  'link.other': 'Saisir un autre code',

  'approve.title': 'Une passerelle demande à rejoindre l’un de vos comptes.',
  'approve.question': 'Est-ce celle qui est devant vous ?',
  'approve.waiting': 'En attente de votre réponse.',
  'approve.ends': 'La demande prend fin à {time}, <age></age>',
  'approve.checking': 'La passerelle vérifie le code d’installation.',
  'approve.checkingNote': 'Elle répond en quelques secondes ; cette page continue de demander.',
  'approve.what': 'Ce qui est demandé',
  'approve.compare': 'Doit être identique sur la page de la passerelle.',
  'approve.name': 'Nom',
  'approve.kind': 'Type',
  'approve.kindVersion': '{kind}, version {version}',
  'approve.lan': 'Adresse sur son réseau',
  'approve.from': 'Provient de',
  'approve.same': 'la même adresse publique que vous',
  'approve.notSame': 'une autre adresse publique que la vôtre',
  'approve.fingerprint': 'Empreinte de sa clé (SHA-256)',
  'approve.asked': 'Demandé',
  'approve.warn': 'N’approuvez qu’une passerelle que vous voyez',
  'approve.warnBody':
    'La personne qui vous a envoyé un code ou un lien par e-mail ou par téléphone veut peut-être placer son propre appareil dans votre compte. Si vous n’avez pas lancé cette demande sur la page de la passerelle, choisissez « Ce n’est pas la mienne ».',
  'approve.account': 'Compte à rejoindre',
  'approve.accountHelp': 'Vos comptes clients. Un compte partenaire ne peut pas contenir de passerelle.',
  'approve.region': 'Données conservées : {region}',
  'approve.search': 'Nom ou ID de compte',
  'approve.noMatch': 'Aucun compte ne correspond.',
  'approve.matches': '{n} comptes sur {total}',
  'approve.noAccounts': 'Il n’y a pas encore de compte client.',
  'approve.noAccountsWhy':
    'Un compte partenaire ne peut pas contenir de passerelle. Créez d’abord un compte client.',
  'approve.addAccount': 'Ajouter un compte',
  'approve.accountMissing': 'Choisissez le compte que la passerelle doit rejoindre.',
  'approve.code': 'Code d’installation',
  'approve.codeHelp':
    'Dernière ligne de l’étiquette sous la passerelle, premier écran de sa console, ou <c>cloudlink setup-code</c>. Il sert une seule fois. Cinq codes erronés mettent fin à cette demande ; {n, plural, =0 {aucun essai utilisé} one {# essai utilisé} other {# essais utilisés}}.',
  'approve.codeMissing': 'Saisissez le code d’installation de la passerelle.',
  'approve.codeWrong':
    'La passerelle indique que ce code n’est pas le bon. {left, plural, one {Il reste # essai.} other {Il reste # essais.}}',
  'approve.go': 'Approuver pour {account}',
  'approve.goNone': 'Approuver',
  'approve.busy': 'La passerelle vérifie le code…',
  'approve.deny': 'Ce n’est pas la mienne',
  'approve.then':
    'Vous revenez ensuite à la passerelle pour saisir son site et son PBX. Tant que le site n’est pas enregistré, vous pouvez renoncer à la passerelle sans la réinitialiser.',
  'approve.lost':
    'Aucun contact avec la console. Cette page continue d’essayer ; ce que vous avez saisi est conservé.',

  'linked.title': 'Associée. {name} appartient désormais à {account}.',
  'linked.titlePlain': 'Associée. {name} appartient désormais à votre compte.',
  'linked.steps': 'Ce qui se passe maintenant',
  'linked.step.linked': 'La passerelle a reconnu le code d’installation',
  'linked.step.online': 'La passerelle se connecte',
  'linked.step.tunnel': 'Ses pages deviennent accessibles d’ici',
  'linked.step.open': 'Vous passez à ses pages, pour saisir le site et le PBX',
  'linked.late':
    'La passerelle ne s’est pas encore connectée. Vous pouvez attendre, revenir à sa page, ou continuer plus tard depuis la console.',
  'linked.open': 'Ouvrir les pages de la passerelle',
  'linked.return': 'Retour à la page de la passerelle',
  'linked.console': 'La voir dans la console',

  'over.denied': 'Cette passerelle a été refusée.',
  'over.deniedWhat':
    'Elle en a été informée. Si c’était une erreur, recommencez sur sa page pour obtenir un nouveau code.',
  'over.expired': 'Cette demande a expiré.',
  'over.expiredWhat':
    'Une demande prend fin au bout de 15 minutes. Obtenez un nouveau code sur la page de la passerelle.',
  'over.ended': 'Cinq codes d’installation étaient erronés ; cette demande est terminée.',
  'over.endedWhat':
    'Obtenez un nouveau code sur la page de la passerelle. Le code d’installation se trouve sur l’étiquette et sur le premier écran de la console ; <c>cloudlink setup-code</c> l’affiche aussi.',
} as const;
