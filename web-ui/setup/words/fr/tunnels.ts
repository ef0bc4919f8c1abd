import type { tunnels as en } from '../en/tunnels.ts';

/** The tunnels: the table, proposals, addresses, the form, in French. */
export const tunnels: Readonly<Record<keyof typeof en, string>> = {
  'tunnels.title': 'Tunnels',
  'tunnels.none': 'Il n’y a pas encore de tunnel.',
  'tunnels.allStopped': 'Tous les tunnels sont arrêtés.',
  'tunnels.started': '{up, number} sur {n, plural, one {# tunnel} other {# tunnels}} en marche.',
  'tunnels.wait':
    '{n, plural, one {# cible attend d’être confirmée.} other {# cibles attendent d’être confirmées.}}',
  'tunnels.lead':
    'Seul ce qui figure dans cette liste peut être ouvert depuis le cloud, et seulement tant que le tunnel est démarré.',
  'tunnels.toConfirm': 'À confirmer',
  'tunnels.localOnly':
    'Les cibles ne s’ajoutent et ne se confirment que sur le réseau local, pas depuis une session à distance.',
  'tunnels.tested': 'Chaque tunnel est testé de bout en bout toutes les 30 s',
  'tunnels.empty': 'Aucun tunnel pour l’instant',
  'tunnels.emptyText':
    'Un tunnel permet à un administrateur que vous autorisez d’ouvrir le PBX de ce site depuis le cloud. Il apparaît ici dès qu’un PBX est connecté.',
  'tunnels.addPbx': 'Ajouter un PBX',

  'target.name': '{component} {tunnel}',
  'target.parts': '{component} : {tunnel}',
  'target.changed': '{target} présente un autre certificat',
  'target.changedText':
    'Il a été renouvelé, ou quelqu’un répond à sa place. Le tunnel reste fermé jusqu’à ce que vous compariez et confirmiez.',
  'target.compare':
    'Comparez l’adresse, ainsi que l’empreinte avec celle que le système affiche lui-même, puis confirmez.',
  'target.address': 'Adresse',
  'target.before': 'Confirmé auparavant',
  'target.certificate': 'Certificat (SHA-256)',
  'target.confirm': 'Confirmer<sr> : {target}</sr>',
  'target.confirmed': 'Cible confirmée : {target}.',
  'target.reach': 'Ce qui peut être atteint',
  'target.caption': 'Adresses des cibles',
  'target.target': 'Cible',
  'target.notConfirmed': 'non confirmée',
  'target.plain': 'aucun, HTTP simple',
  'target.removeColumn': 'Supprimer',
  'target.remove': 'Supprimer<sr> : {target}</sr>',
  'target.removeAsk': 'Supprimer {target} ?',
  'target.removeYes': 'Supprimer',
  'target.removeText':
    '<b>Disparaît :</b> l’entrée, son tunnel et les sessions ouvertes vers elle. <b>Reste :</b> le système lui-même et le journal des accès.',

  'add.title': 'Ajouter une cible à la main',
  'add.aside': 'Les connecteurs proposent les leurs d’eux-mêmes',
  'add.component': 'Composant',
  'add.tunnel': 'Tunnel',
  'add.protocol': 'Protocole',
  'add.host': 'Adresse IP ou FQDN',
  'add.port': 'Port',
  'add.description': 'Description',
  'add.componentNeeded': 'Saisissez le composant. Par exemple MiCollab.',
  'add.tunnelNeeded': 'Saisissez ce qui est ouvert. Par exemple Administration.',
  'add.hostNeeded': 'Saisissez l’adresse. C’est celle sur ce réseau.',
  'add.hostAlone': 'Saisissez le nom ou l’adresse seul. Le protocole et le port ont leurs propres champs.',
  'add.portNeeded': 'Un champ vide n’est pas un port. Saisissez un nombre de 1 à {most, number}.',
  'add.portWrong': '{value} n’est pas un port. Saisissez un nombre de 1 à {most, number}.',
  'add.componentHelp': 'Le système, par exemple MiCollab ou MSL.',
  'add.tunnelHelp': 'Ce qui en est ouvert, par exemple Administration.',
  'add.hostHelp': 'Son adresse sur ce réseau, par exemple 192.168.10.40 ou micollab.example.com.',
  'add.busy': 'Ajout…',
  'add.do': 'Ajouter la cible',
  'add.done': 'Cible ajoutée : {target}. Confirmez-la pour démarrer son tunnel.',
  'add.help':
    'L’ajout ne démarre rien. La passerelle examine d’abord le certificat et vous demande de le confirmer.',

  'tunnel.component': 'Composant',
  'tunnel.tunnel': 'Tunnel',
  'tunnel.status': 'État',
  'tunnel.control': 'Commande',
  'tunnel.description': 'Description',
  'tunnel.stopped': 'Arrêté',
  'tunnel.starting': 'Démarrage',
  'tunnel.failed': 'En échec',
  'tunnel.tunnelIs':
    '{is, select, up {Tunnel établi} down {Tunnel interrompu} other {État du tunnel inconnu}}',
  'tunnel.targetIs':
    '{is, select, up {Cible joignable} down {Cible injoignable} other {État de la cible inconnu}}',
  'tunnel.notChecked': 'pas encore vérifié',
  'tunnel.proposed': 'Proposé, pas encore confirmé.',
  'tunnel.service': 'Appelé par le cloud lui-même, sans navigateur.',
  'tunnel.inUse': 'En cours d’utilisation.',
  'tunnel.readsOnly': 'Lecture seule',
  'tunnel.start': 'Démarrer<sr> : {target}</sr>',
  'tunnel.stop': 'Arrêter<sr> : {target}</sr>',
  'tunnel.startAsk': 'Démarrer le tunnel vers {target} ?',
  'tunnel.yes': 'Oui',
  'tunnel.no': 'Non',
  'tunnel.startText':
    'Les administrateurs de votre compte pourront alors l’ouvrir depuis le cloud. Vous voyez ici chaque session, pouvez y mettre fin aussitôt, et chaque requête figure dans le journal des accès.',
  'tunnel.startAll': 'Démarrer tous les tunnels',
  'tunnel.stopAll': 'Arrêter tous les tunnels',
  'tunnel.allStopped': 'Tous les tunnels sont arrêtés.',
  'tunnel.startAllAsk': '{n, plural, one {Démarrer # tunnel ?} other {Démarrer # tunnels ?}}',
};
