/** The frame: rail, account, foot, banner of lost contact. */
export const frame = {
  brand: 'CloudLink-Konsole',
  'nav.label': 'Hauptmenü',
  'nav.dashboard': 'Dashboard',
  'nav.accounts': 'Konten',
  'nav.account': 'Konto',
  'nav.users': 'Benutzerverwaltung',
  'nav.integrations': 'Integrationen & Apps',
  'nav.inventory': 'Systeminventar',
  'nav.platforms': 'Plattformen',
  'nav.applications': 'Anwendungen',
  'nav.support': 'Support',
  'nav.gateway': 'Gateway',
  'nav.supportLogs': 'Supportprotokolle',
  'nav.events': 'Ereignisverlauf',

  'scope.all': 'Partneransicht, {n, plural, one {# Konto} other {# Konten}}',
  'scope.partner': 'Partneransicht',
  'scope.choose': 'Konto wählen',
  'scope.change': 'Konto wechseln',
  'scope.showAll': 'Alle Konten',
  'scope.title': 'Welches Konto?',
  'scope.search': 'Name oder Konto-ID',
  'scope.none': 'Kein passendes Konto.',
  'scope.deactivated': 'Deaktiviert: Reaktivieren Sie es unter Konten, um es zu sehen.',
  'scope.more': 'Mehr anzeigen',
  'scope.cancel': 'Abbrechen',
  'scope.list': 'Konten',
  'scope.needed': 'Wählen Sie das Konto, dessen {what} Sie sehen möchten.',
  'scope.neededWhy': 'Sie gehören jeweils zu einem einzigen Konto.',

  'foot.who':
    'Angemeldet als {name}, {role, select, partner {Partner} admin {Administrator} other {Benutzer}}',
  'foot.signOut': 'Abmelden',
  'foot.signOutAgain': 'Sie sind noch angemeldet. Versuchen Sie es erneut.',

  'lost.title': 'Kein Kontakt zur Konsole <age></age> (<time></time>)',
  'lost.body':
    'Alles Folgende ist auf dem Stand von {time}. Diese Seite versucht es weiter; Gateways und Anrufe hängen nicht davon ab. Ihre Eingaben bleiben erhalten.',
  'lost.retry': 'Jetzt versuchen',

  'door.asking': 'Die Konsole wird gefragt, wer angemeldet ist',
  'door.unreachable': 'Die Konsole ist nicht erreichbar.',
  'user.title': 'Sie sind angemeldet. Mit der Rolle Benutzer gibt es nichts zu verwalten.',
  'user.lead': 'Bitten Sie einen Administrator von {account} um die Rolle Administrator.',
  'notFound.title': 'Diese Seite gibt es nicht.',
  'notFound.lead': 'Die Adresse ist vielleicht falsch geschrieben, oder die Seite wurde verschoben.',
  'notFound.home': 'Zum Dashboard',

  'bell.title': '{n, plural, one {# Benachrichtigung} other {# Benachrichtigungen}}',
  'bell.details': 'Einzelheiten ansehen',
  'bell.bin': 'Endgültig entfernen',
  'bell.dismissAll': 'Alle ausblenden',
  'bell.more':
    '{n, plural, one {# weiteres Gateway mit Alarmen: siehe Dashboard.} other {# weitere Gateways mit Alarmen: siehe Dashboard.}}',
} as const;
