/** What the cloud says to a person, in German. */
import type { ConsoleTexts } from './texts.ts';

export const de: ConsoleTexts = {
  errors: {
    SUPPORT_LOG_CHANGED: [
      'Jemand anderes hat dieses Supportprotokoll geändert, seit Sie es angesehen haben.',
      'Lesen Sie, was jetzt dort steht; Ihre Notiz steht darunter und kann erneut gespeichert werden.',
    ],
    ATTACHMENT_TYPE: [
      'Eine Datei dieser Art wird nicht angenommen.',
      'Hängen Sie ein Bild (PNG, JPEG, GIF, WebP), ein PDF, eine Zip-Datei oder reinen Text an.',
    ],
    ATTACHMENT_TOO_LARGE: [
      'Die Datei ist größer als 10 MiB.',
      'Verkleinern Sie sie, oder nehmen Sie nur den Teil, auf den es ankommt.',
    ],
    ATTACHMENTS_FULL: [
      'Dieses Supportprotokoll oder dieses Konto hat schon so viele Anhänge, wie es haben darf.',
      'Legen Sie ein weiteres Supportprotokoll an; der Platz des Kontos kommt zurück, wenn gelöste vergessen werden.',
    ],
    ATTACHMENT_GONE: [
      'Dieses Support-Paket wird nicht mehr aufbewahrt.',
      'Fordern Sie auf der Seite des Gateways mit „Protokolle sammeln“ ein neues an.',
    ],
    LAUNCH_WAITS: [
      'Vor Ort hat noch niemand geantwortet.',
      'Warten Sie die Antwort ab, oder rufen Sie den Standort an.',
    ],
    BAD_INPUT: [
      'Etwas in der Anfrage ist nicht so, wie es sein soll.',
      'Korrigieren Sie das genannte Feld und senden Sie erneut.',
    ],
    NOT_FOUND: ['Hier ist nichts.', 'Prüfen Sie die Adresse.'],
    NOT_SIGNED_IN: ['Sie sind nicht angemeldet.', 'Melden Sie sich an und versuchen Sie es erneut.'],
    RATE_LIMITED: ['Es gab zu viele Versuche.', 'Warten Sie eine Minute und versuchen Sie es erneut.'],
    DISK_FULL: [
      'Der Datenträger ist voll.',
      'Schaffen Sie Platz auf dem Datenvolume; nichts Gespeichertes ist verloren.',
    ],
    NOT_ALLOWED: ['Sie dürfen das nicht.', 'Fragen Sie einen Administrator des Kontos.'],
    SIGN_IN_WRONG: [
      'E-Mail-Adresse oder Passwort ist nicht richtig.',
      'Prüfen Sie beides; nach vielen Versuchen warten Sie eine Minute.',
    ],
    PARTNER_ACCOUNT: [
      'Ein Partnerkonto kann kein Gateway haben.',
      'Legen Sie zuerst ein Kundenkonto an und wählen Sie dieses.',
    ],
    ACCOUNT_DEACTIVATED: [
      'Das Konto ist deaktiviert.',
      'Reaktivieren Sie es; seine Gateways machen dann von selbst weiter.',
    ],
    CLAIM_UNKNOWN: [
      'Es gibt keine Anfrage mit diesem Code.',
      'Vergleichen Sie den Code mit der Seite des Gateways; Codes verfallen nach 15 Minuten.',
    ],
    CLAIM_ENDED: [
      'Diese Anfrage ist beendet.',
      'Holen Sie sich auf der Seite des Gateways einen neuen Code.',
    ],
    SETUP_CODE_WRONG: [
      'Das Gateway meldet, dass der Einrichtungscode nicht richtig ist.',
      'Lesen Sie ihn auf dem Etikett, auf der Konsole oder mit cloudlink setup-code ab und geben Sie ihn noch einmal ein.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'Der Einrichtungscode war fünfmal falsch; diese Anfrage ist beendet.',
      'Holen Sie sich auf der Seite des Gateways einen neuen Code und beginnen Sie von vorn.',
    ],
    GATEWAY_SILENT: [
      'Das Gateway hat nicht rechtzeitig geantwortet.',
      'Prüfen Sie, ob es noch eingeschaltet ist und auf die Verknüpfung wartet, und versuchen Sie es erneut.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Dieses Gateway war schon einmal verknüpft; um es wieder zu verknüpfen, muss jemand davor stehen.',
      'Verknüpfen Sie es auf seiner eigenen Seite mit seinem Einrichtungscode.',
    ],
    GATEWAY_OFFLINE: [
      'Das Gateway ist offline.',
      'Der Auftrag wartet und wird ausgeführt, sobald es zurück ist.',
    ],
    TUNNEL_STOPPED: [
      'Der Tunnel ist nicht gestartet.',
      'Ein Administrator startet ihn auf der Seite des Gateways oder hier.',
    ],
    TUNNEL_DOWN: [
      'Der Tunnel zum Gateway antwortet nicht.',
      'Warten Sie einen Augenblick und laden Sie neu; das Gateway verbindet sich von selbst wieder.',
    ],
    TUNNEL_BUSY: [
      'Im Augenblick laufen zu viele Verbindungen durch dieses Gateway.',
      'Schließen Sie einige Seiten und versuchen Sie es erneut.',
    ],
    TARGET_UNKNOWN: ['Das Gateway hat kein solches Ziel.', 'Sehen Sie in der Liste seiner Tunnel nach.'],
    GATEWAY_FAILED: [
      'Das Gateway ist erreichbar, konnte die Anfrage aber nicht ausführen.',
      'Laden Sie neu; geschieht es wieder, sehen Sie sich die Alarme auf der Seite des Gateways an.',
    ],
    TARGET_UNREACHABLE: [
      'Das Gateway ist erreichbar, aber das Ziel antwortet ihm nicht.',
      'Prüfen Sie, ob der Webserver des Ziels läuft, und laden Sie neu.',
    ],
    TARGET_CERTIFICATE: [
      'Das Ziel zeigt ein anderes Zertifikat als das bestätigte.',
      'Sehen Sie sich vor Ort den neuen Fingerabdruck auf der Seite des Gateways an und bestätigen Sie ihn, wenn er stimmt.',
    ],
    ACCESS_LOG_FAILED: [
      'Das Gateway kann sein Zugriffsprotokoll nicht schreiben und lässt niemanden ungesehen hinein.',
      'Schaffen Sie vor Ort Platz auf dem Datenträger des Gateways; laden Sie dann neu.',
    ],
    SERVICE_REFUSED: [
      'Das Gateway hat den Code der Cloud nicht hineingelassen.',
      'Sehen Sie vor Ort auf der Seite der Tunnel die Richtlinie dieses Ziels an.',
    ],
    SERVICE_SILENT: [
      'Die Schnittstelle hat nicht rechtzeitig geantwortet.',
      'Prüfen Sie vor Ort, ob sie in Ordnung ist, und versuchen Sie es erneut.',
    ],
    ANSWER_TOO_LARGE: [
      'Die Schnittstelle hat mehr geantwortet, als hineinpasst.',
      'Fragen Sie sie nach weniger.',
    ],
    LAUNCH_REFUSED: [
      'Das Gateway hat die Sitzung nicht geöffnet.',
      'Lesen Sie seinen Grund und klicken Sie erneut auf „Öffnen“.',
    ],
    COMMAND_UNKNOWN: ['Diesen Befehl gibt es nicht.', 'Wählen Sie einen aus der Liste.'],
    EMAIL_TAKEN: [
      'Diese E-Mail-Adresse wird bereits verwendet.',
      'Wählen Sie eine andere Adresse oder melden Sie sich mit dieser an.',
    ],
    ACCOUNT_UNKNOWN: ['Es gibt kein Konto mit dieser Nummer.', 'Prüfen Sie die 9-stellige Konto-ID.'],
    INVITE_SPENT: [
      'Diese Einladung wurde schon verwendet oder ist abgelaufen.',
      'Bitten Sie Ihren Administrator um eine neue.',
    ],
    PASSWORD_WEAK: [
      'Das Passwort ist zu kurz.',
      'Verwenden Sie mindestens 12 Zeichen; einige Wörter sind gut.',
    ],
    REQUEST_FORGED: [
      'Die Anfrage kam nicht von dieser Konsole.',
      'Laden Sie die Seite neu und versuchen Sie es erneut.',
    ],
    COMMAND_LOST: [
      'Die Cloud wurde neu gestartet, bevor dieser Auftrag ausgeführt war.',
      'Erteilen Sie ihn noch einmal.',
    ],
    COMMANDS_FULL: [
      'Für dieses Gateway warten schon zu viele Aufträge.',
      'Warten Sie, bis es online ist und sie ausgeführt hat.',
    ],
    COMMAND_NOT_HERE: [
      'Dieser Befehl kann nicht für sich erteilt werden.',
      'Verwenden Sie seine eigene Seite: Starten für Sitzungen, Verknüpfung aufheben zum Lösen.',
    ],
    MAIL_SERVER_MISSING: [
      'Es ist kein Mailserver eingerichtet, daher kann keine E-Mail gesendet werden.',
      'Der Betreiber dieser Cloud trägt einen in der Einstellung „smtp“ ein und startet die Cloud neu.',
    ],
    ZONE_UNKNOWN: [
      'Die Zeitzone des Berichts ist nicht bekannt.',
      'Speichern Sie den Standort noch einmal mit einer Zone aus der Liste.',
    ],
    RELEASE_UNKNOWN: [
      'Diese Version gibt es in dieser Cloud nicht.',
      'Wählen Sie eine aus der Liste; der Betreiber legt Versionen in den Ordner der Cloud.',
    ],
    RELEASE_INCOMPLETE: [
      'Nicht alle Dateien dieser Version liegen im Ordner der Cloud.',
      'Der Betreiber kopiert die fehlenden Dateien; starten Sie die Verteilung dann erneut.',
    ],
    RELEASES_UNREADABLE: [
      'Der Ordner der Versionen ist nicht als signiertes Verzeichnis lesbar.',
      'Der Betreiber kopiert das ganze Verzeichnis erneut, die Metadaten zuletzt.',
    ],
    ROLLOUT_ACTIVE: [
      'Eine andere Verteilung ist noch nicht zu Ende.',
      'Warten Sie ihr Ende ab, oder brechen Sie sie ab.',
    ],
    ROLLOUT_EMPTY: [
      'Diese Verteilung würde kein Gateway erreichen.',
      'Jedes Gateway hat diese Version, oder das gewählte Konto hat keines.',
    ],
    ROLLOUT_CHANGED: [
      'Die Verteilung hat sich geändert, seit Sie sie angesehen haben.',
      'Sehen Sie sie erneut an und entscheiden Sie dann.',
    ],
    ROLLOUT_STATE: [
      'In ihrem jetzigen Zustand geht das mit der Verteilung nicht.',
      'Sehen Sie sie erneut an.',
    ],
    ROLLOUT_END_UNKNOWN: [
      'Das Gateway sagt nicht, wie das Update ausging.',
      'Sehen Sie auf der Seite des Gateways nach.',
    ],
    ROLLOUT_GIVEN_UP: [
      'Jemand hat das Update am Gateway aufgegeben.',
      'Sprechen Sie mit dem Standort, und ordnen Sie das Update auf der Seite des Gateways an, wenn er einverstanden ist.',
    ],
    INTERNAL: [
      'Im Programm ist ein Fehler aufgetreten.',
      'Versuchen Sie es erneut; tritt es wieder auf, sammeln Sie die Protokolle und melden Sie den Zeitpunkt dieser Meldung.',
    ],
  },
  consent: {
    CONSENT_DENIED: [
      'Vor Ort hat jemand abgelehnt.',
      'Sprechen Sie mit dem Kunden und fragen Sie erneut, wenn er zustimmt.',
    ],
    CONSENT_UNANSWERED: [
      'Niemand vor Ort hat die Anfrage innerhalb von 10 Minuten beantwortet.',
      'Rufen Sie den Standort an und fragen Sie erneut.',
    ],
    CONSENT_ENDED: ['Die Anfrage endete, bevor sie vor Ort beantwortet wurde.', 'Fragen Sie erneut.'],
    CONSENT_OFF: [
      'Die Richtlinie des Kunden lässt niemanden hinein.',
      'Ein Administrator vor Ort kann sie auf der Seite der Tunnel ändern.',
    ],
    CALL_NOT_ALLOWED: [
      'Die Richtlinie des Kunden erlaubt diesen Aufruf nicht.',
      'Ein Administrator vor Ort kann ihn auf der Seite der Tunnel erlauben.',
    ],
  },
  ends: {
    'waits for consent on site': 'wartet auf die Zustimmung vor Ort',
    'Command line': 'Befehlszeile',
    idle: 'keine Benutzung',
    expired: 'Zeit abgelaufen',
    'not used': 'nicht benutzt',
    unlinked: 'Verknüpfung aufgehoben',
    deactivated: 'Konto deaktiviert',
    'account deactivated': 'Konto deaktiviert',
    'tunnel stopped': 'Tunnel gestoppt',
    'the policy was changed': 'die Richtlinie wurde geändert',
    'ended at the gateway': 'am Gateway beendet',
    'the gateway stops': 'das Gateway hält an',
    'the gateway was restarted': 'das Gateway wurde neu gestartet',
    'the gateway did not answer': 'das Gateway hat nicht geantwortet',
    'the cloud was restarted': 'die Cloud wurde neu gestartet',
    'the answer could not be stored': 'die Antwort konnte nicht gespeichert werden',
    'ended by {name}': 'beendet von {name}',
    'ended on site by {name}': 'vor Ort beendet von {name}',
    'withdrawn by {name}': 'zurückgezogen von {name}',
    'denied on site by {name}': 'vor Ort abgelehnt von {name}',
    'the question was not answered: {why}': 'die Anfrage wurde nicht beantwortet: {why}',
  },
  texts: {
    'There is no such rollout.': 'Diese Verteilung gibt es nicht.',
    'There is no such file.': 'Diese Datei gibt es nicht.',
    'Rollout started': 'Verteilung begonnen',
    'Rollout ring approved': 'Gruppe der Verteilung freigegeben',
    'Rollout ring begun': 'Gruppe der Verteilung begonnen',
    'Rollout stopped': 'Verteilung angehalten',
    'Rollout resumed': 'Verteilung fortgesetzt',
    'Rollout aborted': 'Verteilung abgebrochen',
    'Rollout finished': 'Verteilung beendet',
    'The customer’s policy allows no reading.': 'Die Richtlinie des Kunden erlaubt kein Lesen.',
    'A fingerprint has 43 letters, digits, - and _.':
      'Ein Fingerabdruck hat 43 Buchstaben, Ziffern, - und _.',
    'Choose an account: people belong to one.': 'Wählen Sie ein Konto: Personen gehören zu einem.',
    'Name the users, or say that all are meant.':
      'Nennen Sie die Benutzer oder geben Sie an, dass alle gemeint sind.',
    'Somebody else is working on this request.': 'Jemand anderes bearbeitet diese Anfrage.',
    'The gateway did not take the order up in time.':
      'Das Gateway hat den Auftrag nicht rechtzeitig angenommen.',
    'The gateway took the order up and never said how it ended.':
      'Das Gateway hat den Auftrag angenommen und nie gemeldet, wie er ausging.',
    'There is no such claim token any more.': 'Dieses Claim-Token gibt es nicht mehr.',
    'There is no such gateway.': 'Dieses Gateway gibt es nicht.',
    'There is no such session.': 'Diese Sitzung gibt es nicht.',
    'This target has no page to open.': 'Dieses Ziel hat keine Seite, die sich öffnen ließe.',
    'No gateway detected': 'Kein Gateway erkannt',
    'Configure gateway': 'Gateway konfigurieren',
    'Add PBX': 'PBX hinzufügen',
    'Sync PBX': 'PBX synchronisieren',
    'Connect the PBX': 'PBX verbinden',
    Deployment: 'Bereitstellung',
    'Onboarding Complete': 'Einrichtung abgeschlossen',
    'Software update available': 'Softwareaktualisierung verfügbar',
    'Not Indicated': 'Nicht angegeben',
    Active: 'Aktiv',
    Inactive: 'Inaktiv',
    'Expiring soon': 'Läuft bald ab',
    Expired: 'Abgelaufen',
    Unknown: 'Unbekannt',
    'New findings of user synchronisation': 'Neue Befunde der Benutzersynchronisation',
    'User synchronisation': 'Benutzersynchronisation',
    'Detained updates decided': 'Über zurückgestellte Änderungen entschieden',
    'Decisions revoked': 'Entscheidungen zurückgenommen',
    'Sync schedule changed': 'Synchronisationszeitplan geändert',
    'Reports dropped over budget': 'Berichte über dem Budget verworfen',
    'Gateway linked': 'Gateway verbunden',
    'Update started': 'Update begonnen',
    'Update installed': 'Update installiert',
    'Update rolled back': 'Update zurückgenommen',
    'Update failed': 'Update fehlgeschlagen',
    'Update cancelled': 'Update abgebrochen',
    'Update schedule changed': 'Update-Zeitplan geändert',
    'Updates paused': 'Updates angehalten',
    'Updates resumed': 'Updates fortgesetzt',
    'Gateway unlinked': 'Gateway getrennt',
    'Licence entered by hand': 'Lizenz von Hand eingetragen',
    'Licence entered by hand removed': 'Von Hand eingetragene Lizenz entfernt',
    'Inventory reported': 'Inventar gemeldet',
    'Device key changed': 'Geräteschlüssel geändert',
    'Settings applied': 'Einstellungen angewendet',
    'Alarm raised': 'Alarm ausgelöst',
    'Alarm cleared': 'Alarm behoben',
    'Alarm cure ordered': 'Abhilfe bei einem Alarm angeordnet',
  },
};
