import type { sync as en } from '../en/sync.ts';

/** User synchronisation, in French. */
export const sync: Readonly<Record<keyof typeof en, string>> = {
  'sync.title': 'Synchronisation des utilisateurs',
  'sync.running': 'La synchronisation des utilisateurs est en cours.',
  'sync.failed': 'La dernière synchronisation des utilisateurs a échoué.',
  'sync.seeWhy': 'Voir pourquoi la synchronisation a échoué',
  'sync.lastFailed': 'La dernière synchronisation a échoué',
  'sync.never': 'Aucun utilisateur n’a encore été lu.',
  'sync.paused': 'La synchronisation des utilisateurs est en pause.',
  'sync.read':
    '{n, plural, one {# utilisateur lu, rien d’envoyé pour l’instant.} other {# utilisateurs lus, rien d’envoyé pour l’instant.}}',
  'sync.approve': 'Approuver la première synchronisation',
  'sync.held':
    '{n, plural, one {# suppression est suspendue jusqu’à ce que quelqu’un décide.} other {# suppressions sont suspendues jusqu’à ce que quelqu’un décide.}}',
  'sync.decide': '{n, plural, one {Décider pour # suppression} other {Décider pour # suppressions}}',
  'sync.inSync': '{n, plural, one {# utilisateur synchronisé.} other {# utilisateurs synchronisés.}}',
  'sync.attention':
    '{n, plural, one {# utilisateur synchronisé} other {# utilisateurs synchronisés}}, {detained, plural, one {# à vérifier.} other {# à vérifier.}}',
  'sync.review': '{n, plural, one {Examiner # mise à jour retenue} other {Examiner # mises à jour retenues}}',
  'sync.leadApproval':
    'Consultez ce que fera la première synchronisation, puis cliquez sur Synchroniser maintenant : cela l’approuve.',
  'sync.leadPaused': 'Rien n’est lu ni envoyé tant que le compte n’est pas de nouveau actif.',
  'sync.leadDetained':
    'Les mises à jour retenues attendent une correction dans le PBX ; chacune indique pourquoi. Les autres utilisateurs ne sont pas retardés.',
  'sync.steps': 'La synchronisation, étape par étape',
  'sync.when': 'Quand elle s’exécute',
  'sync.notConnected': 'Le PBX n’est pas connecté',
  'sync.notConnectedText':
    'Dès qu’il le sera, ses utilisateurs apparaîtront ici, avec ce qu’une synchronisation ferait de chacun. Rien n’est envoyé avant votre approbation.',
  'sync.connect': 'Connecter le PBX',
  'sync.will': 'Ce que fera la synchronisation',
  'sync.noPlan':
    'Aucun plan n’est en attente. Un aperçu lit le PBX et montre ce que ferait une synchronisation, sans rien envoyer.',
  'sync.numbers': 'La dernière synchronisation en chiffres',
  'sync.added': 'Ajoutés',
  'sync.changed': 'Modifiés',
  'sync.removed': 'Supprimés',
  'sync.unchanged': 'Inchangés',
  'sync.detained': 'Retenus',
  'sync.heldCount': 'Suspendus',
  'sync.requests': 'Requêtes envoyées',
  'sync.preview': 'Aperçu',
  'sync.previewing': 'Lecture du PBX…',

  'stage.read': 'Lire le PBX',
  'stage.normalise': 'Rapprocher et vérifier',
  'stage.plan': 'Comparer avec le cloud',
  'stage.apply': 'Envoyer les modifications',
  'stage.record': 'Consigner',
  'stage.is':
    'étape {step, number} sur {steps, number} : {stage, select, read {lecture} normalise {rapprochement et vérification} plan {comparaison} apply {envoi des modifications} record {consignation} other {{stage}}}',
  'stage.done': '{done, number} sur {total, number}',
  'stage.next': 'ensuite',
  'stage.goesOn': 'Continue lorsque vous fermez cette page.',

  'figures.users': 'Nombre d’utilisateurs',
  'figures.did': 'Numéro SDA (DID)',
  'figures.last': 'Dernière synchronisation',
  'figures.took': '{age}, durée {duration}',
  'figures.next': 'Prochaine synchronisation',
  'figures.from': 'Lu depuis',

  'run.noPlan': '« Synchroniser maintenant » lit le PBX et envoie ce qui a changé.',
  'run.again': '« Synchroniser maintenant » relit le PBX et envoie ce qui a changé.',
  'run.sends':
    '« Synchroniser maintenant » envoie {added, plural, one {# ajout} other {# ajouts}} et {changed, plural, one {# modification} other {# modifications}}.',
  'run.sendsRemovals':
    '« Synchroniser maintenant » envoie {added, plural, one {# ajout} other {# ajouts}}, {changed, plural, one {# modification} other {# modifications}} et {removed, plural, one {# suppression} other {# suppressions}}.',
  'run.held': '{n, plural, one {# suppression reste suspendue.} other {# suppressions restent suspendues.}}',
  'run.label': 'Planification',
  'run.every': 'Planification de la synchronisation du PBX (en minutes)',
  'run.everyHelp':
    'De {least, number} à {most, number}. Une synchronisation sans modification n’envoie rien.',
  'run.everyEmpty':
    'Un champ vide ne convient pas. Saisissez un nombre entier de {least, number} à {most, number}.',
  'run.everyWrong':
    '{value} ne convient pas. Saisissez un nombre entier de {least, number} à {most, number}.',
  'run.saved':
    '{n, plural, one {Les utilisateurs sont synchronisés toutes les minutes.} other {Les utilisateurs sont synchronisés toutes les # minutes.}}',
  'run.started': 'La synchronisation a démarré.',
  'run.now': 'Synchroniser maintenant',
  'run.running': 'Synchronisation en cours',
  'run.starting': 'Démarrage…',
  'run.save': 'Enregistrer la planification',

  'kind.all': 'Tous',
  'kind.added': 'Ajouté',
  'kind.changed': 'Modifié',
  'kind.removed': 'Supprimé',
  'kind.disabled': 'Désactivé',
  'kind.enabled': 'Activé',
  'kind.detained': 'Retenu',
  'kind.held': 'Suppression suspendue',
  'plan.aside':
    'Comparé {when}, plan {plan}. {n, plural, one {# utilisateur est identique des deux côtés.} other {# utilisateurs sont identiques des deux côtés.}}',
  'plan.kinds': 'Types de modification',
  'plan.search': 'Rechercher par nom, poste ou e-mail',
  'plan.caption': 'Modifications',
  'plan.user': 'Utilisateur',
  'plan.change': 'Modification',
  'plan.extension': 'Poste',
  'plan.what': 'Ce qui change',
  'plan.why': 'Pourquoi',
  'plan.nobody': 'Aucun résultat',
  'plan.nothing': 'Rien à faire',
  'plan.noMatch': 'Aucune modification ne contient « {q} ».',
  'plan.noneOfKind': 'Le plan ne contient aucune modification de ce type.',
  'plan.none': 'aucun',
  'plan.field': '{field} : <del>{from}</del> <ins>{to}</ins>',
  'field.userName': 'Nom d’utilisateur',
  'field.givenName': 'Prénom',
  'field.familyName': 'Nom',
  'field.displayName': 'Nom affiché',
  'field.email': 'E-mail',
  'field.extension': 'Poste',
  'field.phone': 'Téléphone',
  'field.mobile': 'Mobile',
  'field.department': 'Service',
  'field.location': 'Lieu',
  'field.role': 'Rôle',
  'field.active': 'Actif',
  'whole.added': 'nouvel utilisateur',
  'whole.detained': 'rien avant correction',
  'whole.disabled': 'ne peut pas se connecter',
  'whole.enabled': 'peut de nouveau se connecter',
  'whole.other': 'l’utilisateur entier',

  'guard.title':
    '{n, plural, one {# suppression est suspendue jusqu’à ce que quelqu’un décide} other {# suppressions sont suspendues jusqu’à ce que quelqu’un décide}}',
  'guard.text':
    'Si vous les supprimez, ils perdent immédiatement leur connexion et leurs applications. L’historique des appels et les numéros ajoutés par un administrateur restent. Votre réponse ne vaut que pour le plan {plan}.',
  'guard.remove': '{n, plural, one {Supprimer cet utilisateur} other {Supprimer ces # utilisateurs}}',
  'guard.nothing': 'Sans action de votre part, ils sont conservés.',
  'guard.ask':
    '{n, plural, one {Supprimer # utilisateur du cloud ?} other {Supprimer # utilisateurs du cloud ?}}',
  'guard.yes': '{n, plural, one {Supprimer # utilisateur} other {Supprimer # utilisateurs}}',
  'guard.no': 'Les conserver',
  'guard.done':
    '{n, plural, one {La suppression de # utilisateur est autorisée.} other {La suppression de # utilisateurs est autorisée.}}',
  'guard.goes':
    '<b>Disparaît :</b> {n, plural, one {le compte de # utilisateur dans le cloud} other {les comptes de # utilisateurs dans le cloud}}. <b>Reste :</b> le PBX tel quel, l’historique des appels et les numéros ajoutés par un administrateur.',
  'guard.stale':
    'Si quelque chose a changé depuis le plan {plan}, rien n’est supprimé et la question vous est posée à nouveau.',

  'irregular.title': 'Il y a des irrégularités dans les adresses e-mail du PBX',
  'irregular.none':
    '{none, plural, one {# utilisateur n’a pas d’adresse e-mail} other {# utilisateurs n’ont pas d’adresse e-mail}}. Ils restent dans le cloud tels qu’ils sont et ne peuvent pas s’inscrire avant la correction du PBX. Les autres ne sont pas retardés.',
  'irregular.shared':
    '{shared, plural, one {# utilisateur partage une adresse e-mail avec quelqu’un d’autre} other {# utilisateurs partagent une adresse e-mail avec quelqu’un d’autre}}. Ils restent dans le cloud tels qu’ils sont et ne peuvent pas s’inscrire avant la correction du PBX. Les autres ne sont pas retardés.',
  'irregular.both':
    '{none, plural, one {# utilisateur n’a pas d’adresse e-mail} other {# utilisateurs n’ont pas d’adresse e-mail}}, et {shared, plural, one {# utilisateur en partage une avec quelqu’un d’autre} other {# utilisateurs en partagent une avec quelqu’un d’autre}}. Ils restent dans le cloud tels qu’ils sont et ne peuvent pas s’inscrire avant la correction du PBX. Les autres ne sont pas retardés.',
  'irregular.listNone': 'Afficher la liste des utilisateurs sans adresse e-mail',
  'irregular.listShared': 'Afficher la liste des utilisateurs dont l’adresse e-mail n’est pas unique',
  'irregular.list': '{list} ({n, number})',
  'irregular.search': 'Rechercher',
  'irregular.user': 'Utilisateur',
  'irregular.extension': 'Poste',
  'irregular.department': 'Service',
  'irregular.shares': 'Adresse partagée',
  'irregular.notGiven': 'non indiqué',
  'irregular.nobody': 'Aucun résultat.',
  'irregular.download': 'Télécharger en CSV',
  'irregular.downloadFound': 'Télécharger le résultat en CSV',

  'whole.deferred': 'attend que quelqu’un l’applique',
  'plan.toDetained': 'Décider des mises à jour retenues',
  'syncNav.label': 'Synchronisation des utilisateurs',
  'syncNav.sync': 'Synchronisation',
  'syncNav.detained': 'Mises à jour retenues',
  'syncNav.runs': 'Exécutions',
  'syncNav.people': 'Utilisateurs',
  'syncNav.findings': 'Constats',
  'syncNav.synchronisers': 'Synchroniseurs',
  'syncNav.import': 'Importation',
};
