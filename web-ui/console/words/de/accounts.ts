/** Accounts, integrations, SCIM keys, and the dialog with a typed word. */
export const accounts = {
  'typed.label': 'Geben Sie zum Fortfahren <b>{word}</b> in das Feld unten ein.',
  'typed.placeholder': '„{word}“ eingeben',
  'typed.cancel': 'Abbrechen',

  'accounts.title': '{n, plural, =0 {Noch keine Konten.} one {# Konto.} other {# Konten.}}',
  'accounts.titleDeactivated':
    '{n, plural, =0 {Keine deaktivierten Konten.} one {# deaktiviertes Konto.} other {# deaktivierte Konten.}}',
  'accounts.lead': 'Ihre Kunden. Jeder hat eine 9-stellige Konto-ID, eigene Gateways und eigene Benutzer.',
  'accounts.add': 'Konto hinzufügen',
  'accounts.tabs': 'Welche Konten',
  'accounts.active': 'Aktiv',
  'accounts.deactivated': 'Deaktiviert',
  'accounts.search': 'Name oder Konto-ID',
  'accounts.table': 'Konten',
  'accounts.col.name': 'Kundenname',
  'accounts.col.number': 'Konto-ID',
  'accounts.col.integration': 'CloudLink Gateway',
  'accounts.col.gateways': 'Gateways',
  'accounts.col.users': 'Benutzer',
  'accounts.col.region': 'Cloud-Standort',
  'accounts.col.act': 'Aktionen',
  'accounts.empty': 'Noch kein Konto',
  'accounts.emptyWhy':
    'Ein Konto enthält die Gateways, die Benutzer und das Inventar eines Kunden. Gateways können keinem Partnerkonto beitreten.',
  'accounts.none': 'Kein passendes Konto',
  'accounts.noneWhy': 'Suchen Sie nach einem Teil des Namens oder der Konto-ID.',
  'accounts.noneDeactivated': 'Kein deaktiviertes Konto',
  'accounts.noneDeactivatedWhy': 'Ein deaktiviertes Konto steht hier, bis es reaktiviert wird.',

  'findingsMail.title': 'E-Mails an Sie',
  'findingsMail.label': 'Neue Auffälligkeiten der Benutzersynchronisation an {address}',
  'findingsMail.help':
    'Eine E-Mail nach einer Synchronisation, die Neues gefunden hat, mit den Namen dieser Benutzer; keine, wenn nichts neu ist. Das gilt nur für Sie und für dieses Konto.',
  'findingsMail.noServer': 'Diese Cloud hat noch keinen Mailserver: Es wird nichts verschickt.',

  'account.title': '{name}.',
  'account.titleStatus': '{status}.',
  'account.reading': 'Das Konto wird gelesen',
  'account.info': 'Kundeninformationen',
  'account.number': 'Konto-ID',
  'account.copyNumber': 'Konto-ID',
  'account.region': 'Cloud-Standort',
  'account.pbx': 'PBX-Typ',
  'account.pbxNone': 'Wird nach Abschluss des Onboardings angezeigt',
  'account.created': 'Angelegt',
  'account.contacts': 'Supportkontakte',
  'account.gateways': 'Gateways',
  'account.users': 'Benutzer',
  'account.show': 'Nur dieses Konto ansehen',

  'account.end': 'Deaktivieren',
  'account.endWhy':
    'Niemand aus dem Konto kann sich anmelden, und seine Gateways verstummen, bis Sie es reaktivieren. Nichts geht verloren.',
  'account.deactivate': 'Deaktivieren',
  'account.deactivate.title': 'Kunden deaktivieren?',
  'account.deactivate.lead':
    'Ein deaktiviertes Kundenkonto ist nicht mehr aktiv. Sie können das Konto bei Bedarf später reaktivieren.',
  'account.deactivate.what':
    '<b>Endet:</b> die Anmeldung von {users, plural, one {# Benutzer} other {# Benutzern}}; Synchronisierung, Tunnel, Sitzungen und Berichte {gateways, plural, =0 {der Gateways} one {des Gateways} other {der # Gateways}}. <b>Bleibt:</b> alles, in der Cloud und vor Ort. Telefone sind nicht betroffen.',
  'account.deactivated': '{name} ist deaktiviert.',
  'account.delete': 'Löschen',
  'account.delete.title': 'Kunden löschen?',
  'account.delete.lead': 'Es gibt kein Zurück. Niemand dieses Kunden meldet sich mehr an.',
  'account.delete.what':
    '<b>Verschwindet:</b> das Konto aus allen Listen, und die Daten auf {gateways, plural, =0 {seinen Gateways, deren es keines gibt} one {seinem Gateway, dessen Zurücksetzen angeordnet wird} other {seinen # Gateways, deren Zurücksetzen angeordnet wird}}. <b>Bleibt:</b> die PBX, wie sie ist.',
  'account.deleted': '{name} ist gelöscht.',
  'account.reactivate': 'Reaktivieren',
  'account.reactivate.title': 'Kunden reaktivieren?',
  'account.reactivate.lead':
    'Dieses Kundenkonto wurde deaktiviert. Um es anzusehen, zu bearbeiten oder zu löschen, muss es reaktiviert werden.',
  'account.reactivate.what':
    'Seine Benutzer können sich wieder anmelden, und seine Gateways machen von selbst weiter; niemand muss hinfahren.',
  'account.reactivated': '{name} ist wieder aktiv.',

  'new.title': 'Ein Konto hinzufügen.',
  'new.lead':
    'Für einen Kunden. Der erste Administrator wählt sein Passwort über einen Link, den Sie ihm übergeben.',
  'new.customer': 'Kunde',
  'new.name': 'Kundenname',
  'new.country': 'Land',
  'new.countryEmpty': 'Land wählen',
  'new.street': 'Adresse',
  'new.city': 'Ort',
  'new.province': 'Bundesland/Provinz',
  'new.postalCode': 'Postleitzahl',
  'new.contacts': 'Supportkontakte',
  'new.contactsHelp': 'E-Mail-Adressen, an die Berichte über dieses Konto gesendet werden. Mindestens eine.',
  'new.contact': 'Supportkontakt {n}',
  'new.contactAdd': 'Weiteren Kontakt hinzufügen',
  'new.contactRemove': 'Supportkontakt {n} entfernen',
  'new.contactMissing': 'Geben Sie mindestens einen Supportkontakt ein.',
  'new.contactWrong': 'Enthält eine ungültige E-Mail-Adresse',
  'new.admin': 'Erster Administrator',
  'new.adminName': 'Name',
  'new.adminEmail': 'E-Mail-Adresse',
  'new.adminEmailHelp': 'Der Administrator meldet sich damit an.',
  'new.nameMissing': 'Geben Sie den Namen des Kunden ein.',
  'new.adminNameMissing': 'Geben Sie den Namen des Administrators ein.',
  'new.adminEmailWrong': 'Das ist keine E-Mail-Adresse. Sie sieht aus wie name@example.com.',
  'new.save': 'Speichern',
  'new.busy': 'Das Konto wird angelegt…',
  'new.cancel': 'Abbrechen',

  'made.title': '{name} ist angelegt. Übergeben Sie die Einladung.',
  'made.lead': 'Konto-ID {number}.',
  'made.link': 'Einladung für {email}',
  'made.once':
    'Wird nur jetzt angezeigt. Sie gilt einmal, innerhalb von 7 Tagen; wer sie hat, kann das Passwort wählen. Senden Sie sie nur an {email}.',
  'made.copy': 'Link kopieren',
  'made.copied': 'Kopiert',
  'made.notCopied': 'Nicht kopiert: Markieren Sie den Link und kopieren Sie ihn von Hand',
  'made.gateway': 'Gateway hinzufügen',
  'made.account': 'Konto öffnen',

  'integrations.title': '{status}.',
  'integrations.what': 'Integrationen',
  'integrations.heading': 'Integrationen',
  'integrations.gateway': 'CloudLink Gateway',
  'integrations.add': 'Gateway hinzufügen',
  'integrations.settings': 'Gateway {name}',
  'integrations.lead.none':
    'Diesem Konto ist noch kein Gateway beigetreten. Fügen Sie eines mit dem Code hinzu, den seine Seite anzeigt.',
  'integrations.lead.configure':
    'Das Gateway ist verknüpft. Geben Sie seinen Standort auf seinen eigenen Seiten ein.',
  'integrations.lead.addPbx':
    'Der Standort ist gespeichert. Geben Sie die PBX auf den eigenen Seiten des Gateways ein.',
  'integrations.lead.syncPbx':
    'Der Standort ist gespeichert. Starten Sie die Synchronisierung auf den eigenen Seiten des Gateways.',
  'integrations.lead.connect':
    'Die PBX-Verbindung ist gespeichert. Stellen Sie sie auf den eigenen Seiten des Gateways her.',
  'integrations.lead.deployment':
    'Die PBX ist verbunden. Schließen Sie die Bereitstellung auf den eigenen Seiten des Gateways ab.',
  'integrations.lead.complete': 'Alles ist eingerichtet.',

  'scim.heading': 'SCIM-Schlüssel',
  'scim.lead':
    'Für andere Systeme als das Gateway, die Benutzer per SCIM 2.0 in dieses Konto schreiben. Das Gateway selbst braucht keinen Schlüssel.',
  'scim.base': 'Basisadresse',
  'scim.copyBase': 'Basisadresse',
  'scim.state': 'Schlüssel',
  'scim.none': 'Noch keiner',
  'scim.has': 'Erzeugt: {when}, von {who}',
  'scim.generate': 'Schlüssel erzeugen',
  'scim.title': 'Neues Schlüsselpaar erzeugen?',
  'scim.voids':
    'Das bisherige Paar ({when}, von {who}) wird sofort ungültig: Jedes System, das es verwendet, wird abgewiesen, bis es das neue hat. Die Synchronisierung Ihrer Gateways ist nicht betroffen.',
  'scim.first':
    'Das Token wird nur einmal angezeigt, jetzt. Wer es hat, kann alle Benutzer dieses Kontos lesen und ändern.',
  'scim.yes': 'Schlüssel erzeugen',
  'scim.made': 'Die neuen Schlüssel',
  'scim.once':
    'Wird nur jetzt angezeigt. Kopieren Sie das Token in das andere System; später kann es niemand mehr nachsehen.',
  'scim.token': 'Geheimes Token',
  'scim.copyToken': 'Token kopieren',
  'scim.done': 'Ich habe es kopiert',
} as const;
