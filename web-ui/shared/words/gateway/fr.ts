import type { ServerTexts } from './texts.ts';

/** What the gateway itself says, in French. */
export const fr: ServerTexts = {
  errors: {
    UPDATE_NOT_HERE: [
      'Cette installation ne se met pas à jour elle-même.',
      'Installez la nouvelle version sur l’hôte, comme la première fois.',
    ],
    UPDATE_NO_ROOT: [
      'Il n’y a pas de clés de versions sur cette passerelle : aucune version ne peut être tenue pour sûre.',
      'Mettez root.json du dépôt des versions à l’endroit indiqué par update.root, puis redémarrez la passerelle.',
    ],
    UPDATE_UNSIGNED: [
      'La liste des versions n’est pas signée par les clés auxquelles cette passerelle fait confiance.',
      'Rien n’a été installé. Vérifiez à quel cloud cette passerelle s’adresse et prévenez l’éditeur des versions.',
    ],
    UPDATE_EXPIRED: [
      'La liste des versions a expiré : personne ne l’a renouvelée à temps, ou une ancienne est montrée sans cesse.',
      'Vérifiez l’horloge de cette passerelle. Si elle est juste, installez avec un fichier de mise à jour ou adressez-vous à l’éditeur des versions.',
    ],
    UPDATE_ROLLED_BACK: [
      'Le cloud montre une liste de versions plus ancienne que la dernière vue.',
      'Rien n’a été installé. Attendez que le cloud soit rétabli et vérifiez à quel cloud cette passerelle s’adresse.',
    ],
    UPDATE_NONE: ['Il n’y a pas de version plus récente pour cette passerelle.', 'Il n’y a rien à faire.'],
    UPDATE_UNKNOWN: [
      'Cette version n’existe pas pour cette passerelle.',
      'Recherchez de nouveau les mises à jour et choisissez l’une de celles qui sont montrées.',
    ],
    UPDATE_OLDER: [
      'Cette version n’est pas plus récente que celle qui fonctionne, ou plus ancienne que ce qui peut encore être installé.',
      'Choisissez une version plus récente.',
    ],
    UPDATE_HARDWARE: [
      'Cette version est faite pour un autre matériel.',
      'Prenez la version faite pour ce type de passerelle.',
    ],
    UPDATE_RUNNING: [
      'Une mise à jour est déjà en cours.',
      'Attendez sa fin, ou annulez-la tant qu’elle n’est pas en cours d’installation.',
    ],
    UPDATE_NOT_RUNNING: [
      'Il n’y a pas de mise à jour à reporter ou à annuler en ce moment.',
      'Regardez où en est la mise à jour.',
    ],
    UPDATE_TAMPERED: [
      'La version n’est pas ce que dit sa description signée : sa longueur ou son empreinte diffère.',
      'Rien n’a été installé et le fichier a été supprimé. Réessayez ; si cela se reproduit, vérifiez quel proxy se trouve sur le chemin.',
    ],
    UPDATE_DOWNLOAD: [
      'La version n’a pas pu être téléchargée.',
      'Ce qui est arrivé est gardé, et la prochaine tentative reprend à cet endroit. Vérifiez l’accès au cloud.',
    ],
    UPDATE_NO_SPACE: [
      'Il n’y a pas assez de place sur le disque pour cette mise à jour.',
      'Libérez de la place sur le volume de données et réessayez ; rien n’a été modifié.',
    ],
    UPDATE_FILE_BAD: [
      'Ce n’est pas un fichier de mise à jour, ou il en manque une partie.',
      'Copiez de nouveau le fichier depuis son origine et envoyez-le encore une fois.',
    ],
    UPDATE_OFFSET: [
      'Ce morceau du fichier de mise à jour ne fait pas suite à ce qui est là.',
      'Demandez ce qui est déjà là et reprenez à cet endroit.',
    ],
    UPDATE_BAD_RELEASE: [
      'La version n’a pas pu être mise en place.',
      'La version précédente continue. Signalez cette version à son éditeur.',
    ],
    UPDATE_NOT_STARTED: [
      'La nouvelle version n’a pas été démarrée.',
      'La version précédente continue. Vérifiez que le service démarre la passerelle par son lanceur.',
    ],
    UPDATE_CRASHED: [
      'La nouvelle version s’est arrêtée plusieurs fois juste après son démarrage.',
      'La version précédente fonctionne de nouveau. Signalez cette version, avec son journal, à son éditeur.',
    ],
    UPDATE_HUNG: [
      'La nouvelle version a été démarrée et n’a pas répondu à temps.',
      'La version précédente fonctionne de nouveau. Signalez cette version, avec son journal, à son éditeur.',
    ],
    UPDATE_WORSE: [
      'Avec la nouvelle version, quelque chose qui fonctionnait avant ne fonctionnait plus.',
      'La version précédente fonctionne de nouveau. Regardez ce que c’était et signalez-le à l’éditeur des versions.',
    ],
    SAFE_MODE: [
      'La passerelle fonctionne en mode sans échec : seuls les pages, les tunnels et les journaux fonctionnent.',
      'Redémarrez tout sur la page des alarmes, ou attendez : cela se fait de soi-même.',
    ],
    ALARM_OVER: [
      'Cette alarme n’est plus active, ou rien ne peut être fait d’un clic.',
      'Consultez de nouveau la liste des alarmes.',
    ],
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
    CONSENT_NEEDED: [
      'Quelqu’un sur place doit être consulté avant que les journaux ne soient lus à distance.',
      'Dans la console, sur la page de cette passerelle, cliquez sur « Collecter les journaux » : la question est alors posée.',
    ],
    CONSENT_OWN: [
      'Personne n’approuve sa propre session.',
      'Laissez un autre administrateur sur place l’approuver.',
    ],
    CONSENT_OVER: [
      'Cette demande a déjà reçu une réponse, ou a pris fin.',
      'Consultez la liste des sessions.',
    ],
    SYNCHRONISERS_FULL: [
      'Il y a autant de synchroniseurs que cette passerelle en accepte.',
      'Supprimez-en un dont vous n’avez plus besoin.',
    ],
    SYNCHRONISER_LEAVING: [
      'Ce synchroniseur est en cours de suppression.',
      'Annulez d’abord la suppression.',
    ],
    SYNCHRONISER_AWAITED: [
      'Les personnes d’un autre synchroniseur passent à celui-ci.',
      'Attendez la prochaine synchronisation, ou annulez cette suppression-là.',
    ],
    LINK_IS_GONE: [
      'La liaison PBX et ses secrets sont déjà supprimés.',
      'Enregistrez de nouveau la liaison PBX ; ses personnes restent alors.',
    ],
    CONFIG_INVALID: ['La configuration n’est pas valide.', 'Corrigez le réglage indiqué et redémarrez.'],
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
    STORE_NEWER: [
      'Le dossier de données a été écrit par une version plus récente de ce programme.',
      'Réinstallez cette version, ou démarrez avec un dossier de données vide.',
    ],
    STORE_CORRUPT: [
      'La base de données était endommagée et a été mise de côté.',
      'Restaurez une sauvegarde ou associez à nouveau la passerelle ; le fichier endommagé se trouve à côté du nouveau.',
    ],
    ADDRESS_UNUSABLE: [
      'La passerelle ne peut pas écouter à l’adresse indiquée.',
      'Arrêtez le programme qui occupe le port, ou choisissez-en un autre (http.port, http.httpsPort, http.host).',
    ],
    NOT_ALLOWED: ['Cela n’est pas autorisé ici.', 'Adressez-vous à un administrateur de cette passerelle.'],
    NOT_OVER_TUNNEL: [
      'Cela ne peut pas être modifié depuis une session à distance.',
      'Faites-le sur le réseau local, sur la page de la passerelle elle-même.',
    ],
    NOT_OVER_HTTP: ['Les secrets ne sont pas acceptés en HTTP simple.', 'Ouvrez la page par https://.'],
    NOT_A_PERSON: [
      'Seule une personne connectée avec un mot de passe peut faire cela.',
      'En ligne de commande, utilisez cloudlink people.',
    ],
    SUPPORT_UNKNOWN: [
      'Ce dossier de support n’existe pas sur cette passerelle.',
      'Rechargez la liste des dossiers ; les anciens sont supprimés automatiquement.',
    ],
    SUPPORT_SLOW: [
      'La lecture a pris trop de temps.',
      'Créez un autre dossier plus tard ; les autres parties sont dans celui-ci.',
    ],
    BACKUP_WRONG_KEY: [
      'La phrase secrète ou la clé n’ouvre pas cette sauvegarde.',
      'Vérifiez la saisie, ou prenez une autre copie : le début du fichier est peut-être endommagé. Rien n’a été changé.',
    ],
    BACKUP_DAMAGED: [
      'La sauvegarde est endommagée ou incomplète.',
      'Copiez de nouveau le fichier depuis son lieu de conservation, ou prenez une autre sauvegarde. Rien n’a été changé.',
    ],
    BACKUP_FOREIGN: [
      'Ce fichier n’est pas une sauvegarde de passerelle.',
      'Choisissez un fichier dont le nom finit par .cloudlink-backup. Rien n’a été changé.',
    ],
    BACKUP_NEWER: [
      'La sauvegarde a été faite par une version plus récente de ce programme.',
      'Mettez d’abord cette passerelle à jour, puis restaurez. Rien n’a été changé.',
    ],
    BACKUP_NO_SPACE: [
      'Il n’y a pas assez de place sur le disque.',
      'Libérez de la place sur le volume de données et réessayez. Rien n’a été changé.',
    ],
    BACKUP_FOLDER: [
      'Le dossier des sauvegardes n’existe pas ou ne peut pas être écrit.',
      'Branchez le disque, ou choisissez un autre dossier.',
    ],
    BACKUP_RECIPIENT: [
      'Ce n’est pas une clé publique au format age.',
      'Donnez la ligne qui commence par age1, telle qu’age-keygen l’affiche.',
    ],
    BACKUP_NO_KEY: [
      'Une sauvegarde demande une phrase secrète d’au moins 12 caractères, ou une clé publique.',
      'Choisissez-en une ; elle rouvre la sauvegarde, et cette passerelle ne pourra pas vous la redonner.',
    ],
    BACKUP_RUNNING: [
      'Une sauvegarde ou une restauration est déjà en cours.',
      'Attendez qu’elle soit terminée.',
    ],
    BACKUP_FAILED: [
      'Le programme de sauvegarde s’est arrêté avant la fin.',
      'Réessayez ; si cela se reproduit, collectez les journaux.',
    ],
    BACKUP_DAEMON_RUNS: [
      'La passerelle est en marche, et ses données ne peuvent pas être remplacées pendant ce temps.',
      'Arrêtez la passerelle, ou restaurez depuis sa page.',
    ],
    RESET_ORDER_INVALID: [
      'L’ordre de réinitialisation n’est pas signé pour cette passerelle.',
      'Rien n’a été effacé. Donnez-le de nouveau depuis la page de la passerelle dans la console.',
    ],
    RESET_CANCELLED: [
      'Quelqu’un sur place a annulé la réinitialisation.',
      'Rien n’a été effacé. Parlez aux personnes sur place avant de l’ordonner de nouveau.',
    ],
    RESET_NOT_ANNOUNCED: [
      'Aucune réinitialisation n’est annoncée.',
      'Rechargez la page pour voir où cela en est.',
    ],
    SUPPORT_NEEDS_DAEMON: [
      'Seule la passerelle en marche le sait.',
      'Démarrez la passerelle et créez un autre dossier.',
    ],
    PERSON_UNKNOWN: [
      'Cette personne n’existe pas sur cette passerelle.',
      'Rechargez la liste des personnes.',
    ],
    PERSON_EXISTS: [
      'Quelqu’un porte déjà ce nom sur cette passerelle.',
      'Choisissez un autre nom ; majuscules et minuscules comptent comme identiques.',
    ],
    LAST_ADMIN: [
      'C’est le dernier administrateur de cette passerelle.',
      'Nommez d’abord une autre personne administrateur.',
    ],
    HOST_NOT_KNOWN: [
      'Cette passerelle n’est pas connue sous ce nom.',
      'Ouvrez la page par le nom ou l’adresse de la passerelle.',
    ],
    CHANGED_MEANWHILE: [
      'Quelqu’un d’autre a modifié ceci après la lecture par votre page. Rien n’a été écrasé.',
      'Regardez ce qui y figure maintenant et choisissez ce qui doit être retenu.',
    ],
    CLOUD_UNREACHABLE: [
      'Le cloud est injoignable.',
      'Vérifiez l’accès à Internet, le serveur de noms et le proxy ; la passerelle continue d’essayer.',
    ],
    CLOUD_REFUSED: [
      'Le cloud a refusé la demande.',
      'Lisez la cause ; si la passerelle a été dissociée, associez-la à nouveau.',
    ],
    CLOUD_ANSWER_BAD: [
      'Le cloud a donné une réponse qui n’est pas prévue par le contrat.',
      'Vérifiez que l’adresse du cloud est correcte et qu’aucun proxy ne réécrit la réponse.',
    ],
    CLOUD_TLS: [
      'Le certificat du cloud n’est pas approuvé.',
      'Si un proxy inspecte TLS ici, ajoutez son autorité de certification ; sinon, vérifiez l’adresse du cloud et l’horloge.',
    ],
    PROXY_AUTH: [
      'Le proxy HTTP exige un utilisateur et un mot de passe.',
      'Saisissez les identifiants du proxy sur la page du réseau.',
    ],
    PROXY_UNREACHABLE: ['Le proxy HTTP est injoignable.', 'Vérifiez l’adresse et le port du proxy.'],
    WEBSOCKET_BLOCKED: [
      'Les WebSockets ne parviennent pas jusqu’au cloud.',
      'Autorisez le passage aux WebSockets sur le proxy ou le pare-feu ; d’ici là, les commandes arrivent par interrogation longue (long polling).',
    ],
    NOT_LINKED: [
      'Cette passerelle n’est associée à aucun compte.',
      'Associez-la d’abord : ouvrez sa page, ou exécutez cloudlink link.',
    ],
    ALREADY_LINKED: [
      'Cette passerelle est déjà associée à un compte.',
      'Dissociez-la d’abord si elle doit rejoindre un autre compte.',
    ],
    LINK_EXPIRED: ['La demande d’association a expiré.', 'Obtenez un nouveau code.'],
    LINK_DENIED: [
      'La demande d’association a été refusée dans le cloud.',
      'Obtenez un nouveau code s’il s’agissait d’une erreur.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'Le code d’installation était erroné cinq fois ; la tentative est terminée.',
      'Lisez le code sur l’étiquette ou avec cloudlink setup-code, et recommencez.',
    ],
    SETUP_CODE_WRONG: [
      'Le code d’installation n’est pas le bon.',
      'Lisez-le sur l’étiquette, sur la console ou avec cloudlink setup-code.',
    ],
    SETUP_CODE_USED: [
      'Le code d’installation a déjà été utilisé.',
      'S’il a servi à créer un administrateur, connectez-vous avec celui-ci ; s’il a servi à lier cette passerelle, ouvrez ces pages depuis le cloud, ou exécutez cloudlink people add sur la passerelle.',
    ],
    ACCOUNT_DEACTIVATED: [
      'Le compte est désactivé.',
      'Demandez à votre partenaire de le réactiver ; la passerelle reprend alors d’elle-même.',
    ],
    CLOCK_WRONG: [
      'L’horloge de cette passerelle n’est pas à l’heure.',
      'Vérifiez le serveur de temps ; d’ici là, les certificats ne peuvent pas être vérifiés.',
    ],
    KEY_UNREADABLE: [
      'La clé de l’appareil est illisible.',
      'Vérifiez le dossier de données ; sans sa clé, la passerelle doit être associée à nouveau.',
    ],
    MDNS_FAILED: [
      'Le nom de la passerelle ne peut pas être annoncé sur le réseau.',
      'Ouvrez les pages par l’adresse. Vérifiez qu’aucun autre programme n’accapare le port UDP 5353 et que le pare-feu de cet hôte le laisse passer.',
    ],
    COMMAND_UNKNOWN: [
      'Cette version de la passerelle ne connaît pas cette commande.',
      'Mettez la passerelle à jour.',
    ],
    COMMAND_UNSUPPORTED: [
      'Cette passerelle ne peut pas exécuter cette commande.',
      'Faites-le sur l’hôte de la passerelle, ou mettez la passerelle à jour vers une version qui en est capable.',
    ],
    SETTING_LOCAL: [
      'Ce réglage ne peut être modifié que sur le site de la passerelle.',
      'Modifiez-le sur la page de la passerelle elle-même ou dans son fichier de configuration.',
    ],
    COMMAND_EXPIRED: ['La commande est arrivée trop tard.', 'Renvoyez-la si elle est toujours souhaitée.'],
    COMMAND_BAD: [
      'Les arguments de la commande ne sont pas valides.',
      'Renvoyez-la avec les bons arguments.',
    ],
    COMMAND_INTERRUPTED: [
      'L’alimentation a été coupée pendant l’exécution de la commande ; on ne sait pas si elle a abouti.',
      'Examinez la passerelle et renvoyez la commande si nécessaire.',
    ],
    REBOOT_SMBC: [
      'Cette passerelle fait partie du SMB Controller et ne le redémarre pas : les appels seraient coupés.',
      'Redémarrez plutôt le programme de la passerelle, ou le SMB Controller depuis ses propres pages.',
    ],
    REBOOT_CONTAINER: [
      'Cette passerelle fonctionne dans un conteneur, qui n’a pas de machine à redémarrer.',
      'Redémarrez plutôt le programme de la passerelle, ou l’hôte sur lequel le conteneur fonctionne.',
    ],
    HELPER_UNAVAILABLE: [
      'L’assistant privilégié n’est pas installé ici.',
      'Installez les unités systemd, ou faites-le sur l’hôte.',
    ],
    HELPER_REFUSED: ['L’assistant privilégié a refusé.', 'Lisez la cause ; cet hôte ne le permet pas.'],
    NETWORK_KIND: [
      'La plateforme sur laquelle cette passerelle tourne règle son propre réseau.',
      'Changez les adresses et les serveurs de temps dans l’administration de cette plateforme.',
    ],
    NETWORK_NO_NETWORKD: [
      'systemd-networkd ne tourne pas sur cet hôte.',
      'Changez les adresses et les serveurs de temps avec les outils de cet hôte, ou laissez systemd-networkd gérer ses ports.',
    ],
    NETWORK_TRIAL_RUNNING: [
      'Des paramètres réseau sont déjà à l’essai.',
      'Gardez-les ou annulez-les d’abord ; ils prennent fin d’eux-mêmes après deux minutes.',
    ],
    NETWORK_NO_TRIAL: [
      'Aucun paramètre réseau n’est à l’essai.',
      'Appliquez-les de nouveau ; un essai prend fin de lui-même après deux minutes.',
    ],
    NETWORK_NOT_IN_FORCE: [
      'Les nouveaux paramètres ne sont pas encore en vigueur.',
      'Ouvrez la page à la nouvelle adresse et réessayez.',
    ],
    NETWORK_ADDRESS_TAKEN: [
      'Un autre appareil de ce réseau a cette adresse.',
      'Choisissez une autre adresse, ou donnez-en une autre à l’autre appareil.',
    ],
    KEEP_CODE_WRONG: [
      'Ce lien ne garde plus de paramètres réseau.',
      'Connectez-vous et gardez-les là, tant qu’ils sont à l’essai.',
    ],
    PBX_UNREACHABLE: [
      'Le PBX ou l’annuaire est injoignable.',
      'Vérifiez son adresse, son port et qu’il fonctionne.',
    ],
    PBX_CREDENTIALS: [
      'Le PBX ou l’annuaire a refusé le nom d’utilisateur ou le mot de passe.',
      'Saisissez les bons identifiants et refaites le test.',
    ],
    PBX_PERMISSION: [
      'Le PBX ou l’annuaire ne laisse pas cet utilisateur lire ce qui est nécessaire.',
      'Donnez à l’utilisateur le droit de lecture et refaites le test.',
    ],
    PBX_ANSWER_BAD: [
      'Le PBX ou l’annuaire a donné une réponse incompréhensible.',
      'Vérifiez que le type et le port sont corrects.',
    ],
    PBX_TLS: [
      'Le certificat du PBX ou de l’annuaire n’est pas approuvé.',
      'Ajoutez son autorité de certification, ou corrigez le nom.',
    ],
    PBX_PRODUCT: [
      'Ce n’est pas le produit qui a été choisi.',
      'Vérifiez l’adresse et que son interface pour CloudLink est activée.',
    ],
    PBX_VERSION: [
      'Le PBX est trop ancien pour cette passerelle.',
      'Mettez le PBX à jour, ou importez ses utilisateurs par un fichier.',
    ],
    PBX_CLOCK: [
      'L’horloge du PBX diffère de celle de la passerelle.',
      'Donnez le même serveur de temps aux deux.',
    ],
    MICOLLAB_NOT_LAN: [
      'Le nom de MiCollab ne mène pas à son adresse LAN.',
      'Saisissez un nom que le serveur de noms du LAN résout en l’adresse LAN de MiCollab, ou cette adresse elle-même.',
    ],
    SOURCE_INCOMPLETE: [
      'La source n’a pas pu être lue jusqu’au bout ; personne n’a été supprimé.',
      'Lisez la cause ; le prochain cycle réessaiera.',
    ],
    IMPORT_UNKNOWN: [
      'Ce fichier envoyé n’existe pas.',
      'Regardez la liste des importations ; les envois sont supprimés après une semaine.',
    ],
    IMPORT_TOO_LARGE: ['Le fichier dépasse 256 Mio.', 'Divisez-le, ou retirez ce qui n’est pas nécessaire.'],
    IMPORT_TOO_MANY: ['Il y a déjà 20 fichiers envoyés.', 'Supprimez-en un dont vous n’avez plus besoin.'],
    IMPORT_TAKEN: [
      'Ce fichier a déjà été repris.',
      'Modifiez son synchroniseur, ou envoyez de nouveau le fichier.',
    ],
    IMPORT_UNREADABLE: [
      'Le fichier ne peut pas être repris tel qu’il est lu maintenant.',
      'Choisissez comment il doit être lu, ou corrigez le fichier.',
    ],
    IMPORT_ERRORS: [
      'Le fichier contient des lignes en erreur.',
      'Corrigez-les, ou reprenez les autres sans elles.',
    ],
    IMPORT_OTHER_TYPE: [
      'Ce synchroniseur ne lit pas ce type de fichier.',
      'Choisissez un autre synchroniseur, ou créez-en un à partir du fichier.',
    ],
    IMPORT_ROW_UNKNOWN: ['Le fichier n’a pas de telle ligne.', 'Consultez de nouveau ses lignes.'],
    IMPORT_COLUMN: [
      'Le fichier n’a pas de telle colonne.',
      'Utilisez les noms qui figurent au-dessus de ses lignes.',
    ],
    IMPORT_EDITS: [
      'Mille lignes de ce fichier sont déjà corrigées ici.',
      'Corrigez les autres dans le fichier, puis envoyez-le de nouveau.',
    ],
    IMPORT_READER: [
      'La lecture du fichier s’est terminée de façon inattendue.',
      'Réessayez ; si cela se reproduit, recueillez les journaux et signalez l’heure de ce message.',
    ],
    SOURCE_FILE: [
      'Le fichier ne peut pas être lu tel quel.',
      'Corrigez la ligne ou la colonne indiquée et réessayez.',
    ],
    SCIM_UNREACHABLE: [
      'L’annuaire des utilisateurs du cloud est injoignable.',
      'Rien n’est perdu ; le prochain cycle réessaiera.',
    ],
    SCIM_AUTH: [
      'L’annuaire des utilisateurs du cloud a refusé le jeton.',
      'Saisissez le dernier jeton créé ; en créer un nouveau annule les précédents.',
    ],
    SCIM_ANSWER_BAD: [
      'L’annuaire des utilisateurs du cloud a donné une réponse qui n’est pas du SCIM.',
      'Vérifiez l’adresse ; ce doit être l’URL de base SCIM.',
    ],
    SCIM_TLS: [
      'Le certificat de l’annuaire des utilisateurs n’est pas approuvé.',
      'Ajoutez son autorité de certification, ou corrigez l’adresse.',
    ],
    SCIM_REFUSED: [
      'L’annuaire des utilisateurs du cloud a refusé cette personne.',
      'Lisez la cause et corrigez la personne à la source.',
    ],
    REMOTE_CONFLICT: [
      'Quelqu’un portant ce nom existe déjà dans le cloud et ne provient pas de cette source.',
      'Supprimez ou renommez cet utilisateur dans le cloud, ou modifiez la personne à la source.',
    ],
    REMOTE_DELETED: [
      'L’utilisateur n’est plus dans le cloud, et cette passerelle ne l’a pas supprimé.',
      'Choisissez : recréer l’utilisateur, ou en rester là.',
    ],
    NOT_CONVERGED: [
      'L’annuaire des utilisateurs du cloud n’a pas conservé ce qui a été envoyé.',
      'Examinez les champs indiqués dans le cloud ; le prochain cycle réessaiera.',
    ],
    SYNC_NO_SOURCE: [
      'Il n’y a rien d’où lire des utilisateurs.',
      'Enregistrez une liaison PBX, ajoutez un synchroniseur, ou chargez un fichier d’utilisateurs et reprenez-le ; puis synchronisez à nouveau.',
    ],
    SYNC_LOCKED: [
      'Une autre synchronisation utilise ce dossier d’état.',
      'Attendez qu’elle soit terminée, ou utilisez un autre dossier.',
    ],
    SYNC_ENDLESS: [
      'Les mêmes lignes des synchroniseurs ont été traitées encore et encore, sans fin.',
      'Rien n’a été envoyé. Rassemblez les journaux et signalez l’heure de ce message ; si un synchroniseur a été ajouté en dernier, supprimez-le en attendant.',
    ],
    SYNC_ABORTED: [
      'La synchronisation a été arrêtée avant la fin.',
      'Relancez-la ; elle reprend là où elle s’est arrêtée.',
    ],
    SYNC_FAILED: [
      'La synchronisation a échoué.',
      'Lisez la cause ; le prochain cycle reprend là où celui-ci s’est arrêté.',
    ],
    SYNC_WORKER: [
      'La synchronisation s’est terminée de façon inattendue.',
      'Relancez-la ; si cela se reproduit, recueillez les journaux et signalez l’heure de ce message.',
    ],
    PLAN_STALE: [
      'Le plan a changé depuis son affichage.',
      'Consultez le nouveau plan et confirmez celui-ci.',
    ],
    TARGET_UNKNOWN: ['Cette cible n’existe pas sur cette passerelle.', 'Consultez la liste des tunnels.'],
    TARGET_UNREACHABLE: [
      'La cible ne répond pas à la passerelle.',
      'Vérifiez que son serveur web fonctionne.',
    ],
    TARGET_CERTIFICATE: [
      'Le certificat de la cible n’est pas celui qui a été confirmé.',
      'Examinez la nouvelle empreinte et confirmez-la sur la page de la passerelle si elle est correcte.',
    ],
    TUNNEL_STOPPED: [
      'Le tunnel n’est pas démarré.',
      'Démarrez d’abord le tunnel sur la page de la passerelle.',
    ],
    TARGET_NOT_CONFIRMED: [
      'Personne n’a encore confirmé cette cible.',
      'Examinez son adresse et son certificat sur la page de la passerelle, et confirmez-les s’ils sont corrects.',
    ],
    TARGET_BUILT_IN: [
      'Cette cible fait partie de la passerelle et ne peut pas être supprimée.',
      'Arrêtez son tunnel si elle ne doit pas être atteinte.',
    ],
    BROKER_REFUSED: [
      'Le cloud n’accepte pas ce tunnel.',
      'Vérifiez dans le cloud que la passerelle est associée ; la passerelle réessaie d’elle-même.',
    ],
    ACCESS_LOG_FAILED: [
      'La requête n’a pas pu être inscrite au journal des accès ; elle n’a donc pas été admise.',
      'Libérez de l’espace sur le volume de données de la passerelle, ou consultez son journal, et réessayez.',
    ],
    SESSION_UNKNOWN: ['Cette session n’existe pas, ou elle est terminée.', 'Cliquez de nouveau sur Lancer.'],
    CLAIM_TOKEN_WRONG: [
      'Le cloud n’accepte pas ce jeton d’association, ou ne connaît pas l’empreinte de cette passerelle.',
      'Créez un nouveau jeton d’association dans la console ; il vaut un jour et pour une passerelle.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Cette passerelle a déjà été associée ; pour l’associer de nouveau, quelqu’un doit se trouver devant elle.',
      'Commencez l’association sans jeton et saisissez le code d’installation dans le cloud.',
    ],
    KEY_REFUSED: [
      'Le cloud n’accepte pas la nouvelle clé de l’appareil ; la clé actuelle reste en place.',
      'Recommencez le changement de clé.',
    ],
    SYNC_STORE_CORRUPT: [
      'La base de données de la synchronisation des utilisateurs était endommagée et a été mise de côté.',
      'Lancez une synchronisation à la main : elle compare tout à nouveau, ce qui approuve son plan. Vérifiez le disque ; le fichier endommagé se trouve à côté du nouveau.',
    ],
    INTERNAL: [
      'Une erreur s’est produite dans le programme.',
      'Réessayez ; si cela se reproduit, recueillez les journaux et signalez l’heure de ce message.',
    ],
  },
  reasons: {
    EMAIL_NOT_UPN:
      'L’adresse e-mail du système téléphonique n’est ni celle de l’annuaire ni son nom d’utilisateur principal.',
    OVERWRITTEN:
      'Quelqu’un a modifié cet utilisateur dans le cloud ; les valeurs de la source ont été réécrites.',
    LOGIN_TOO_SHORT: 'L’identifiant de connexion a moins de deux caractères.',
    LOGIN_TOO_LONG: 'L’identifiant de connexion a plus de 21 caractères.',
    LOGIN_CHAR: 'L’identifiant de connexion contient un caractère non autorisé.',
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Un service ne peut pas être supprimé en vidant son champ ; la valeur reste jusqu’à ce que le service soit supprimé à la main.',
    DEFERRED: 'Toutes les opérations de ce synchroniseur attendent une personne.',
    DUP_ID: 'L’identité figure plusieurs fois dans la source.',
    BAD_CHAR: 'Un caractère n’est pas autorisé.',
    NAME_MISSING: 'Il n’y a ni nom affiché, ni prénom, ni nom de famille.',
    USERNAME_MISSING: 'Aucun nom d’utilisateur ne peut être formé à partir de cette ligne.',
    BAD_EMAIL: 'L’adresse e-mail n’est pas valide.',
    NOT_E164: 'Le numéro n’est pas au format international (+ et jusqu’à 15 chiffres).',
    NO_EMAIL: 'Il n’y a pas d’adresse e-mail.',
    IGNORED_FIELD: 'La valeur de l’annuaire n’est pas reprise pour un utilisateur existant.',
    ROW_UNREADABLE: 'Un numéro de cette personne n’a pas pu être lu.',
    LASTNAME_MISSING: 'Il n’y a ni prénom ni nom.',
    MULTI_DEVICE_NO_GROUP:
      'Plusieurs numéros du même type portent ce nom, et aucun groupe n’indique lesquels vont ensemble.',
    NAME_COLLISION: 'Des numéros ont le même nom et des adresses e-mail différentes.',
    IN_TWO_GROUPS: 'Un numéro se trouve dans deux groupes.',
    PILOT_MISSING: 'Le pilote du groupe ne figure pas parmi les numéros.',
    SPLIT: 'L’un des numéros de cette personne porte désormais un autre nom.',
    MERGE: 'Deux personnes déjà existantes n’en feraient plus qu’une.',
    NEAR_MATCH: 'Un autre numéro porte le même nom, à la casse, aux espaces ou aux accents près.',
    BOTH_SOFTPHONES: 'Il y a un softphone MiNet et un terminal UC.',
    MEMBER_MISSING: 'Le groupe cite un numéro que le PBX n’a pas.',
    NUMBER_KEPT: 'Un numéro que le PBX n’a plus est conservé, car quelque chose y fait encore référence.',
    DUP_LOGIN: 'L’identifiant de connexion appartient à plusieurs personnes.',
    DUP_USERNAME: 'Le nom d’utilisateur appartient à plusieurs personnes.',
    DUP_EMAIL: 'L’adresse e-mail appartient à plusieurs personnes.',
    DUP_EXTENSION: 'Le poste appartient à plusieurs personnes.',
    DUP_PHONE: 'Le numéro de téléphone appartient à plusieurs personnes.',
    DUP_MOBILE: 'Le numéro de mobile appartient à plusieurs personnes.',
    REUSED_KEY:
      'Une personne qui a quitté la source a encore ce nom d’utilisateur ou cette adresse e-mail côté distant.',
    REMOTE_DELETED: 'L’utilisateur a été supprimé côté distant (pas de compte).',
    REMOTE_CONFLICT: 'Le nom d’utilisateur appartient à quelqu’un d’autre côté distant.',
    REFUSED: 'Le côté distant a refusé cet utilisateur.',
    RETRY: 'La dernière tentative a échoué ; une nouvelle aura lieu.',
    NOT_CONVERGED: 'Le côté distant conserve d’autres valeurs que celles envoyées.',
    SWAP: 'Des personnes échangent une valeur que le côté distant n’accepte qu’une fois.',
    GAVE_UP: 'Échec pendant 28 jours ; en attente d’une modification.',
    GUARD: 'Trop de personnes seraient supprimées à la fois.',
    SOURCE_INCOMPLETE: 'La source n’a pas pu être lue jusqu’au bout ; personne n’est supprimé.',
    ADOPTED: 'Le compte existait auparavant ; il n’est pas supprimé sans confirmation.',
  },
  texts: {
    'The disk was full, so the room that was kept for that is in use; what can wait does not write.':
      'Le disque était plein ; la place gardée pour ce cas est donc utilisée, et ce qui peut attendre n’écrit pas.',
    'The program ended by itself several times in a row, so only pages, tunnels and logs work now; users stay as they are.':
      'Le programme s’est arrêté de lui-même plusieurs fois de suite ; seuls les pages, les tunnels et les journaux fonctionnent donc, et les utilisateurs restent tels quels.',
    'A sync has begun.': 'Une synchronisation a commencé.',
    'An update was not installed': 'Une mise à jour n’a pas été installée',
    'Detained users': 'Utilisateurs retenus',
    'Every tunnel that was started works.': 'Chaque tunnel démarré fonctionne.',
    'Free space on the data volume, or make it larger; the reserve is then laid down again.':
      'Libérez de l’espace sur le volume de données, ou agrandissez-le ; la réserve est ensuite reconstituée.',
    'Held removals of users': 'Suppressions d’utilisateurs suspendues',
    'If it happens again within days, collect the logs.':
      'Si cela se reproduit dans les jours qui suivent, collectez les journaux.',
    'It connects again now.': 'La connexion est rétablie maintenant.',
    'It was looked at again.': 'Une nouvelle vérification a été faite.',
    'Look at each on the page of detained users; it says what is wrong and what helps.':
      'Examinez chacun d’eux sur la page des utilisateurs retenus ; elle dit ce qui ne va pas et ce qui aide.',
    'Look at its reason on the page of the tunnels. The gateway keeps trying, and this alarm clears by itself.':
      'Lisez la raison sur la page des tunnels. La passerelle continue d’essayer, et cette alarme se lève d’elle-même.',
    'Look at the plan on the page of user sync. Confirm it if so many were meant to go; otherwise put the PBX in order.':
      'Examinez le plan sur la page de synchronisation. Confirmez-le si autant d’utilisateurs devaient partir ; sinon, mettez le PBX en ordre.',
    'Make a backup on the page of backups, and look why the last one was not made.':
      'Faites une sauvegarde sur la page des sauvegardes, et cherchez pourquoi la dernière n’a pas été faite.',
    'Make a support bundle, so that the reason can be found. Everything starts again by itself after a while, or now with the button.':
      'Créez un paquet d’assistance, afin que la raison puisse être trouvée. Tout redémarre de soi-même après un moment, ou maintenant avec le bouton.',
    'The licence number is missing. Enter it, or choose unlicensed.':
      'Le numéro de licence manque. Saisissez-le, ou choisissez « sans licence ».',
    'This is no licence number. It has letters, digits, dots and hyphens, and no spaces.':
      'Ce n’est pas un numéro de licence. Il se compose de lettres, de chiffres, de points et de tirets, sans espaces.',
    'What is unlicensed has no licence number. Leave it empty, or choose another type.':
      'Ce qui est sans licence n’a pas de numéro de licence. Laissez-le vide, ou choisissez un autre type.',
    'What is unlicensed does not end. Leave the day empty, or choose another type.':
      'Ce qui est sans licence n’a pas d’échéance. Laissez le jour vide, ou choisissez un autre type.',
    'There is no such day. Enter one like 2027-03-31.':
      'Ce jour n’existe pas. Saisissez-en un comme 2027-03-31.',
    'No SIP trace is in it: this gateway records none.':
      'Il ne contient aucune trace SIP : cette passerelle n’en enregistre pas.',
    'No licence with an end is known.': 'Aucune licence avec une échéance n’est connue.',
    'No sync waits for a confirmation.': 'Aucune synchronisation n’attend de confirmation.',
    'Nobody is detained.': 'Personne n’est retenu.',
    'Old records and all support bundles but the newest are removed.':
      'Les anciens enregistrements et tous les paquets d’assistance sauf le plus récent sont supprimés.',
    'Read the reason on the page of updates. The version before it runs.':
      'Lisez la raison sur la page des mises à jour. La version précédente fonctionne.',
    'Renew it with your partner; the next inventory reads the new date.':
      'Renouvelez-la auprès de votre partenaire ; le prochain inventaire lit la nouvelle date.',
    'Software assurance': 'Assurance logicielle',
    'The cloud is reached only since a moment ago.': 'Le cloud n’est joint que depuis un instant.',
    'The gateway runs in safe mode': 'La passerelle fonctionne en mode sans échec',
    'The gateway started again to free memory': 'La passerelle a redémarré pour libérer de la mémoire',
    'The last backup is old': 'La dernière sauvegarde est ancienne',
    'The last sync came to its end.': 'La dernière synchronisation est arrivée à son terme.',
    'The licence was read again and reported.': 'La licence a été relue et communiquée.',
    'The program restarts now, with everything.': 'Le programme redémarre maintenant, au complet.',
    'The program restarts now.': 'Le programme redémarre maintenant.',
    'The reserve on the disk is spent': 'La réserve sur le disque est consommée',
    'The tunnels are opened again now.': 'Les tunnels sont rouverts maintenant.',
    'This gateway is not linked, and opens none.': 'Cette passerelle n’est pas associée et n’en ouvre aucun.',
    Tunnels: 'Tunnels',
    'Users were not synchronised yet.': 'Les utilisateurs n’ont pas encore été synchronisés.',
    'Correct it at the source; the next sync takes it over. Or set another value here (Modify).':
      'Corrigez-le à la source ; la prochaine synchronisation le reprend. Ou indiquez ici une autre valeur (Modifier).',
    'Nothing is held back. Correct it at the source when you can.':
      'Rien n’est retenu. Corrigez-le à la source quand vous le pourrez.',
    'Put the numbers into one group on the PBX, or give them names that differ; the next sync takes it over.':
      'Réunissez les numéros dans un même groupe sur le PBX, ou donnez-leur des noms différents ; la prochaine synchronisation le reprend.',
    'Give one of them another value at the source, or modify or ignore this row.':
      'Donnez à l’une des personnes une autre valeur à la source, ou modifiez ou ignorez cette ligne.',
    'Create the user again, or leave this person without an account.':
      'Créez à nouveau l’utilisateur, ou laissez cette personne sans compte.',
    'Look at this user in the cloud, then apply, modify or ignore this row.':
      'Regardez cet utilisateur dans le cloud, puis appliquez, modifiez ou ignorez cette ligne.',
    'It is tried again by itself. Apply tries it now.':
      'Une nouvelle tentative a lieu d’elle-même. Appliquer la fait maintenant.',
    'Look at what would happen, then apply or cancel it.':
      'Regardez ce qui se passerait, puis appliquez ou annulez.',
    'Make the source readable to its end; the next sync goes on by itself.':
      'Faites en sorte que la source soit lisible jusqu’au bout ; la prochaine synchronisation continue d’elle-même.',
    'Duplicate address': 'Adresse en double',
    'Known once a port has an IPv4 address.': 'Connu dès qu’un port a une adresse IPv4.',
    'Asking for it takes the privileged helper and arping.':
      'Pour le demander, il faut l’assistant privilégié et arping.',
    'Give the other device another address, or this gateway one under Appliance Ethernet Configuration; two devices with one address lose each other’s packets.':
      'Donnez une autre adresse à l’autre appareil, ou à cette passerelle dans la configuration Ethernet de l’appliance ; deux appareils avec une même adresse perdent les paquets l’un de l’autre.',
    'Enter the IP address. It is needed.': 'Saisissez l’adresse IP. Elle est nécessaire.',
    'This is an IPv6 address. Enter an IPv4 address, like 192.168.1.50.':
      'C’est une adresse IPv6. Saisissez une adresse IPv4, comme 192.168.1.50.',
    'This is not an IPv4 address. Enter four numbers from 0 to 255 with dots between, like 192.168.1.50.':
      'Ce n’est pas une adresse IPv4. Saisissez quatre nombres de 0 à 255 séparés par des points, comme 192.168.1.50.',
    'No device can have this address. Enter one of your network; 0.…, 127.…, 169.254.… and everything from 224.… on have other uses.':
      'Aucun appareil ne peut avoir cette adresse. Saisissez-en une de votre réseau ; 0.…, 127.…, 169.254.… et tout à partir de 224.… ont d’autres usages.',
    'This is the address of the network itself. Enter one that is inside it.':
      'C’est l’adresse du réseau lui-même. Saisissez-en une qui est à l’intérieur.',
    'This is the broadcast address of the network. Enter one that is inside it.':
      'C’est l’adresse de diffusion du réseau. Saisissez-en une qui est à l’intérieur.',
    'Enter the subnet mask. It is needed.': 'Saisissez le masque de sous-réseau. Il est nécessaire.',
    'This is not a subnet mask. Enter one like 255.255.255.0, or its length like /24.':
      'Ce n’est pas un masque de sous-réseau. Saisissez-en un comme 255.255.255.0, ou sa longueur comme /24.',
    'No network has this subnet mask. Enter one from /8 to /31.':
      'Aucun réseau n’a ce masque de sous-réseau. Saisissez-en un de /8 à /31.',
    'The default gateway is not in the network of the IP address. Correct one of them, or the subnet mask.':
      'La passerelle par défaut n’est pas dans le réseau de l’adresse IP. Corrigez l’une des deux, ou le masque de sous-réseau.',
    'The default gateway has the IP address of this gateway. Enter the address of your router.':
      'La passerelle par défaut a l’adresse IP de cet appareil. Saisissez l’adresse de votre routeur.',
    'This is the address of the network itself, not of a router. Enter the address of your router.':
      'C’est l’adresse du réseau lui-même, pas d’un routeur. Saisissez l’adresse de votre routeur.',
    'This is the broadcast address of the network, not of a router. Enter the address of your router.':
      'C’est l’adresse de diffusion du réseau, pas d’un routeur. Saisissez l’adresse de votre routeur.',
    'These are too many DNS servers. Enter four at the most.':
      'Il y a trop de serveurs DNS. Saisissez-en quatre au plus.',
    'One of these is no host name and no IP address. Enter names like time.example.com, with commas between.':
      'L’un d’eux n’est ni un nom d’hôte ni une adresse IP. Saisissez des noms comme time.example.com, séparés par des virgules.',
    'These are too many time servers. Enter four at the most.':
      'Il y a trop de serveurs de temps. Saisissez-en quatre au plus.',
    'This is no host name and no IP address. Enter one without http:// and without a port.':
      'Ce n’est ni un nom d’hôte ni une adresse IP. Saisissez-en un sans http:// et sans port.',
    'This is not a port. Enter a whole number from 1 to 65535.':
      'Ce n’est pas un port. Saisissez un nombre entier de 1 à 65535.',
    'A colon cannot be part of the user name. Enter the user name alone.':
      'Un nom d’utilisateur ne peut pas contenir de deux-points. Saisissez le nom seul.',
    'A password without a user is of no use. Enter the user too, or leave both empty.':
      'Un mot de passe sans utilisateur ne sert à rien. Saisissez aussi l’utilisateur, ou laissez les deux vides.',
    'One of these is no host, domain or address. Enter hosts like pbx.example.com, domains like .example.com, or addresses.':
      'L’un d’eux n’est ni un hôte, ni un domaine, ni une adresse. Saisissez des hôtes comme pbx.example.com, des domaines comme .example.com, ou des adresses.',
    'These are too many hosts. Enter 100 at the most.': 'Il y a trop d’hôtes. Saisissez-en 100 au plus.',
    'There is no certificate in this text. Paste a PEM file: it begins with -----BEGIN CERTIFICATE-----.':
      'Il n’y a pas de certificat dans ce texte. Collez un fichier PEM : il commence par -----BEGIN CERTIFICATE-----.',
    'This text holds a private key, and was not stored. Give the certificate alone; the key belongs on the computer of the authority.':
      'Ce texte contient une clé privée et n’a pas été enregistré. Donnez le certificat seul ; la clé a sa place sur l’ordinateur de l’autorité.',
    'One of the certificates is damaged. Copy it again, whole, with its first and last line.':
      'L’un des certificats est endommagé. Copiez-le de nouveau en entier, avec sa première et sa dernière ligne.',
    'One of the certificates is that of a server. Give the certificate of the authority that signs the others.':
      'L’un des certificats est celui d’un serveur. Donnez le certificat de l’autorité qui signe les autres.',
    'The time of one of the certificates has ended. Ask for the present certificate of the authority.':
      'L’un des certificats a expiré. Demandez le certificat actuel de l’autorité.',
    'Another port of this host has this address. Enter another one.':
      'Un autre port de cet hôte a cette adresse. Saisissez-en une autre.',
    'This host has no such port. Load the page again.': 'Cet hôte n’a pas ce port. Rechargez la page.',
    'The name or the password is not right.': 'Le nom ou le mot de passe n’est pas juste.',
    'Check both and try again.': 'Vérifiez les deux et réessayez.',
    'This gateway has an administrator already.': 'Cette passerelle a déjà un administrateur.',
    'This is not your password.': 'Ce n’est pas votre mot de passe.',
    'The password must not be the name.': 'Le mot de passe ne doit pas être le nom.',
    'This password is one of the first that somebody would try.':
      'Ce mot de passe est l’un des premiers que quelqu’un essaierait.',
    'The password is hardly more than the name.': 'Le mot de passe est à peine plus que le nom.',
    Backup: 'Sauvegarde',
    'Figures for the cloud': 'Mesures pour le cloud',
    'Old records': 'Anciens enregistrements',
    'Comparison of users with the cloud': 'Comparaison des utilisateurs avec le cloud',
    'Check the time server of this host; certificates and tokens need the right time.':
      'Vérifiez le serveur de temps de cet hôte ; les certificats et les jetons exigent l’heure exacte.',
    'Nothing here says whether the clock is right.': 'Rien ici n’indique si l’horloge est à l’heure.',
    'The clock is synchronised.': 'L’horloge est synchronisée.',
    'The clock says a time that is past for certain.':
      'L’horloge indique une heure qui est certainement passée.',
    'The clock is not synchronised with a time server.':
      'L’horloge n’est pas synchronisée avec un serveur de temps.',
    'No cloud address is set.': 'Aucune adresse de cloud n’est définie.',
    'Check the disk. At the next start the damaged file is kept aside; restore a backup then.':
      'Vérifiez le disque. Au prochain démarrage, le fichier endommagé est mis de côté ; restaurez alors une sauvegarde.',
    'There is no database file yet.': 'Il n’y a pas encore de fichier de base de données.',
    'Free space on the data volume, or make it larger.':
      'Libérez de l’espace sur le volume de données, ou agrandissez-le.',
    'No cloud address is set, so there is no name to ask for.':
      'Aucune adresse de cloud n’est définie ; il n’y a donc aucun nom à résoudre.',
    'Check the spelling of the name, and that the name server knows names of the Internet.':
      'Vérifiez l’orthographe du nom, et que le serveur de noms connaît les noms d’Internet.',
    'Check the name servers under Appliance Ethernet Configuration; none answers.':
      'Vérifiez les serveurs de noms sous Configuration Ethernet de l’appliance ; aucun ne répond.',
    'The command channel is broken.': 'Le canal de commande est rompu.',
    'Read the reason; the gateway keeps asking for a token and this alarm clears by itself.':
      'Lisez la cause ; la passerelle continue de demander un jeton et cette alarme disparaît d’elle-même.',
    'Check the way to the Internet on the page of alarms; the gateway keeps trying and nothing is lost.':
      'Vérifiez l’accès à Internet sur la page des alarmes ; la passerelle continue d’essayer et rien n’est perdu.',
    'It took too long and was given up.': 'Cela a pris trop de temps et a été abandonné.',
    'Not checked yet.': 'Pas encore vérifié.',
    'The gateway’s own web server has not been started yet.':
      'Le serveur web de la passerelle n’a pas encore été démarré.',
    'Restart the gateway; if it happens again, collect the logs.':
      'Redémarrez la passerelle ; si cela se reproduit, recueillez les journaux.',
    'It is switched off.': 'C’est désactivé.',
    'Give this host more memory, or stop other programs on it.':
      'Donnez plus de mémoire à cet hôte, ou arrêtez d’autres programmes qui y tournent.',
    'No PBX link is saved.': 'Aucune liaison PBX n’est enregistrée.',
    'The host is there and nothing listens on that port: check the port, and that the service runs.':
      'L’hôte est là et rien n’écoute sur ce port : vérifiez le port et que le service fonctionne.',
    'Check its address, that it is running, and that no firewall stands between.':
      'Vérifiez son adresse, qu’il fonctionne et qu’aucun pare-feu ne s’interpose.',
    'No cloud address is set, so there is nothing to ask a proxy for.':
      'Aucune adresse de cloud n’est définie ; il n’y a donc rien à demander à un proxy.',
    'Check the proxy’s address and port.': 'Vérifiez l’adresse et le port du proxy.',
    'Enter the proxy’s credentials again.': 'Saisissez de nouveau les identifiants du proxy.',
    'Check the clock first; if it is right, the cloud’s certificate has to be renewed.':
      'Vérifiez d’abord l’horloge ; si elle est à l’heure, le certificat du cloud doit être renouvelé.',
    'Check the cloud address; something else may answer there.':
      'Vérifiez l’adresse du cloud ; autre chose y répond peut-être.',
    'The cloud address is plain http.': 'L’adresse du cloud est en http simple.',
    'Whoever runs the cloud has to renew it.': 'L’exploitant du cloud doit le renouveler.',
    'Known once the gateway is linked.': 'Connu une fois la passerelle associée.',
    'The command channel is not connected now.': 'Le canal de commande n’est pas connecté actuellement.',
    'The command channel runs over a WebSocket.': 'Le canal de commande passe par un WebSocket.',
    'Something on the way blocks WebSockets; commands come by long polling, and tunnels do not work.':
      'Quelque chose bloque les WebSockets en chemin ; les commandes arrivent par interrogation longue (long polling) et les tunnels ne fonctionnent pas.',
    'Allow WebSockets (HTTP Upgrade) to the cloud on the proxy or firewall.':
      'Autorisez les WebSockets (HTTP Upgrade) vers le cloud sur le proxy ou le pare-feu.',
    'Check that a DHCP server serves this network, or give this host a fixed address in the administration of its platform.':
      'Vérifiez qu’un serveur DHCP dessert ce réseau, ou donnez à cet hôte une adresse fixe dans l’administration de sa plateforme.',
    'Switch the port on in the administration of the platform of this host.':
      'Activez le port dans l’administration de la plateforme de cet hôte.',
    'Enter the router’s address as default gateway in the administration of the platform of this host.':
      'Saisissez l’adresse du routeur comme passerelle par défaut dans l’administration de la plateforme de cet hôte.',
    'Check the default gateway and the subnet mask in the administration of the platform of this host, and that the router is switched on and on this network.':
      'Vérifiez la passerelle par défaut et le masque de sous-réseau dans l’administration de la plateforme de cet hôte, et que le routeur est allumé et se trouve sur ce réseau.',
    'Check the name servers in the administration of the platform of this host; none answers.':
      'Vérifiez les serveurs de noms dans l’administration de la plateforme de cet hôte ; aucun ne répond.',
    'Give the other device another address, or this host one in the administration of its platform; two devices with one address lose each other’s packets.':
      'Donnez une autre adresse à l’autre appareil, ou à cet hôte dans l’administration de sa plateforme ; deux appareils avec une même adresse perdent les paquets l’un de l’autre.',
    'Check that a DHCP server serves this network, or choose Static under Appliance Ethernet Configuration.':
      'Vérifiez qu’un serveur DHCP dessert ce réseau, ou choisissez Statique sous Configuration Ethernet de l’appliance.',
    'Known once a port has a link.': 'Connu dès qu’un port a un lien.',
    'This host has no network port.': 'Cet hôte n’a aucun port réseau.',
    'Add a network port; give a virtual machine a network adapter.':
      'Ajoutez un port réseau ; à une machine virtuelle, donnez une carte réseau.',
    'Plug the cable in at both ends and look for the light beside the socket; try another cable or another port of the switch.':
      'Branchez le câble aux deux extrémités et cherchez le voyant à côté de la prise ; essayez un autre câble ou un autre port du commutateur.',
    'Set the port up under Appliance Ethernet Configuration, or switch it on in the host’s own network settings.':
      'Configurez le port sous Configuration Ethernet de l’appliance, ou activez-le dans les paramètres réseau de l’hôte lui-même.',
    'There is no default gateway; the way to the cloud is the proxy.':
      'Il n’y a pas de passerelle par défaut ; l’accès au cloud passe par le proxy.',
    'There is no default gateway; the cloud is reached without one.':
      'Il n’y a pas de passerelle par défaut ; le cloud est joint sans elle.',
    'There is no default gateway, so nothing beyond this network can be reached.':
      'Il n’y a pas de passerelle par défaut ; rien au-delà de ce réseau ne peut donc être joint.',
    'Enter the router’s address as default gateway under Appliance Ethernet Configuration, or let the DHCP server give it.':
      'Saisissez l’adresse du routeur comme passerelle par défaut sous Configuration Ethernet de l’appliance, ou laissez le serveur DHCP la fournir.',
    'Check the default gateway and the subnet mask under Appliance Ethernet Configuration, and that the router is switched on and on this network.':
      'Vérifiez la passerelle par défaut et le masque de sous-réseau sous Configuration Ethernet de l’appliance, et que le routeur est allumé et se trouve sur ce réseau.',
    'Checked when somebody asks for it.': 'Vérifié lorsque quelqu’un le demande.',
    'This PBX does not tell its time.': 'Ce PBX n’indique pas son heure.',
    'Known once the PBX can be read.': 'Connu dès que le PBX peut être lu.',
    'No PBX link with a host is saved.': 'Aucune liaison PBX avec un hôte n’est enregistrée.',
    'It cannot be read before the next sync.': 'Il ne peut pas être lu avant la prochaine synchronisation.',
    'Find out who changed sync.db. If it was restored or replaced on purpose: cloudlink sync verify --accept.':
      'Recherchez qui a modifié sync.db. Si le fichier a été restauré ou remplacé volontairement : cloudlink sync verify --accept.',
    'Access log': 'Journal des accès',
    'Find out who changed state.db; what the cloud was told stays there. cloudlink access verify tells all.':
      'Cherchez qui a modifié state.db ; ce qui a été dit au cloud y reste. cloudlink access verify dit tout.',
    'Nobody came in through a tunnel yet.': 'Personne n’est encore entré par un tunnel.',
    'Audit chain of user synchronisation': 'Chaîne d’audit de la synchronisation des utilisateurs',
    'Network cable': 'Câble réseau',
    'IP address': 'Adresse IP',
    'Default gateway': 'Passerelle par défaut',
    'PBX credentials and permission': 'Identifiants et droits sur le PBX',
    'Time of the PBX': 'Heure du PBX',
    'Disk space': 'Espace disque',
    Memory: 'Mémoire',
    Databases: 'Bases de données',
    'Local REST service': 'Service REST local',
    Time: 'Heure',
    'Name on the network': 'Nom sur le réseau',
    'Name server': 'Serveur de noms',
    'HTTP proxy': 'Proxy HTTP',
    'TLS inspection': 'Inspection TLS',
    Cloud: 'Cloud',
    PBX: 'PBX',
    'Cloud login is down': 'La connexion au cloud est en panne',
    'The cloud is not reached': 'Le cloud n’est pas joint',
    'A target shows another certificate': 'Une cible présente un autre certificat',
    'Its tunnel is stopped. Compare the fingerprint on the tunnels page with the one that the target itself shows, and confirm it only if the certificate was renewed on purpose.':
      'Son tunnel est arrêté. Comparez l’empreinte sur la page des tunnels avec celle que la cible affiche elle-même, et ne la confirmez que si le certificat a été renouvelé volontairement.',
    'User sync': 'Synchronisation des utilisateurs',
    'Inventory report': 'Rapport d’inventaire',
    'Health checks': 'Contrôles de santé',
    'Device certificate': 'Certificat de l’appareil',
    'Connect to the directory': 'Joindre l’annuaire',
    'Sign in': 'S’authentifier',
    'Read people': 'Lire les personnes',
    'Read the file': 'Lire le fichier',
    'Reach the PBX': 'Joindre le PBX',
    'Certificate of the PBX': 'Certificat du PBX',
    Product: 'Produit',
    'Reach the MBG': 'Joindre le MBG',
    'Sign in at the MBG': 'S’authentifier auprès du MBG',
    'Read numbers and groups': 'Lire les numéros et les groupes',
    Version: 'Version',
    Clock: 'Horloge',
    'Reach MiCollab': 'Joindre MiCollab',
    'Sign in at MiCollab': 'S’authentifier auprès de MiCollab',
    'MiCollab’s name leads to the LAN': 'Le nom de MiCollab mène au LAN',
    'MiVoice Business has no public contract of its REST interface: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-business.md.':
      'MiVoice Business n’a pas de contrat public pour son interface REST : ce connecteur parle une interface de notre propre conception, décrite dans docs/pbx/mivoice-business.md.',
    'Please ensure that you are using a Cloudlink gateway blade with the MIVB':
      'Veuillez vous assurer que vous utilisez une lame de passerelle CloudLink avec le MIVB',
    'PBX IP Address or FQDN': 'Adresse IP ou FQDN du PBX',
    'Where numbers and groups are read. No password goes there: the MBG vouches for this gateway.':
      'Là où sont lus les numéros et les groupes. Aucun mot de passe n’y est envoyé : le MBG se porte garant de cette passerelle.',
    'MBG IP Address or FQDN': 'Adresse IP ou FQDN du MBG',
    'The MiVoice Border Gateway where this gateway signs in.':
      'Le MiVoice Border Gateway auprès duquel cette passerelle s’authentifie.',
    'MBG Password': 'Mot de passe du MBG',
    'Of the user cloudlink at the MBG; it opens the PBX’s interface too.':
      'Celui de l’utilisateur cloudlink sur le MBG ; il ouvre aussi l’interface du PBX.',
    'MiCollab IP Address or FQDN': 'Adresse IP ou FQDN de MiCollab',
    'Needed for integrations that use MiCollab. The name must lead to MiCollab’s LAN address.':
      'Nécessaire pour les intégrations qui utilisent MiCollab. Le nom doit mener à l’adresse LAN de MiCollab.',
    'MiCollab Password': 'Mot de passe de MiCollab',
    'Of the user cloudlink at MiCollab.': 'Celui de l’utilisateur cloudlink sur MiCollab.',
    'Kind of directory': 'Type d’annuaire',
    'Decides the filter and the identity of a person where they are left empty.':
      'Détermine le filtre et l’identité d’une personne lorsqu’ils sont laissés vides.',
    Generic: 'Générique',
    Host: 'Hôte',
    'Name or IP address. With encryption it must be the name in the certificate.':
      'Nom ou adresse IP. Avec chiffrement, ce doit être le nom figurant dans le certificat.',
    Security: 'Sécurité',
    'Without encryption the password and the people’s data cross the network in clear.':
      'Sans chiffrement, le mot de passe et les données des personnes traversent le réseau en clair.',
    None: 'Aucune',
    Port: 'Port',
    'Leave empty for 389, or 636 with LDAPS.': 'Laissez vide pour 389, ou 636 avec LDAPS.',
    'The user that reads; Active Directory also takes user@domain. Leave it and the password empty to read anonymously.':
      'L’utilisateur qui lit ; Active Directory accepte aussi user@domain. Laissez ce champ et le mot de passe vides pour lire de façon anonyme.',
    Password: 'Mot de passe',
    'Where people are; everything below it is searched.':
      'Là où se trouvent les personnes ; tout ce qui est en dessous est parcouru.',
    Filter: 'Filtre',
    'Leave empty for everybody.': 'Laissez vide pour tout le monde.',
    'Identity attribute': 'Attribut d’identité',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID in Active Directory.':
      'Ce qui reste identique lorsqu’une personne est renommée ou déplacée. Laissez vide pour entryUUID, ou objectGUID dans Active Directory.',
    'CSV file': 'Fichier CSV',
    'Comma, semicolon or tab separated text as spreadsheets write it (RFC 4180); the column names are ours.':
      'Texte séparé par des virgules, des points-virgules ou des tabulations, tel que l’écrivent les tableurs (RFC 4180) ; les noms de colonnes sont les nôtres.',
    File: 'Fichier',
    'A CSV file in the gateway’s import folder, with a header row: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, in any order. Only id must be there.':
      'Un fichier CSV dans le dossier d’importation de la passerelle, avec une ligne d’en-tête : id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, dans n’importe quel ordre. Seul id est obligatoire.',
    Encoding: 'Encodage',
    'UTF-8 and UTF-16 are recognised. Choose windows-1252 only for a file of an old Windows program.':
      'UTF-8 et UTF-16 sont reconnus. Choisissez windows-1252 uniquement pour un fichier d’un ancien programme Windows.',
    Auto: 'Automatique',
    'LDIF file': 'Fichier LDIF',
    'LDIF as directories write it (RFC 2849), entries and changes; which attribute is the identity is our choice.':
      'LDIF tel que les annuaires l’écrivent (RFC 2849), entrées et modifications ; l’attribut qui sert d’identité est notre choix.',
    'An LDIF file in the gateway’s import folder.':
      'Un fichier LDIF dans le dossier d’importation de la passerelle.',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID where there is none. With dn, somebody who is renamed or moved is somebody new.':
      'Ce qui reste le même quand une personne est renommée ou déplacée. Laissez vide pour entryUUID, ou objectGUID à défaut. Avec dn, une personne renommée ou déplacée est une nouvelle personne.',
    'Identity column': 'Colonne d’identité',
    'Says who a row is, and stays the same when a person is renamed. Leave empty for id, or for that of a known export.':
      'Dit qui est une ligne, et reste la même quand une personne est renommée. Laissez vide pour id, ou pour celle d’une exportation connue.',
    'Excel workbook': 'Classeur Excel',
    'Office Open XML (ECMA-376) as spreadsheets save it; values are read as they are stored, formulas and macros are not run. The column names are ours.':
      'Office Open XML (ECMA-376) tel que les tableurs l’enregistrent ; les valeurs sont lues telles qu’elles sont enregistrées, formules et macros ne sont pas exécutées. Les noms des colonnes sont les nôtres.',
    'An Excel workbook (.xlsx) in the gateway’s import folder. The first row of the sheet names the columns, as in a CSV file.':
      'Un classeur Excel (.xlsx) dans le dossier d’importation de la passerelle. La première ligne de la feuille nomme les colonnes, comme dans un fichier CSV.',
    Sheet: 'Feuille',
    'Leave empty for the first one.': 'Laissez vide pour la première.',
    'New in the source.': 'Nouveau dans la source.',
    'Changed in the source.': 'Modifié dans la source.',
    'Not in the source any more.': 'N’est plus dans la source.',
    'Not active in the source any more.': 'N’est plus actif dans la source.',
    'Active in the source again.': 'De nouveau actif dans la source.',
    'Not in the source, and the grace period is over.':
      'N’est pas dans la source, et le délai de grâce est écoulé.',
    'Gives a number up for another person.': 'Cède un numéro à une autre personne.',
    'Standalone appliance': 'Appliance autonome',
    'Virtual appliance': 'Appliance virtuelle',
    'SMBC (embedded)': 'SMBC (intégrée)',
    'MSL host': 'Hôte MSL',
    'The pages of this gateway, with a reduced role.':
      'Les pages de cette passerelle, avec un rôle restreint.',
    'Sign in at the PBX': 'Se connecter au PBX',
    'Read users': 'Lire les utilisateurs',
    'This connector speaks System OAI, whose text protocol is public. It has no encryption, and tells no DID numbers.':
      'Ce connecteur parle System OAI, dont le protocole texte est public. Il n’est pas chiffré et ne donne pas les numéros SDA (DID).',
    'The login of the MX-ONE Provisioning Manager is public. How it lists users is not: that part is of our own shape, described in docs/pbx/mx-one.md.':
      'La connexion au MX-ONE Provisioning Manager est publique. La façon dont il liste les utilisateurs ne l’est pas : cette partie est de notre propre conception, décrite dans docs/pbx/mx-one.md.',
    'How MiVoice Office 400 lists users is not public: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-office-400.md. Without it, import users by CSV or LDIF.':
      'La façon dont MiVoice Office 400 liste les utilisateurs n’est pas publique : ce connecteur parle une interface de notre propre conception, décrite dans docs/pbx/mivoice-office-400.md. Sans elle, importez les utilisateurs par CSV ou LDIF.',
    'IP Address': 'Adresse IP',
    'Of the PBX, as this gateway reaches it; a name will do.':
      'Celle du PBX, telle que cette passerelle le joint ; un nom convient aussi.',
    'CloudLink System Username': 'Nom d’utilisateur système CloudLink',
    'The account that the PBX has for this gateway.': 'Le compte que le PBX a pour cette passerelle.',
    'CloudLink System Password': 'Mot de passe système CloudLink',
    Node: 'Nœud',
    Protocol: 'Protocole',
    Users: 'Utilisateurs',
    Numbers: 'Numéros',
    Groups: 'Groupes',
    'DID numbers': 'Numéros SDA (DID)',
    'Synchronise dynamic extensions only': 'Synchroniser seulement les postes dynamiques',
    'Feature profile': 'Profil de fonctionnalités',
    'App Server Port needs a softphone’s MAC': 'App Server Port exige la MAC d’un softphone',
    'An App Server Port is a MiNet softphone only where its MAC starts with A1:21:00.':
      'Un App Server Port n’est un softphone MiNet que si sa MAC commence par A1:21:00.',
    // kinds of directories
    'LDAP directory': 'Annuaire LDAP',
    'LDAP version 3 (RFC 4511) with paging (RFC 2696) and content synchronisation (RFC 4533), as public directories speak it; nothing of it is our own.':
      'LDAP version 3 (RFC 4511) avec pagination (RFC 2696) et synchronisation de contenu (RFC 4533), tel que le parlent les annuaires publics ; rien n’y est de notre propre conception.',
    'Each sync reads': 'Chaque synchronisation lit',
    'Changes only, where the directory can tell them. Choose everybody if what it tells cannot be relied on.':
      'Seulement les modifications, quand l’annuaire sait les indiquer. Choisissez tout le monde si ses indications ne sont pas fiables.',
    Changes: 'Modifications',
    Everybody: 'Tout le monde',
    'LDAP as Microsoft documents it (MS-ADTS), with DirSync and update sequence numbers; nothing of it is our own.':
      'LDAP tel que Microsoft le documente (MS-ADTS), avec DirSync et les numéros de séquence de mise à jour ; rien n’y est de notre propre conception.',
    User: 'Utilisateur',
    'An ordinary user that may read, as user@domain or as a DN.':
      'Un utilisateur ordinaire qui peut lire, sous la forme user@domain ou d’un DN.',
    'The domain or the organisational unit where people are; everything below it is searched.':
      'Le domaine ou l’unité d’organisation où se trouvent les personnes ; tout ce qui est en dessous est parcouru.',
    'MiVoice 5000 directory': 'Annuaire MiVoice 5000',
    'That its directory is read by LDAP, and the attributes mail, department and l, are public; base DN, identity and the other attributes are not, and stand here as other directories have them.':
      'La lecture de son annuaire par LDAP et les attributs mail, department et l sont publics ; le DN de base, l’identité et les autres attributs ne le sont pas et figurent ici comme dans d’autres annuaires.',
    'As it is set at the PBX’s directory; it is not published.':
      'Tel qu’il est défini dans l’annuaire du PBX ; il n’est pas publié.',
    'Leave empty for every entry that has a name.': 'Laissez vide pour toute entrée qui a un nom.',
    'What stays the same when a person is renamed. Leave empty for entryUUID; if the directory has none, a number that is never given to another person.':
      'Ce qui reste identique lorsqu’une personne est renommée. Laissez vide pour entryUUID ; si l’annuaire n’en a pas, un numéro qui n’est jamais attribué à une autre personne.',
    'The Asterisk Manager Interface as docs.asterisk.org describes it; that endpoints with a number are people is our own reading.':
      'L’interface Asterisk Manager telle que la décrit docs.asterisk.org ; que les terminaux nommés par un numéro soient des personnes est notre propre lecture.',
    'Without encryption names and addresses cross the network in clear; the password itself is never sent.':
      'Sans chiffrement, les noms et les adresses traversent le réseau en clair ; le mot de passe lui-même n’est jamais envoyé.',
    'Leave empty for 5039 with TLS, or 5038 without.': 'Laissez vide pour 5039 avec TLS, ou 5038 sans.',
    'Manager user': 'Utilisateur du manager',
    'A section of manager.conf that has system and reporting at write.':
      'Une section de manager.conf qui a system et reporting à write.',
    'Channel driver': 'Pilote de canal',
    'PJSIP, or the old SIP driver that ended with Asterisk 20.':
      'PJSIP, ou l’ancien pilote SIP qui a pris fin avec Asterisk 20.',
    'Who is a person': 'Qui est une personne',
    'Endpoints whose name is a number of 2 to 8 digits, or every endpoint, trunks too.':
      'Les terminaux dont le nom est un numéro de 2 à 8 chiffres, ou tous les terminaux, y compris les liaisons.',
    'Numbers only': 'Numéros seulement',
    Everything: 'Tout',
    'Names from': 'Noms d’après',
    'Only voicemail boxes have e-mail addresses. A person without a box has the name of the caller ID.':
      'Seules les boîtes vocales ont des adresses e-mail. Une personne sans boîte porte le nom de l’identifiant d’appelant.',
    Voicemail: 'Messagerie vocale',
    'Caller id': 'Identifiant d’appelant',
    'The Configuration API (XAPI, OData) of 3CX version 20 as its public examples and clients use it; it needs an Enterprise or AI licence.':
      'L’API de configuration (XAPI, OData) de 3CX version 20 telle que ses exemples et clients publics l’utilisent ; elle exige une licence Enterprise ou AI.',
    'Client ID': 'ID client',
    'From the Admin Console: Integrations, API. The application needs access to the Configuration API.':
      'Dans la console d’administration : Integrations, API. L’application a besoin de l’accès à l’API de configuration.',
    'API key': 'Clé d’API',
    '3CX shows it once, when the application is made.':
      '3CX ne l’affiche qu’une fois, à la création de l’application.',
    'The GraphQL API of FreePBX as its published source has it; that every extension is a person is our own reading.':
      'L’API GraphQL de FreePBX telle que dans son code source publié ; que chaque extension soit une personne est notre propre lecture.',
    'Of a machine-to-machine application under Admin, API.':
      'D’une application machine à machine sous Admin, API.',
    'Client secret': 'Secret client',
    'FreePBX shows it once, when the application is made.':
      'FreePBX ne l’affiche qu’une fois, à la création de l’application.',
  },
  forms: {
    'Users who are detained and not in the cloud: #.': 'Utilisateurs retenus et absents du cloud : #1.',
    'The source is empty; all # users would be removed.':
      'La source est vide ; les #1 utilisateurs seraient tous supprimés.',
    '# of # rows are detained; nobody is removed until the source is in order.':
      '#1 lignes sur #2 sont retenues ; personne n’est supprimé tant que la source n’est pas en ordre.',
    '# of # users would be removed; # at most go without a confirmation.':
      '#1 utilisateurs sur #2 seraient supprimés ; #3 au plus partent sans confirmation.',
    'With the last # hours # of # users would be removed; # at most go without a confirmation.':
      'Avec les #1 dernières heures, #2 utilisateurs sur #3 seraient supprimés ; #4 au plus partent sans confirmation.',
    'Reading the source: # rows.': 'Lecture de la source : #1 lignes.',
    'Looking at what changed: # people.': 'Recherche de ce qui a changé : #1 personnes.',
    'Making the plan.': 'Établissement du plan.',
    'Sending to the cloud: # users.': 'Envoi au cloud : #1 utilisateurs.',
    'Taking back: # users.': 'Annulation : #1 utilisateurs.',
    'Recording the result.': 'Enregistrement du résultat.',
  },
};
