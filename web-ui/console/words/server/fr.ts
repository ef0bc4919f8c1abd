/** What the cloud says to a person, in French. */
import type { ConsoleTexts } from './texts.ts';

export const fr: ConsoleTexts = {
  errors: {
    SUPPORT_LOG_CHANGED: [
      'Quelqu’un d’autre a modifié ce journal de support depuis que vous l’avez consulté.',
      'Lisez ce qui s’y trouve maintenant ; votre note est en dessous, prête à être enregistrée de nouveau.',
    ],
    ATTACHMENT_TYPE: [
      'Un fichier de ce type n’est pas accepté.',
      'Joignez une image (PNG, JPEG, GIF, WebP), un PDF, un fichier zip ou du texte brut.',
    ],
    ATTACHMENT_TOO_LARGE: [
      'Le fichier dépasse 10 Mio.',
      'Réduisez-le, ou n’y mettez que la partie qui compte.',
    ],
    ATTACHMENTS_FULL: [
      'Ce journal de support, ou ce compte, a déjà autant de pièces jointes que permis.',
      'Créez un autre journal de support ; la place du compte revient à mesure que les journaux résolus sont oubliés.',
    ],
    ATTACHMENT_GONE: [
      'Ce dossier de support n’est plus conservé.',
      'Commandez-en un nouveau sur la page de la passerelle, avec Collecter les journaux.',
    ],
    LAUNCH_WAITS: ['Personne sur place n’a encore répondu.', 'Attendez la réponse, ou appelez le site.'],
    BAD_INPUT: [
      'Un élément de la demande n’est pas correct.',
      'Corrigez le champ indiqué et renvoyez la demande.',
    ],
    NOT_FOUND: ['Il n’y a rien ici.', 'Vérifiez l’adresse.'],
    NOT_SIGNED_IN: ['Vous n’êtes pas connecté.', 'Connectez-vous et réessayez.'],
    RATE_LIMITED: ['Il y a eu trop de tentatives.', 'Attendez une minute et réessayez.'],
    DISK_FULL: [
      'Le disque est plein.',
      'Libérez de l’espace sur le volume de données ; rien de ce qui était enregistré n’est perdu.',
    ],
    NOT_ALLOWED: ['Vous n’êtes pas autorisé à faire cela.', 'Adressez-vous à un administrateur du compte.'],
    SIGN_IN_WRONG: [
      'L’adresse e-mail ou le mot de passe est incorrect.',
      'Vérifiez les deux ; après de nombreux essais, attendez une minute.',
    ],
    PARTNER_ACCOUNT: [
      'Un compte partenaire ne peut pas avoir de passerelle.',
      'Créez d’abord un compte client et choisissez-le.',
    ],
    ACCOUNT_DEACTIVATED: [
      'Le compte est désactivé.',
      'Réactivez-le ; ses passerelles reprennent alors d’elles-mêmes.',
    ],
    CLAIM_UNKNOWN: [
      'Aucune demande ne porte ce code.',
      'Comparez le code avec la page de la passerelle ; les codes expirent au bout de 15 minutes.',
    ],
    CLAIM_ENDED: ['Cette demande est terminée.', 'Obtenez un nouveau code sur la page de la passerelle.'],
    SETUP_CODE_WRONG: [
      'La passerelle indique que le code d’installation est incorrect.',
      'Lisez-le sur l’étiquette, sur la console ou avec cloudlink setup-code, et saisissez-le de nouveau.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'Le code d’installation était erroné cinq fois ; cette demande est terminée.',
      'Obtenez un nouveau code sur la page de la passerelle et recommencez.',
    ],
    GATEWAY_SILENT: [
      'La passerelle n’a pas répondu à temps.',
      'Vérifiez qu’elle est encore allumée et attend l’association, puis réessayez.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Cette passerelle a déjà été associée ; pour l’associer de nouveau, quelqu’un doit se trouver devant elle.',
      'Associez-la sur sa propre page, avec son code d’installation.',
    ],
    GATEWAY_OFFLINE: [
      'La passerelle est hors ligne.',
      'Ce qui a été demandé attend et sera exécuté à son retour.',
    ],
    TUNNEL_STOPPED: [
      'Le tunnel n’est pas démarré.',
      'Un administrateur le démarre sur la page de la passerelle ou ici.',
    ],
    TUNNEL_DOWN: [
      'Le tunnel vers la passerelle ne répond pas.',
      'Attendez un instant et rechargez ; la passerelle se reconnecte d’elle-même.',
    ],
    TUNNEL_BUSY: [
      'Trop de connexions passent par cette passerelle en ce moment.',
      'Fermez quelques pages et réessayez.',
    ],
    TARGET_UNKNOWN: ['La passerelle n’a pas cette cible.', 'Consultez la liste de ses tunnels.'],
    GATEWAY_FAILED: [
      'La passerelle est joignable, mais n’a pas pu traiter la demande.',
      'Rechargez ; si cela se reproduit, consultez les alarmes sur la page de la passerelle.',
    ],
    TARGET_UNREACHABLE: [
      'La passerelle est joignable, mais la cible ne lui répond pas.',
      'Vérifiez que le serveur web de la cible fonctionne, puis rechargez.',
    ],
    TARGET_CERTIFICATE: [
      'La cible présente un autre certificat que celui qui a été confirmé.',
      'Sur place, regardez la nouvelle empreinte sur la page de la passerelle et confirmez-la si elle est juste.',
    ],
    ACCESS_LOG_FAILED: [
      'La passerelle ne peut pas écrire son journal des accès et ne laisse entrer personne sans trace.',
      'Sur place, libérez de l’espace sur le volume de données de la passerelle, puis rechargez.',
    ],
    SERVICE_REFUSED: [
      'La passerelle n’a pas laissé entrer le code du cloud.',
      'Sur place, consultez la règle de cette cible sur la page des tunnels.',
    ],
    SERVICE_SILENT: [
      'L’interface n’a pas répondu à temps.',
      'Vérifiez sur place qu’elle fonctionne, puis réessayez.',
    ],
    ANSWER_TOO_LARGE: ['L’interface a répondu plus que ce qui peut être reçu.', 'Demandez-lui moins.'],
    LAUNCH_REFUSED: [
      'La passerelle n’a pas ouvert la session.',
      'Lisez la cause et cliquez de nouveau sur Lancer.',
    ],
    COMMAND_UNKNOWN: ['Cette commande n’existe pas.', 'Choisissez-en une dans la liste.'],
    EMAIL_TAKEN: [
      'Cette adresse e-mail est déjà utilisée.',
      'Choisissez une autre adresse, ou connectez-vous avec celle-ci.',
    ],
    ACCOUNT_UNKNOWN: ['Aucun compte ne porte ce numéro.', 'Vérifiez l’ID de compte à 9 chiffres.'],
    INVITE_SPENT: [
      'Cette invitation a déjà servi ou a expiré.',
      'Demandez-en une nouvelle à votre administrateur.',
    ],
    PASSWORD_WEAK: [
      'Le mot de passe est trop court.',
      'Utilisez au moins 12 caractères ; quelques mots conviennent bien.',
    ],
    REQUEST_FORGED: ['La demande ne vient pas de cette console.', 'Rechargez la page et réessayez.'],
    COMMAND_LOST: ['Le cloud a redémarré avant que cet ordre soit exécuté.', 'Donnez-le de nouveau.'],
    COMMANDS_FULL: [
      'Trop d’ordres attendent déjà cette passerelle.',
      'Attendez qu’elle soit en ligne et les ait exécutés.',
    ],
    COMMAND_NOT_HERE: [
      'Cette commande ne peut pas être donnée seule.',
      'Utilisez sa propre page : Lancer pour les sessions, Dissocier pour la dissociation.',
    ],
    MAIL_SERVER_MISSING: [
      'Aucun serveur de messagerie n’est configuré : aucun e-mail ne peut être envoyé.',
      'L’exploitant de ce cloud en indique un dans le réglage « smtp » et redémarre le cloud.',
    ],
    ZONE_UNKNOWN: [
      'Le fuseau horaire du rapport est inconnu.',
      'Enregistrez de nouveau le site avec un fuseau de la liste.',
    ],
    RELEASE_UNKNOWN: [
      'Cette version n’existe pas dans ce cloud.',
      'Choisissez-en une dans la liste ; l’exploitant dépose les versions dans le dossier du cloud.',
    ],
    RELEASE_INCOMPLETE: [
      'Certains fichiers de cette version manquent dans le dossier du cloud.',
      'L’exploitant copie les fichiers manquants ; relancez ensuite le déploiement.',
    ],
    RELEASES_UNREADABLE: [
      'Le dossier des versions n’est pas lisible comme dépôt signé.',
      'L’exploitant copie de nouveau tout le dépôt, les métadonnées en dernier.',
    ],
    ROLLOUT_ACTIVE: ['Un autre déploiement n’est pas encore terminé.', 'Attendez sa fin, ou interrompez-le.'],
    ROLLOUT_EMPTY: [
      'Ce déploiement n’atteindrait aucune passerelle.',
      'Toutes les passerelles ont cette version, ou le compte choisi n’en a aucune.',
    ],
    ROLLOUT_CHANGED: [
      'Le déploiement a changé depuis que vous l’avez consulté.',
      'Consultez-le de nouveau, puis décidez.',
    ],
    ROLLOUT_STATE: ['Le déploiement n’est pas dans un état qui le permet.', 'Consultez-le de nouveau.'],
    ROLLOUT_END_UNKNOWN: [
      'La passerelle ne dit pas comment la mise à jour s’est terminée.',
      'Consultez la page de la passerelle.',
    ],
    ROLLOUT_GIVEN_UP: [
      'Quelqu’un a abandonné la mise à jour sur la passerelle.',
      'Parlez au site, puis ordonnez la mise à jour sur la page de la passerelle quand il est d’accord.',
    ],
    INTERNAL: [
      'Une erreur s’est produite dans le programme.',
      'Réessayez ; si cela se reproduit, recueillez les journaux et signalez l’heure de ce message.',
    ],
  },
  consent: {
    CONSENT_DENIED: [
      'Quelqu’un sur place a refusé.',
      'Parlez au client, puis demandez à nouveau quand il est d’accord.',
    ],
    CONSENT_UNANSWERED: [
      'Personne sur place n’a répondu à la demande dans les 10 minutes.',
      'Appelez le site, puis demandez à nouveau.',
    ],
    CONSENT_ENDED: ['La demande a pris fin avant une réponse sur place.', 'Demandez à nouveau.'],
    CONSENT_OFF: [
      'La règle du client ne laisse entrer personne.',
      'Un administrateur sur place peut la changer sur la page des tunnels.',
    ],
    CALL_NOT_ALLOWED: [
      'La règle du client ne permet pas cet appel.',
      'Un administrateur sur place peut l’autoriser sur la page des tunnels.',
    ],
  },
  ends: {
    'waits for consent on site': 'en attente de l’accord sur place',
    'Command line': 'Ligne de commande',
    idle: 'inactivité',
    expired: 'durée écoulée',
    'not used': 'non utilisée',
    unlinked: 'liaison supprimée',
    deactivated: 'compte désactivé',
    'account deactivated': 'compte désactivé',
    'tunnel stopped': 'tunnel arrêté',
    'the policy was changed': 'la règle a été modifiée',
    'ended at the gateway': 'terminée sur la passerelle',
    'the gateway stops': 'la passerelle s’arrête',
    'the gateway was restarted': 'la passerelle a redémarré',
    'the gateway did not answer': 'la passerelle n’a pas répondu',
    'the cloud was restarted': 'le cloud a redémarré',
    'the answer could not be stored': 'la réponse n’a pas pu être enregistrée',
    'ended by {name}': 'terminée par {name}',
    'ended on site by {name}': 'terminée sur place par {name}',
    'withdrawn by {name}': 'retirée par {name}',
    'denied on site by {name}': 'refusée sur place par {name}',
    'the question was not answered: {why}': 'la demande est restée sans réponse : {why}',
  },
  texts: {
    'There is no such rollout.': 'Ce déploiement n’existe pas.',
    'There is no such file.': 'Ce fichier n’existe pas.',
    'Rollout started': 'Déploiement commencé',
    'Rollout ring approved': 'Groupe de déploiement approuvé',
    'Rollout ring begun': 'Groupe de déploiement commencé',
    'Rollout stopped': 'Déploiement arrêté',
    'Rollout resumed': 'Déploiement repris',
    'Rollout aborted': 'Déploiement interrompu',
    'Rollout finished': 'Déploiement terminé',
    'The customer’s policy allows no reading.': 'La règle du client ne permet aucune lecture.',
    'A fingerprint has 43 letters, digits, - and _.': 'Une empreinte a 43 lettres, chiffres, - et _.',
    'Choose an account: people belong to one.':
      'Choisissez un compte : toute personne appartient à un compte.',
    'Name the users, or say that all are meant.':
      'Indiquez les utilisateurs, ou précisez que tous sont concernés.',
    'Somebody else is working on this request.': 'Quelqu’un d’autre traite cette demande.',
    'The gateway did not take the order up in time.': 'La passerelle n’a pas pris l’ordre en charge à temps.',
    'The gateway took the order up and never said how it ended.':
      'La passerelle a pris l’ordre en charge et n’a jamais dit comment il s’est terminé.',
    'There is no such claim token any more.': 'Ce jeton d’association n’existe plus.',
    'There is no such gateway.': 'Cette passerelle n’existe pas.',
    'There is no such session.': 'Cette session n’existe pas.',
    'This target has no page to open.': 'Cette cible n’a pas de page à ouvrir.',
    'No gateway detected': 'Aucune passerelle détectée',
    'Configure gateway': 'Configurer la passerelle',
    'Add PBX': 'Ajouter le PBX',
    'Sync PBX': 'Synchroniser le PBX',
    'Connect the PBX': 'Connecter le PBX',
    Deployment: 'Déploiement',
    'Onboarding Complete': 'Mise en service terminée',
    'Software update available': 'Mise à jour logicielle disponible',
    'Not Indicated': 'Non indiqué',
    Active: 'Actif',
    Inactive: 'Inactif',
    'Expiring soon': 'Expire bientôt',
    Expired: 'Expiré',
    Unknown: 'Inconnu',
    'New findings of user synchronisation': 'Nouveaux constats de la synchronisation des utilisateurs',
    'User synchronisation': 'Synchronisation des utilisateurs',
    'Detained updates decided': 'Mises à jour retenues décidées',
    'Decisions revoked': 'Décisions annulées',
    'Sync schedule changed': 'Planification de la synchronisation modifiée',
    'Reports dropped over budget': 'Rapports abandonnés au-delà du budget',
    'Gateway linked': 'Passerelle liée',
    'Gateway unlinked': 'Passerelle déliée',
    'Inventory reported': 'Inventaire transmis',
    'Device key changed': 'Clé de l’appareil changée',
    'Settings applied': 'Paramètres appliqués',
    'Alarm raised': 'Alarme déclenchée',
    'Alarm cleared': 'Alarme levée',
    'Alarm cure ordered': 'Remède à une alarme ordonné',
  },
};
