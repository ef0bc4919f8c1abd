/** The words of the shared components in French. */
import type { en } from './en.ts';

export const fr: Readonly<Record<keyof typeof en, string>> = {
  'age.ago': 'il y a {span}',
  'age.in': 'dans {span}',
  'age.for': 'depuis {span}',
  'age.since': 'depuis {when}',
  'age.now': 'maintenant',
  'age.checked': 'vérifié {age}',
  'unit.days': '{n, plural, one {# jour} other {# jours}}',
  'unit.bytes': '{n, plural, one {# octet} other {# octets}}',

  'state.stale': 'Périmé',

  'shell.skip': 'Aller au contenu',
  'shell.menu': 'Menu',
  'shell.close': 'Fermer',
  'shell.rail': 'Site et menu',
  'shell.setupRail': 'Site et configuration',
  'shell.steps': 'Étapes de la configuration',
  'shell.here': 'Vous êtes ici',
  'shell.finished': ', terminée',
  'shell.notStarted': ', pas commencée',
  'shell.language': 'Langue',
  'theme.light': 'Thème clair',
  'theme.dark': 'Thème sombre',

  'failure.todo': '<b>Que faire :</b> {remedy}',
  'failure.code': 'Code <code></code>',
  'failure.retry': 'Réessayer',
  'failure.defect': 'Cette page a un défaut et n’a pas pu continuer.',
  'failure.defect.remedy':
    'Rechargez la page. Ce que vous avez saisi est conservé. Si cela se reproduit, signalez le texte ci-dessus.',
  'failure.late':
    '{peer, select, console {La console n’a pas répondu à temps.} other {La passerelle n’a pas répondu à temps.}}',
  'failure.late.detail': 'La demande est partie et peut encore être exécutée.',
  'failure.unreachable':
    '{peer, select, console {La console est injoignable.} other {La passerelle est injoignable.}}',
  'failure.unreachable.detail': 'La demande n’est pas arrivée.',
  'failure.unreachable.remedy':
    '{peer, select, console {Vérifiez que cet ordinateur est relié au réseau, puis réessayez. Ce que vous avez saisi est conservé.} other {Vérifiez que cet ordinateur est relié au réseau et que la passerelle est allumée, puis réessayez. Ce que vous avez saisi est conservé.}}',
  'failure.foreign':
    '{peer, select, console {Autre chose que la console a répondu.} other {Autre chose que la passerelle a répondu.}}',
  'failure.foreign.detail':
    'La réponse avait le statut {status} et ne contenait pas de données ; il y a probablement un proxy ou une page de connexion entre les deux.',
  'failure.foreign.remedy':
    '{peer, select, console {Ouvrez la console directement, sans proxy, et réessayez.} other {Ouvrez la passerelle directement, sans proxy, et réessayez.}}',

  'dialog.cancel': 'Annuler',
  'dialog.typed': 'saisissez « {word} »',
  'toast.undo': 'Annuler l’action',
  'toast.close': 'Fermer',

  'copy.what': 'Copier : {what}',
  'copy.done': 'Copié',
  'copy.forbidden': 'Non copié : le navigateur l’interdit',

  'field.optional': '(facultatif)',
  'field.show': 'Afficher<sr> : {label}</sr>',
  'field.hide': 'Masquer<sr> : {label}</sr>',
  'field.choose': 'Choisissez',
  'field.needed': 'Le champ « {label} » est vide. Il doit être rempli.',
  'field.stored': 'Enregistré sur cette passerelle. Laissez vide pour le conserver.',
  'field.example': 'Par exemple {example}.',
  'field.tooLong': 'La saisie compte {n} caractères. Le maximum est de {most}.',
  'field.tooShort': 'La saisie est trop courte. Il faut au moins {least} caractères.',
  'field.form': 'La saisie n’a pas la bonne forme.',
  'field.formExample': 'La saisie n’a pas la bonne forme. Un exemple : {example}.',
  'field.whole': '{value} ne convient pas. Saisissez un nombre entier.',
  'field.wholeBetween': '{value} ne convient pas. Saisissez un nombre entier de {least} à {most}.',
  'field.wholeLeast': '{value} ne convient pas. Saisissez un nombre entier d’au moins {least}.',
  'field.wholeMost': '{value} ne convient pas. Saisissez un nombre entier d’au plus {most}.',
  'field.number': '{value} ne convient pas. Saisissez un nombre.',
  'field.numberBetween': '{value} ne convient pas. Saisissez un nombre de {least} à {most}.',
  'field.numberLeast': '{value} ne convient pas. Saisissez un nombre d’au moins {least}.',
  'field.numberMost': '{value} ne convient pas. Saisissez un nombre d’au plus {most}.',
  'field.together': 'Remplissez aussi « {label} », ou laissez vide : {beside}.',
  'form.look': '{n, plural, one {# champ est à revoir} other {# champs sont à revoir}}',
  'form.line': '{label} : {text}',
  'page.title': '{title} : {site}',

  'list.reading': 'Lecture…',
  'list.shown': '{shown, number} sur {total, number} affichés',
  'list.more': 'Afficher plus',
};
