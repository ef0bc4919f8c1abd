/** Sign-in and invitation. */
export const door = {
  'signIn.title': 'Melden Sie sich an der Konsole an.',
  'signIn.lead': 'Für Administratoren von Partner- und Kundenkonten.',
  'signIn.lead.link':
    'Melden Sie sich an, um das Gateway zu sehen, das verknüpft werden möchte, und es zu genehmigen oder abzulehnen.',
  'signIn.email': 'E-Mail-Adresse',
  'signIn.password': 'Passwort',
  'signIn.email.missing': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'signIn.password.missing': 'Geben Sie Ihr Passwort ein.',
  'signIn.go': 'Anmelden',
  'signIn.busy': 'Anmeldung läuft…',
  'signIn.help':
    'Noch kein Passwort? Öffnen Sie die Einladung, die Sie von Ihrem Administrator erhalten haben; sie gilt einmal.',
  'signIn.locked': 'Zu viele Versuche. Die Anmeldung ist bis {time} gesperrt.',
  'signIn.lockedWhy':
    'Die Sperre endet von selbst <age></age>. Sie hindert andere daran, Ihr Passwort zu erraten.',
  'signIn.lockedRemedy':
    'Warten Sie bis dahin. Wenn die Versuche nicht von Ihnen stammen, informieren Sie Ihren Administrator: Jede Sperre steht im Ereignisverlauf.',
  'signIn.over': 'Die Sperre ist vorbei. Versuchen Sie es erneut.',
  caps: 'Die Feststelltaste ist aktiv.',

  'invite.title': 'Willkommen, {name}. Wählen Sie ein Passwort.',
  'invite.lead': 'Sie werden Administrator von {account}, Konto-ID {number}.',
  'invite.reading': 'Die Einladung wird gelesen',
  'invite.cannot': 'Diese Einladung kann nicht verwendet werden.',
  'invite.none': 'Diese Seite braucht den vollständigen Link einer Einladung.',
  'invite.noneWhy':
    'Der Teil des Links, der den Zugang öffnet, wird aus der Adresse entfernt, sobald er gelesen ist, damit er in keinem Verlauf bleibt. Nach dem Neuladen ist er weg.',
  'invite.noneRemedy':
    'Öffnen Sie den Link der Einladung erneut. Er gilt, bis damit ein Passwort gewählt wurde.',
  'invite.toSignIn': 'Zur Anmeldung',
  'invite.email': 'Sie melden sich an mit',
  'invite.password': 'Neues Passwort',
  'invite.rule':
    'Mindestens {n, plural, one {# Zeichen} other {# Zeichen}}; ein paar Wörter sind gut. Keine Vorschrift zu Ziffern oder Sonderzeichen.',
  'invite.left': 'Noch {n, plural, one {# Zeichen} other {# Zeichen}} nötig.',
  'invite.enough': 'Lang genug.',
  'invite.missing': 'Wählen Sie ein Passwort.',
  'invite.short':
    'Das Passwort ist zu kurz. Es hat {have, plural, one {# Zeichen} other {# Zeichen}}; nötig sind {n}.',
  'invite.go': 'Dieses Passwort wählen und anmelden',
  'invite.busy': 'Das Passwort wird gespeichert…',
} as const;
