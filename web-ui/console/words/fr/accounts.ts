/** Accounts, integrations, SCIM keys, and the dialog with a typed word. */
export const accounts = {
  'typed.label': 'Saisissez <b>{word}</b> dans le champ ci-dessous pour continuer.',
  'typed.placeholder': 'saisissez « {word} »',
  'typed.cancel': 'Annuler',

  'accounts.title': '{n, plural, =0 {Aucun compte pour le moment.} one {# compte.} other {# comptes.}}',
  'accounts.titleDeactivated':
    '{n, plural, =0 {Aucun compte désactivé.} one {# compte désactivé.} other {# comptes désactivés.}}',
  'accounts.lead':
    'Vos clients. Chacun a un ID de compte à 9 chiffres, ses propres passerelles et ses propres utilisateurs.',
  'accounts.add': 'Ajouter un compte',
  'accounts.tabs': 'Quels comptes',
  'accounts.active': 'Actifs',
  'accounts.deactivated': 'Désactivés',
  'accounts.search': 'Nom ou ID de compte',
  'accounts.table': 'Comptes',
  'accounts.col.name': 'Nom du client',
  'accounts.col.number': 'ID de compte',
  'accounts.col.integration': 'Passerelle CloudLink',
  'accounts.col.gateways': 'Passerelles',
  'accounts.col.users': 'Utilisateurs',
  'accounts.col.region': 'Emplacement du cloud',
  'accounts.col.act': 'Actions',
  'accounts.empty': 'Aucun compte pour le moment',
  'accounts.emptyWhy':
    'Un compte contient les passerelles, les utilisateurs et l’inventaire d’un client. Une passerelle ne peut pas rejoindre un compte partenaire.',
  'accounts.none': 'Aucun compte ne correspond',
  'accounts.noneWhy': 'Recherchez une partie du nom ou de l’ID de compte.',
  'accounts.noneDeactivated': 'Aucun compte désactivé',
  'accounts.noneDeactivatedWhy': 'Un compte désactivé figure ici jusqu’à sa réactivation.',

  'account.title': '{name}.',
  'account.titleStatus': '{status}.',
  'account.reading': 'Lecture du compte',
  'account.info': 'Informations sur le client',
  'account.number': 'ID de compte',
  'account.copyNumber': 'ID de compte',
  'account.region': 'Emplacement du cloud',
  'account.pbx': 'Type de PBX',
  'account.pbxNone': 'Affiché une fois la mise en service terminée',
  'account.created': 'Créé',
  'account.contacts': 'Contacts d’assistance',
  'account.gateways': 'Passerelles',
  'account.users': 'Utilisateurs',
  'account.show': 'Voir ce compte seulement',

  'account.end': 'Désactiver',
  'account.endWhy':
    'Plus personne du compte ne peut se connecter et ses passerelles cessent tout échange, jusqu’à ce que vous le réactiviez. Rien n’est perdu.',
  'account.deactivate': 'Désactiver',
  'account.deactivate.title': 'Désactiver le client ?',
  'account.deactivate.lead':
    'Un compte client désactivé n’est plus actif. Vous pourrez le réactiver plus tard si nécessaire.',
  'account.deactivate.what':
    '<b>S’arrête :</b> la connexion de {users, plural, one {# utilisateur} other {# utilisateurs}} ; la synchronisation, les tunnels, les sessions et les rapports de {gateways, plural, =0 {ses passerelles} one {sa passerelle} other {ses # passerelles}}. <b>Reste :</b> tout, dans le cloud et sur site. Les téléphones ne sont pas touchés.',
  'account.deactivated': '{name} est désactivé.',
  'account.reactivate': 'Réactiver',
  'account.reactivate.title': 'Réactiver le client ?',
  'account.reactivate.lead':
    'Ce compte client a été désactivé. Pour le consulter, le modifier ou le supprimer, il faut le réactiver.',
  'account.reactivate.what':
    'Ses utilisateurs peuvent de nouveau se connecter, et ses passerelles reprennent d’elles-mêmes ; personne n’a besoin de se rendre sur place.',
  'account.reactivated': '{name} est de nouveau actif.',

  'new.title': 'Ajouter un compte.',
  'new.lead':
    'Pour un seul client. Son premier administrateur choisit un mot de passe au moyen d’un lien que vous lui remettez.',
  'new.customer': 'Client',
  'new.name': 'Nom du client',
  'new.country': 'Pays',
  'new.countryEmpty': 'Choisissez un pays',
  'new.street': 'Adresse',
  'new.city': 'Ville',
  'new.province': 'Province/État',
  'new.postalCode': 'Code postal',
  'new.contacts': 'Contacts d’assistance',
  'new.contactsHelp': 'Adresses e-mail auxquelles les rapports sur ce compte sont envoyés. Au moins une.',
  'new.contact': 'Contact d’assistance {n}',
  'new.contactAdd': 'Ajouter un autre contact',
  'new.contactRemove': 'Retirer le contact d’assistance {n}',
  'new.contactMissing': 'Saisissez au moins un contact d’assistance.',
  'new.contactWrong': 'Contient une adresse e-mail non valable',
  'new.admin': 'Premier administrateur',
  'new.adminName': 'Nom',
  'new.adminEmail': 'Adresse e-mail',
  'new.adminEmailHelp': 'L’administrateur se connecte avec elle.',
  'new.nameMissing': 'Saisissez le nom du client.',
  'new.adminNameMissing': 'Saisissez le nom de l’administrateur.',
  'new.adminEmailWrong': 'Ce n’est pas une adresse e-mail. Elle ressemble à name@example.com.',
  'new.save': 'Enregistrer',
  'new.busy': 'Création du compte…',
  'new.cancel': 'Annuler',

  'made.title': '{name} est créé. Remettez l’invitation.',
  'made.lead': 'ID de compte {number}.',
  'made.link': 'Invitation pour {email}',
  'made.once':
    'Affichée maintenant seulement. Elle sert une seule fois, dans les 7 jours ; quiconque la détient peut choisir le mot de passe. Ne l’envoyez qu’à {email}.',
  'made.copy': 'Copier le lien',
  'made.copied': 'Copié',
  'made.notCopied': 'Non copié : sélectionnez le lien et copiez-le à la main',
  'made.gateway': 'Ajouter une passerelle',
  'made.account': 'Ouvrir le compte',

  'integrations.title': '{status}.',
  'integrations.what': 'intégrations',
  'integrations.heading': 'Intégrations',
  'integrations.gateway': 'Passerelle CloudLink',
  'integrations.add': 'Ajouter une passerelle',
  'integrations.settings': 'Passerelle {name}',
  'integrations.lead.none':
    'Aucune passerelle n’a rejoint ce compte. Ajoutez-en une avec le code affiché sur sa page.',
  'integrations.lead.configure': 'La passerelle est associée. Saisissez son site sur ses propres pages.',
  'integrations.lead.addPbx':
    'Le site est enregistré. Saisissez le PBX sur les propres pages de la passerelle.',
  'integrations.lead.syncPbx':
    'Le site est enregistré. Démarrez la synchronisation sur les propres pages de la passerelle.',
  'integrations.lead.connect':
    'La liaison PBX est enregistrée. Connectez-la sur les propres pages de la passerelle.',
  'integrations.lead.deployment':
    'Le PBX est connecté. Terminez le déploiement sur les propres pages de la passerelle.',
  'integrations.lead.complete': 'Tout est configuré.',

  'scim.heading': 'Clés SCIM',
  'scim.lead':
    'Pour les systèmes autres que la passerelle qui écrivent des utilisateurs dans ce compte par SCIM 2.0. La passerelle elle-même n’a pas besoin de clé.',
  'scim.base': 'Adresse de base',
  'scim.copyBase': 'adresse de base',
  'scim.state': 'Clé',
  'scim.none': 'Aucune pour le moment',
  'scim.has': 'Générée : {when}, par {who}',
  'scim.generate': 'Générer des clés',
  'scim.title': 'Générer une nouvelle paire de clés ?',
  'scim.voids':
    'La paire actuelle ({when}, par {who}) perd aussitôt sa validité : chaque système qui l’utilise est refusé jusqu’à ce qu’il ait la nouvelle. La synchronisation de vos passerelles n’est pas touchée.',
  'scim.first':
    'Le jeton est affiché une seule fois, maintenant. Il permet à son détenteur de lire et de modifier tous les utilisateurs de ce compte.',
  'scim.yes': 'Générer des clés',
  'scim.made': 'Les nouvelles clés',
  'scim.once':
    'Affiché maintenant seulement. Copiez le jeton dans l’autre système ; personne ne pourra le retrouver plus tard.',
  'scim.token': 'Jeton secret',
  'scim.copyToken': 'Copier le jeton',
  'scim.done': 'Je l’ai copié',
} as const;
