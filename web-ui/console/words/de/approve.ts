/** Approving a gateway. */
export const approve = {
  'link.title': 'Ein Gateway verknüpfen.',
  'link.lead': 'Geben Sie den Code ein, den seine Seite anzeigt. Codes verfallen nach 15 Minuten.',
  'link.code': 'Code',
  'link.codeHelp': 'Acht Buchstaben, zum Beispiel KTRH-PWVX.',
  'link.codeWrong': 'Das ist kein gültiger Code. Er hat acht Buchstaben in zwei Vierergruppen.',
  'link.go': 'Weiter',
  'link.where': 'Wo finde ich den Code?',
  'link.where.1':
    'Öffnen Sie im Netz des Gateways <c>http://cloudlink.local</c> oder die Adresse, die seine Konsole anzeigt.',
  'link.where.2':
    'Drücken Sie <b>Mit CloudLink verknüpfen</b>. Die Seite zeigt den Code und einen QR-Code, der hierher führt.',
  'link.where.3': 'Auf einer Maschine ohne Browser gibt <c>cloudlink link</c> beides aus.',
  'link.back': 'Zum Dashboard',
  'link.looking': 'Die Anfrage wird gesucht',
  'link.cannot': 'Diese Anfrage kann nicht angezeigt werden.',
  'link.other': 'Anderen Code eingeben',

  'approve.title': 'Ein Gateway möchte einem Ihrer Konten beitreten.',
  'approve.question': 'Ist es das, vor dem Sie stehen?',
  'approve.waiting': 'Wartet auf Sie.',
  'approve.ends': 'Die Anfrage endet um {time}, <age></age>',
  'approve.checking': 'Das Gateway prüft den Einrichtungscode.',
  'approve.checkingNote': 'Es antwortet in wenigen Sekunden; diese Seite fragt weiter.',
  'approve.what': 'Was beansprucht wird',
  'approve.compare': 'Muss mit der Seite des Gateways übereinstimmen.',
  'approve.name': 'Name',
  'approve.kind': 'Art',
  'approve.kindVersion': '{kind}, Version {version}',
  'approve.lan': 'Adresse in seinem Netz',
  'approve.from': 'Kommt von',
  'approve.same': 'derselben öffentlichen Adresse wie Sie',
  'approve.notSame': 'einer anderen öffentlichen Adresse als Ihrer',
  'approve.fingerprint': 'Fingerabdruck seines Schlüssels (SHA-256)',
  'approve.asked': 'Angefragt',
  'approve.warn': 'Genehmigen Sie nur ein Gateway, das Sie sehen können',
  'approve.warnBody':
    'Wer Ihnen einen Code oder Link per E-Mail oder Telefon geschickt hat, will vielleicht ein eigenes Gerät in Ihr Konto bringen. Wenn Sie dies nicht auf der Seite des Gateways begonnen haben, wählen Sie „Das ist nicht meins“.',
  'approve.account': 'Konto, dem es beitritt',
  'approve.accountHelp': 'Ihre Kundenkonten. Partnerkonten können kein Gateway enthalten.',
  'approve.region': 'Datenstandort: {region}',
  'approve.search': 'Name oder Konto-ID',
  'approve.noMatch': 'Kein passendes Konto.',
  'approve.matches': '{n} von {total} Konten',
  'approve.noAccounts': 'Es gibt noch kein Kundenkonto.',
  'approve.noAccountsWhy':
    'Partnerkonten können kein Gateway enthalten. Legen Sie zuerst ein Kundenkonto an.',
  'approve.addAccount': 'Konto hinzufügen',
  'approve.accountMissing': 'Wählen Sie das Konto, dem das Gateway beitreten soll.',
  'approve.code': 'Einrichtungscode',
  'approve.codeHelp':
    'Letzte Zeile des Etiketts unter dem Gateway, erster Bildschirm seiner Konsole oder <c>cloudlink setup-code</c>. Gilt einmal. Fünf falsche beenden diese Anfrage; {n, plural, =0 {noch keiner verbraucht} one {# verbraucht} other {# verbraucht}}.',
  'approve.codeMissing': 'Geben Sie den Einrichtungscode des Gateways ein.',
  'approve.codeWrong':
    'Das Gateway meldet, dass dieser Code nicht stimmt. {left, plural, one {# Versuch bleibt.} other {# Versuche bleiben.}}',
  'approve.go': 'Für {account} genehmigen',
  'approve.goNone': 'Genehmigen',
  'approve.busy': 'Das Gateway prüft den Code…',
  'approve.deny': 'Das ist nicht meins',
  'approve.then':
    'Danach kehren Sie zum Gateway zurück und geben Standort und PBX ein. Solange der Standort nicht gespeichert ist, können Sie das Gateway ohne Zurücksetzen wieder abgeben.',
  'approve.lost': 'Kein Kontakt zur Konsole. Diese Seite versucht es weiter; Ihre Eingaben bleiben erhalten.',

  'linked.title': 'Verknüpft. {name} gehört jetzt zu {account}.',
  'linked.titlePlain': 'Verknüpft. {name} gehört jetzt zu Ihrem Konto.',
  'linked.steps': 'Was jetzt geschieht',
  'linked.step.linked': 'Das Gateway hat den Einrichtungscode anerkannt',
  'linked.step.online': 'Das Gateway verbindet sich',
  'linked.step.tunnel': 'Seine Seiten werden von hier aus erreichbar',
  'linked.step.open': 'Sie gehen zu seinen Seiten weiter, um Standort und PBX einzugeben',
  'linked.late':
    'Das Gateway hat sich noch nicht verbunden. Sie können warten, zu seiner eigenen Seite zurückkehren oder später von der Konsole aus weitermachen.',
  'linked.open': 'Seiten des Gateways öffnen',
  'linked.return': 'Zurück zur Seite des Gateways',
  'linked.console': 'In der Konsole ansehen',

  'over.denied': 'Dieses Gateway wurde abgelehnt.',
  'over.deniedWhat':
    'Es wurde darüber informiert. War das ein Versehen, beginnen Sie auf seiner Seite neu, um einen neuen Code zu erhalten.',
  'over.expired': 'Diese Anfrage ist abgelaufen.',
  'over.expiredWhat':
    'Anfragen enden nach 15 Minuten. Holen Sie sich auf der Seite des Gateways einen neuen Code.',
  'over.ended': 'Fünf Einrichtungscodes waren falsch; diese Anfrage ist beendet.',
  'over.endedWhat':
    'Holen Sie sich auf der Seite des Gateways einen neuen Code. Der Einrichtungscode steht auf dem Etikett und auf dem ersten Bildschirm der Konsole; auch <c>cloudlink setup-code</c> gibt ihn aus.',
} as const;
