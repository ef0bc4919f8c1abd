import type { door as en } from '../en/door.ts';

/** What stands before the sign-in, in German. */
export const door: Readonly<Record<keyof typeof en, string>> = {
  brand: 'CloudLink Gateway',

  'door.unreachable': 'Dieses Gateway ist nicht erreichbar.',
  'door.asking': 'Das Gateway wird gefragt, wer angemeldet ist',
  'door.unreadable': 'Der Zustand des Gateways ist nicht lesbar.',
  'door.reading': 'Der Zustand des Gateways wird gelesen',

  'signIn.title': 'Anmelden',
  'signIn.head': 'Melden Sie sich an diesem Gateway an.',
  'signIn.lead':
    'Mit Name und Passwort eines lokalen Administrators. Aus der Cloud ist keine zweite Anmeldung nötig: Wählen Sie dort „Öffnen“.',
  'signIn.name': 'Name',
  'signIn.password': 'Passwort',
  'signIn.nameNeeded': 'Geben Sie Ihren Namen ein. Es ist der, der bei der Einrichtung gewählt wurde.',
  'signIn.passwordNeeded': 'Geben Sie Ihr Passwort ein.',
  'signIn.do': 'Anmelden',
  'signIn.busy': 'Anmeldung läuft…',
  'signIn.forgotten':
    'Passwort vergessen? Melden Sie sich in der Cloud an und klicken Sie neben diesem Gateway auf „Öffnen“; ein Passwort ist dann nicht nötig. <a>Über dieses Gateway</a>',

  'admin.title': 'Erster Administrator',
  'admin.none': 'Noch niemand verwaltet dieses Gateway.',
  'admin.linked': 'Noch niemand meldet sich hier an.',
  'admin.linkedText':
    'Mit dem Einrichtungscode wurde dieses Gateway verknüpft. Öffnen Sie seine Seiten aus der Cloud, oder fügen Sie am Gateway selbst mit <code>cloudlink people add</code> jemanden hinzu.',
  'admin.make': 'Legen Sie den ersten Administrator an.',
  'admin.lead': 'Der Einrichtungscode zeigt, dass Sie beim Gateway sind. Er gilt nur einmal.',
  'admin.code': 'Einrichtungscode',
  'admin.name': 'Ihr Name',
  'admin.password': 'Passwort',
  'admin.codeNeeded': 'Geben Sie den Einrichtungscode ein. Er steht auf dem Etikett oder auf der Konsole.',
  'admin.codeLength':
    '{n, plural, one {Das ist # Zeichen.} other {Das sind # Zeichen.}} Ein Einrichtungscode hat {of}, in drei Vierergruppen.',
  'admin.nameNeeded': 'Geben Sie einen Namen ein. Sie melden sich damit an, und er steht in den Protokollen.',
  'admin.passwordShort':
    '{n, plural, one {Dieses Passwort hat # Zeichen.} other {Dieses Passwort hat # Zeichen.}} Es braucht mindestens {least}.',
  'admin.codeHelp':
    'Zwölf Buchstaben und Ziffern. Bindestriche, Leerzeichen und Kleinbuchstaben spielen keine Rolle.',
  'admin.nameHelp':
    'Sie melden sich damit an. Er steht in den Protokollen dieses Gateways neben dem, was Sie tun.',
  'admin.passwordHelp':
    'Mindestens {least} beliebige Zeichen. Vier zufällige Wörter sind gut. Weitere Regeln gibt es nicht.',
  'admin.busy': 'Code wird geprüft…',
  'admin.do': 'Administrator anlegen',
  'admin.done': '{name} kann sich ab jetzt hier anmelden.',
  'admin.unnamed': 'Der Administrator',
  'admin.instead':
    'Wenn es einen Weg ins Internet gibt, <a>verknüpfen Sie das Gateway stattdessen mit einem Konto</a>: Ein Passwort ist dann nicht nötig.',

  'code.where': 'Wo der Einrichtungscode steht',
  'code.appliance': '<b>Appliance:</b> letzte Zeile des Etiketts auf der Unterseite.',
  'code.virtual': '<b>Virtuelle Maschine:</b> auf dem ersten Bildschirm ihrer Konsole.',
  'code.msl': '<b>MSL-Host:</b> Führen Sie {command} als Administrator aus oder sehen Sie im Journal nach.',
  'code.art': 'Die Unterseite des Gateways. Der Einrichtungscode ist die letzte Zeile des Etiketts.',
  'code.artText': 'EINRICHTUNGSCODE',

  'checks.never': 'nicht geprüft',
  'checks.passed': '{ok, number} von {n, number} bestanden.',
  'checks.label': 'Voraussetzungen',
  'checks.title': 'Checkliste der Voraussetzungen',
  'checks.reading': 'Prüfungen werden gelesen',
  'checks.from': 'Vom Gateway aus geprüft. {passed}',
  'checks.again': 'Erneut prüfen',
  'checks.busy': 'Prüfung läuft…',

  'lost.title': 'Kein Kontakt zum Gateway seit {when}, {age}',
  'lost.then': 'Alles Folgende stammt von diesem Zeitpunkt. Diese Seite versucht es weiter.',
  'lost.text':
    'Alles Folgende hat den Stand {when}. Diese Seite versucht es weiter; das Gateway selbst arbeitet womöglich. Ihre Eingaben bleiben erhalten.',
  'lost.retry': 'Jetzt versuchen',

  'post.title': 'Wegweiser',
  'post.asking': 'Das Gateway wird nach seinem Zustand gefragt',
  'post.about': 'Über dieses Gateway',
  'post.way': 'Der Weg zur Cloud',
  'post.correct': '{n, plural, one {# Punkt ist zuerst zu beheben} other {# Punkte sind zuerst zu beheben}}',
  'post.ready': 'Bereit zum Verknüpfen',
  'post.linkedTo': 'Dieses Gateway ist mit dem Konto {account} verknüpft.',
  'post.linked': 'Dieses Gateway ist mit einem Konto verknüpft.',
  'post.linkedLead': 'Seine Seiten erfordern eine Anmeldung, in der Cloud oder hier im Netz.',
  'post.unlinked': 'Dieses Gateway arbeitet und ist noch nicht verknüpft.',
  'post.linkIt': 'Verknüpfen Sie es mit einem Kundenkonto.',
  'post.nothingSent':
    'Es wurde nichts an die Cloud gesendet, und niemand kann diesen Standort über das Gateway erreichen.',
  'post.nobody': 'Niemand kann diesen Standort über das Gateway erreichen, bevor Sie es genehmigt haben.',

  'this.title': 'Dieses Gateway',
  'this.compare': 'Die Cloud zeigt dieselben Zeilen. Vergleichen Sie sie, bevor Sie genehmigen.',
  'this.name': 'Name',
  'this.kind': 'Art',
  'this.address': 'Adresse in diesem Netz',
  'this.version': 'Version',
  'this.fingerprint': 'Fingerabdruck des Schlüssels (SHA-256)',
  'this.key': 'Der Schlüssel wurde auf diesem Gateway erzeugt und verlässt es nie.',

  'onward.label': 'Wie es weitergeht',
  'onward.anywhere': 'Von überall',
  'onward.anywhereText':
    'Melden Sie sich in der Cloud an und klicken Sie neben diesem Gateway auf „Öffnen“. Die Verbindung ist vertrauenswürdig, eine zweite Anmeldung ist nicht nötig.',
  'onward.console': 'Cloud-Konsole öffnen',
  'onward.network': 'In diesem Netz',
  'onward.signInText': 'Melden Sie sich als lokaler Administrator dieses Gateways an.',
  'onward.signIn': 'Hier anmelden',
  'onward.certificate':
    'Dieselben Seiten mit dem eigenen Zertifikat dieses Gateways. Der Browser warnt zunächst: Vergleichen Sie den Fingerabdruck, den er zeigt, mit diesem hier oder mit dem auf der Konsole des Gateways.',
  'onward.open': '{host} öffnen',

  'ways.label': 'Zwei Wege zum Verknüpfen',
  'ways.notStarted': 'Das Verknüpfen konnte nicht begonnen werden',
  'ways.notLinked': 'Das Gateway wurde nicht verknüpft',
  'ways.here': 'An diesem Computer',
  'ways.hereText':
    'Führt Sie zum Anmelden in die Cloud und danach hierher zurück zu vier Seiten: Gateway, PBX, Verbinden und Bereitstellung.',
  'ways.asking': 'Die Cloud wird gefragt…',
  'ways.link': 'Mit CloudLink verknüpfen',
  'ways.phone': 'Am Telefon oder an einem anderen Computer',
  'ways.phoneText': 'Zeigt einen Code und einen QR-Code, die zum selben Ziel führen. Sie gelten 15 Minuten.',
  'ways.askingCode': 'Ein Code wird bei der Cloud angefordert',
  'ways.show': 'Code anzeigen',
  'ways.scan': 'Scannen Sie, oder öffnen Sie <b>{where}</b> und geben Sie ein:',
  'ways.new': 'Neuen Code anfordern',
  'ways.qr': 'QR-Code, der {where} mit dem Code {code} öffnet',
  'ways.checking': 'Der Einrichtungscode wird geprüft',
  'ways.seen': '{person} sieht es sich gerade in der Cloud an.',
  'ways.waiting': 'Wartet auf Ihre Anmeldung.',
  'ways.wrong': '{n, plural, one {# falscher Einrichtungscode.} other {# falsche Einrichtungscodes.}}',
  'ways.five': 'Nach fünf endet dieser Versuch. Sonst geht nichts verloren.',
  'ways.expired': 'Der Code ist abgelaufen.',
  'ways.ends': 'Läuft ab: {when}, {age}',

  'without.ask': 'Von hier kein Weg ins Internet? {link}',
  'without.link': 'Dieses Gateway ohne Cloud einrichten',
  'without.warning': 'Der Browser wird vor dem Zertifikat warnen: was zu vergleichen ist',
  'without.text':
    'Das Gateway hat sein Zertifikat selbst erstellt. Fahren Sie nur fort, wenn der Browser diesen SHA-256-Fingerabdruck zeigt; er steht auch auf der Konsole und auf dem Etikett des Gateways.',

  'need.title': 'Sie werden den Einrichtungscode brauchen',
  'need.text':
    'Die Cloud fragt danach, um sicherzugehen, dass Sie beim Gateway sind. Geben Sie ihn dort ein, niemals auf dieser Seite.',
};
