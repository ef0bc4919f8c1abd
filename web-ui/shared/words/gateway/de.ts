import type { ServerTexts } from './texts.ts';

/** What the gateway itself says, in German. */
export const de: ServerTexts = {
  errors: {
    UPDATE_NOT_HERE: [
      'Diese Installation aktualisiert sich nicht selbst.',
      'Installieren Sie die neue Version auf dem Host, so wie sie das erste Mal installiert wurde.',
    ],
    UPDATE_NO_ROOT: [
      'Auf diesem Gateway sind keine Schlüssel für Versionen, deshalb kann keiner Version vertraut werden.',
      'Legen Sie root.json der Versionsablage dorthin, wo update.root hinzeigt, und starten Sie das Gateway neu.',
    ],
    UPDATE_UNSIGNED: [
      'Die Liste der Versionen ist nicht mit den Schlüsseln signiert, denen dieses Gateway vertraut.',
      'Es wurde nichts installiert. Prüfen Sie, welche Cloud dieses Gateway fragt, und informieren Sie den Hersteller der Versionen.',
    ],
    UPDATE_EXPIRED: [
      'Die Liste der Versionen ist abgelaufen: Niemand hat sie rechtzeitig erneuert, oder es wird immer wieder eine alte gezeigt.',
      'Prüfen Sie die Uhr dieses Gateways. Wenn sie richtig geht, installieren Sie mit einer Update-Datei oder fragen Sie den Hersteller der Versionen.',
    ],
    UPDATE_ROLLED_BACK: [
      'Die Cloud zeigt eine Liste der Versionen, die älter ist als die zuletzt gesehene.',
      'Es wurde nichts installiert. Warten Sie, bis die Cloud wieder in Ordnung ist, und prüfen Sie, welche Cloud dieses Gateway fragt.',
    ],
    UPDATE_NONE: ['Für dieses Gateway gibt es keine neuere Version.', 'Es ist nichts zu tun.'],
    UPDATE_UNKNOWN: [
      'Diese Version gibt es für dieses Gateway nicht.',
      'Suchen Sie erneut nach Updates und wählen Sie eine der gezeigten Versionen.',
    ],
    UPDATE_OLDER: [
      'Diese Version ist nicht neuer als die laufende oder älter als das, was noch installiert werden darf.',
      'Wählen Sie eine neuere Version.',
    ],
    UPDATE_HARDWARE: [
      'Diese Version ist für andere Hardware gemacht.',
      'Nehmen Sie die Version, die für diese Art von Gateway gemacht ist.',
    ],
    UPDATE_RUNNING: [
      'Es läuft schon ein Update.',
      'Warten Sie, bis es fertig ist, oder brechen Sie es ab, solange es noch nicht installiert wird.',
    ],
    UPDATE_NOT_RUNNING: [
      'Es gibt gerade kein Update, das verschoben oder abgebrochen werden könnte.',
      'Sehen Sie nach, wie das Update steht.',
    ],
    UPDATE_TAMPERED: [
      'Die Version ist nicht das, was ihre signierte Beschreibung sagt: Länge oder Prüfsumme stimmen nicht.',
      'Es wurde nichts installiert, und die Datei wurde gelöscht. Versuchen Sie es erneut; wenn es wieder geschieht, prüfen Sie, welcher Proxy dazwischen steht.',
    ],
    UPDATE_DOWNLOAD: [
      'Die Version konnte nicht heruntergeladen werden.',
      'Was schon da ist, bleibt erhalten, und der nächste Versuch macht dort weiter. Prüfen Sie den Weg zur Cloud.',
    ],
    UPDATE_NO_SPACE: [
      'Für dieses Update ist auf dem Datenträger nicht genug Platz.',
      'Schaffen Sie Platz auf dem Datenträger und versuchen Sie es erneut; es wurde nichts geändert.',
    ],
    UPDATE_FILE_BAD: [
      'Das ist keine Update-Datei, oder ein Teil davon fehlt.',
      'Kopieren Sie die Datei noch einmal von dort, wo sie gemacht wurde, und laden Sie sie erneut hoch.',
    ],
    UPDATE_OFFSET: [
      'Dieses Stück der Update-Datei schließt nicht an das an, was schon da ist.',
      'Fragen Sie, wie viel da ist, und machen Sie dort weiter.',
    ],
    UPDATE_BAD_RELEASE: [
      'Die Version konnte nicht eingespielt werden.',
      'Die vorherige Version läuft weiter. Melden Sie diese Version ihrem Hersteller.',
    ],
    UPDATE_NOT_STARTED: [
      'Die neue Version wurde nicht gestartet.',
      'Die vorherige Version läuft weiter. Prüfen Sie, ob der Dienst das Gateway über sein Startprogramm startet.',
    ],
    UPDATE_CRASHED: [
      'Die neue Version endete immer wieder gleich nach dem Start.',
      'Die vorherige Version läuft wieder. Melden Sie diese Version mit ihrem Protokoll ihrem Hersteller.',
    ],
    UPDATE_HUNG: [
      'Die neue Version wurde gestartet, lief aber nicht rechtzeitig.',
      'Die vorherige Version läuft wieder. Melden Sie diese Version mit ihrem Protokoll ihrem Hersteller.',
    ],
    UPDATE_WORSE: [
      'Mit der neuen Version ging etwas nicht mehr, das vorher gegangen war.',
      'Die vorherige Version läuft wieder. Sehen Sie nach, was es war, und melden Sie es dem Hersteller der Versionen.',
    ],
    SAFE_MODE: [
      'Das Gateway läuft im abgesicherten Modus: Nur Seiten, Tunnel und Protokolle funktionieren.',
      'Starten Sie auf der Seite der Alarme alles wieder, oder warten Sie: Es geschieht von selbst.',
    ],
    ALARM_OVER: [
      'Dieser Alarm besteht nicht mehr, oder mit einem Klick ist nichts zu machen.',
      'Sehen Sie erneut in die Liste der Alarme.',
    ],
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
    CONSENT_NEEDED: [
      'Vor Ort muss jemand gefragt werden, bevor die Protokolle aus der Ferne gelesen werden.',
      'Klicken Sie in der Konsole auf der Seite dieses Gateways auf „Protokolle sammeln“: Damit wird gefragt.',
    ],
    CONSENT_OWN: [
      'Niemand genehmigt die eigene Sitzung.',
      'Lassen Sie einen anderen Administrator vor Ort zustimmen.',
    ],
    CONSENT_OVER: [
      'Diese Anfrage ist schon beantwortet oder beendet.',
      'Sehen Sie in der Liste der Sitzungen nach.',
    ],
    SYNCHRONISERS_FULL: [
      'Dieses Gateway hat so viele Synchronisierer, wie es aufnimmt.',
      'Löschen Sie einen, der nicht mehr gebraucht wird.',
    ],
    SYNCHRONISER_LEAVING: [
      'Dieser Synchronisierer wird gerade gelöscht.',
      'Nehmen Sie zuerst die Löschung zurück.',
    ],
    SYNCHRONISER_AWAITED: [
      'Die Personen eines anderen Synchronisierers gehen auf diesen über.',
      'Warten Sie die nächste Synchronisierung ab, oder nehmen Sie jene Löschung zurück.',
    ],
    LINK_IS_GONE: [
      'Die PBX-Verbindung und ihre Geheimnisse sind schon entfernt.',
      'Speichern Sie die PBX-Verbindung erneut; ihre Personen bleiben dann.',
    ],
    CONFIG_INVALID: [
      'Die Konfiguration ist nicht gültig.',
      'Korrigieren Sie die genannte Einstellung und starten Sie erneut.',
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
    STORE_NEWER: [
      'Der Datenordner wurde von einer neueren Version dieses Programms geschrieben.',
      'Installieren Sie diese Version wieder, oder beginnen Sie mit einem leeren Datenordner.',
    ],
    STORE_CORRUPT: [
      'Die Datenbank war beschädigt und wurde beiseitegelegt.',
      'Stellen Sie eine Sicherung wieder her oder verknüpfen Sie das Gateway neu; die beschädigte Datei liegt neben der neuen.',
    ],
    ADDRESS_UNUSABLE: [
      'Das Gateway kann an der angegebenen Adresse keine Verbindungen annehmen.',
      'Beenden Sie das Programm, das den Port belegt, oder legen Sie einen anderen fest (http.port, http.httpsPort, http.host).',
    ],
    NOT_ALLOWED: ['Das ist hier nicht erlaubt.', 'Wenden Sie sich an einen Administrator dieses Gateways.'],
    NOT_OVER_TUNNEL: [
      'Das kann aus einer Fernsitzung nicht geändert werden.',
      'Ändern Sie es im lokalen Netz, auf der eigenen Seite des Gateways.',
    ],
    NOT_OVER_HTTP: [
      'Geheimnisse werden über unverschlüsseltes HTTP nicht angenommen.',
      'Öffnen Sie die Seite über https://.',
    ],
    NOT_A_PERSON: [
      'Das kann nur, wer sich mit einem Passwort angemeldet hat.',
      'Verwenden Sie auf der Befehlszeile cloudlink people.',
    ],
    SUPPORT_UNKNOWN: [
      'Dieses Support-Paket gibt es auf diesem Gateway nicht.',
      'Laden Sie die Liste der Pakete neu; alte werden von selbst gelöscht.',
    ],
    SUPPORT_SLOW: [
      'Das Lesen hat zu lange gedauert.',
      'Erstellen Sie später ein weiteres Paket; die anderen Teile sind in diesem.',
    ],
    BACKUP_WRONG_KEY: [
      'Die Passphrase oder der Schlüssel öffnet diese Sicherung nicht.',
      'Prüfen Sie die Eingabe, oder nehmen Sie eine andere Kopie: Der Anfang der Datei könnte beschädigt sein. Es wurde nichts geändert.',
    ],
    BACKUP_DAMAGED: [
      'Die Sicherung ist beschädigt oder nicht vollständig.',
      'Kopieren Sie die Datei noch einmal von ihrem Aufbewahrungsort, oder nehmen Sie eine andere Sicherung. Es wurde nichts geändert.',
    ],
    BACKUP_FOREIGN: [
      'Diese Datei ist keine Sicherung eines Gateways.',
      'Wählen Sie eine Datei, deren Name auf .cloudlink-backup endet. Es wurde nichts geändert.',
    ],
    BACKUP_NEWER: [
      'Die Sicherung wurde von einer neueren Version dieses Programms gemacht.',
      'Aktualisieren Sie zuerst dieses Gateway, dann stellen Sie wieder her. Es wurde nichts geändert.',
    ],
    BACKUP_NO_SPACE: [
      'Auf dem Datenträger ist nicht genug Platz.',
      'Schaffen Sie Platz auf dem Datenträger und versuchen Sie es noch einmal. Es wurde nichts geändert.',
    ],
    BACKUP_FOLDER: [
      'Der Ordner für Sicherungen fehlt oder ist nicht beschreibbar.',
      'Schließen Sie den Datenträger an, oder wählen Sie einen anderen Ordner.',
    ],
    BACKUP_RECIPIENT: [
      'Das ist kein öffentlicher Schlüssel im age-Format.',
      'Geben Sie die Zeile ein, die mit age1 beginnt, wie age-keygen sie ausgibt.',
    ],
    BACKUP_NO_KEY: [
      'Eine Sicherung braucht eine Passphrase mit mindestens 12 Zeichen oder einen öffentlichen Schlüssel.',
      'Wählen Sie eines davon; es öffnet die Sicherung wieder, und dieses Gateway kann es Ihnen später nicht sagen.',
    ],
    BACKUP_RUNNING: [
      'Eine Sicherung oder Wiederherstellung läuft bereits.',
      'Warten Sie, bis sie beendet ist.',
    ],
    BACKUP_FAILED: [
      'Das Sicherungsprogramm endete, bevor es fertig war.',
      'Versuchen Sie es noch einmal; geschieht es wieder, sammeln Sie die Protokolle.',
    ],
    BACKUP_DAEMON_RUNS: [
      'Das Gateway läuft, und solange können seine Daten nicht ersetzt werden.',
      'Halten Sie das Gateway an, oder stellen Sie auf seiner Seite wieder her.',
    ],
    RESET_ORDER_INVALID: [
      'Der Auftrag zum Zurücksetzen ist nicht für dieses Gateway unterschrieben.',
      'Es wurde nichts gelöscht. Geben Sie ihn noch einmal auf der Seite des Gateways in der Konsole.',
    ],
    RESET_CANCELLED: [
      'Jemand am Gateway hat das Zurücksetzen abgebrochen.',
      'Es wurde nichts gelöscht. Sprechen Sie mit den Leuten vor Ort, bevor Sie es noch einmal anordnen.',
    ],
    RESET_NOT_ANNOUNCED: [
      'Es ist kein Zurücksetzen angekündigt.',
      'Laden Sie die Seite neu, um zu sehen, wie es steht.',
    ],
    SUPPORT_NEEDS_DAEMON: [
      'Das weiß nur das laufende Gateway.',
      'Starten Sie das Gateway und erstellen Sie ein weiteres Paket.',
    ],
    PERSON_UNKNOWN: [
      'Diese Person gibt es auf diesem Gateway nicht.',
      'Laden Sie die Liste der Personen neu.',
    ],
    PERSON_EXISTS: [
      'Auf diesem Gateway hat schon jemand diesen Namen.',
      'Wählen Sie einen anderen Namen; Groß- und Kleinbuchstaben gelten als gleich.',
    ],
    LAST_ADMIN: [
      'Das ist der letzte Administrator dieses Gateways.',
      'Machen Sie zuerst eine andere Person zum Administrator.',
    ],
    HOST_NOT_KNOWN: [
      'Dieses Gateway ist unter diesem Namen nicht bekannt.',
      'Öffnen Sie die Seite über den Namen oder die Adresse des Gateways.',
    ],
    CHANGED_MEANWHILE: [
      'Jemand anderes hat dies geändert, nachdem Ihre Seite es gelesen hatte. Nichts wurde überschrieben.',
      'Sehen Sie nach, was jetzt dort steht, und wählen Sie, was gelten soll.',
    ],
    CLOUD_UNREACHABLE: [
      'Die Cloud ist nicht erreichbar.',
      'Prüfen Sie den Weg ins Internet, den Namensserver und den Proxy; das Gateway versucht es weiter.',
    ],
    CLOUD_REFUSED: [
      'Die Cloud hat die Anfrage abgelehnt.',
      'Lesen Sie den Grund; wurde die Verknüpfung des Gateways aufgehoben, verknüpfen Sie es neu.',
    ],
    CLOUD_ANSWER_BAD: [
      'Die Cloud hat eine Antwort gegeben, die der Vertrag nicht vorsieht.',
      'Prüfen Sie, ob die Cloud-Adresse stimmt und kein Proxy die Antwort verändert.',
    ],
    CLOUD_TLS: [
      'Dem Zertifikat der Cloud wird nicht vertraut.',
      'Wenn hier ein Proxy TLS prüft, fügen Sie dessen Zertifizierungsstelle hinzu; prüfen Sie sonst die Cloud-Adresse und die Uhr.',
    ],
    PROXY_AUTH: [
      'Der HTTP-Proxy verlangt Benutzer und Passwort.',
      'Geben Sie die Zugangsdaten des Proxys auf der Netzwerkseite ein.',
    ],
    PROXY_UNREACHABLE: ['Der HTTP-Proxy ist nicht erreichbar.', 'Prüfen Sie Adresse und Port des Proxys.'],
    WEBSOCKET_BLOCKED: [
      'WebSockets gelangen nicht bis zur Cloud.',
      'Erlauben Sie WebSocket-Upgrades am Proxy oder an der Firewall; bis dahin kommen Befehle per Long Polling.',
    ],
    NOT_LINKED: [
      'Dieses Gateway ist mit keinem Konto verknüpft.',
      'Verknüpfen Sie es zuerst: Öffnen Sie seine Seite oder führen Sie cloudlink link aus.',
    ],
    ALREADY_LINKED: [
      'Dieses Gateway ist bereits mit einem Konto verknüpft.',
      'Heben Sie zuerst die Verknüpfung auf, wenn es zu einem anderen Konto gehören soll.',
    ],
    LINK_EXPIRED: ['Die Verknüpfungsanfrage ist abgelaufen.', 'Fordern Sie einen neuen Code an.'],
    LINK_DENIED: [
      'Die Verknüpfungsanfrage wurde in der Cloud abgelehnt.',
      'Fordern Sie einen neuen Code an, wenn das ein Versehen war.',
    ],
    SETUP_CODE_ATTEMPTS: [
      'Der Einrichtungscode war fünfmal falsch; der Versuch ist beendet.',
      'Lesen Sie den Code auf dem Etikett oder mit cloudlink setup-code und beginnen Sie von vorn.',
    ],
    SETUP_CODE_WRONG: [
      'Der Einrichtungscode ist nicht richtig.',
      'Lesen Sie ihn auf dem Etikett, auf der Konsole oder mit cloudlink setup-code.',
    ],
    SETUP_CODE_USED: [
      'Der Einrichtungscode wurde bereits verwendet.',
      'Wurde damit ein Administrator angelegt, melden Sie sich als dieser an; wurde damit das Gateway verknüpft, öffnen Sie diese Seiten aus der Cloud, oder führen Sie am Gateway cloudlink people add aus.',
    ],
    ACCOUNT_DEACTIVATED: [
      'Das Konto ist deaktiviert.',
      'Bitten Sie Ihren Partner, es wieder zu aktivieren; das Gateway arbeitet dann von selbst weiter.',
    ],
    CLOCK_WRONG: [
      'Die Uhr dieses Gateways geht falsch.',
      'Prüfen Sie den Zeitserver; bis dahin können Zertifikate nicht geprüft werden.',
    ],
    KEY_UNREADABLE: [
      'Der Geräteschlüssel ist nicht lesbar.',
      'Prüfen Sie den Datenordner; ohne seinen Schlüssel muss das Gateway neu verknüpft werden.',
    ],
    MDNS_FAILED: [
      'Der Name des Gateways kann im Netz nicht bekannt gemacht werden.',
      'Öffnen Sie die Seiten über die Adresse. Prüfen Sie, dass kein anderes Programm den UDP-Port 5353 für sich allein belegt und die Firewall dieses Hosts ihn durchlässt.',
    ],
    COMMAND_UNKNOWN: [
      'Diese Version des Gateways kennt diesen Befehl nicht.',
      'Aktualisieren Sie das Gateway.',
    ],
    COMMAND_UNSUPPORTED: [
      'Dieses Gateway kann diesen Befehl nicht ausführen.',
      'Erledigen Sie es auf dem Host des Gateways, oder aktualisieren Sie das Gateway auf eine Version, die es kann.',
    ],
    SETTING_LOCAL: [
      'Diese Einstellung kann nur am Standort des Gateways geändert werden.',
      'Ändern Sie sie auf der eigenen Seite des Gateways oder in seiner Konfigurationsdatei.',
    ],
    COMMAND_EXPIRED: [
      'Der Befehl kam nach Ablauf seiner Zeit.',
      'Senden Sie ihn erneut, wenn er noch gewünscht ist.',
    ],
    COMMAND_BAD: [
      'Die Argumente des Befehls sind nicht gültig.',
      'Senden Sie ihn mit den richtigen Argumenten erneut.',
    ],
    COMMAND_INTERRUPTED: [
      'Während der Befehl lief, fiel der Strom aus; ob er ausgeführt wurde, ist nicht bekannt.',
      'Sehen Sie nach dem Gateway und senden Sie den Befehl bei Bedarf erneut.',
    ],
    REBOOT_SMBC: [
      'Dieses Gateway ist ein Teil des SMB Controller und startet ihn nicht neu: Gespräche würden getrennt.',
      'Starten Sie stattdessen das Programm des Gateways neu, oder den SMB Controller auf seinen eigenen Seiten.',
    ],
    REBOOT_CONTAINER: [
      'Dieses Gateway läuft in einem Container, der keine eigene Maschine hat, die neu starten könnte.',
      'Starten Sie stattdessen das Programm des Gateways neu, oder den Host, auf dem der Container läuft.',
    ],
    HELPER_UNAVAILABLE: [
      'Das privilegierte Hilfsprogramm ist hier nicht installiert.',
      'Installieren Sie die systemd-Units, oder erledigen Sie es auf dem Host.',
    ],
    HELPER_REFUSED: [
      'Das privilegierte Hilfsprogramm hat abgelehnt.',
      'Lesen Sie den Grund; dieser Host erlaubt es nicht.',
    ],
    NETWORK_KIND: [
      'Die Plattform, auf der dieses Gateway läuft, stellt ihr Netz selbst ein.',
      'Ändern Sie Adressen und Zeitserver in der Verwaltung dieser Plattform.',
    ],
    NETWORK_NO_NETWORKD: [
      'systemd-networkd läuft auf diesem Host nicht.',
      'Ändern Sie Adressen und Zeitserver mit den Werkzeugen dieses Hosts, oder lassen Sie systemd-networkd seine Anschlüsse verwalten.',
    ],
    NETWORK_TRIAL_RUNNING: [
      'Es laufen schon Netzwerkeinstellungen auf Probe.',
      'Behalten Sie sie oder nehmen Sie sie zuerst zurück; nach zwei Minuten enden sie von selbst.',
    ],
    NETWORK_NO_TRIAL: [
      'Es laufen keine Netzwerkeinstellungen auf Probe.',
      'Wenden Sie sie erneut an; eine Probe endet nach zwei Minuten von selbst.',
    ],
    NETWORK_NOT_IN_FORCE: [
      'Die neuen Einstellungen gelten noch nicht.',
      'Öffnen Sie die Seite unter der neuen Adresse und versuchen Sie es erneut.',
    ],
    NETWORK_ADDRESS_TAKEN: [
      'Ein anderes Gerät dieses Netzes hat diese Adresse.',
      'Wählen Sie eine andere Adresse, oder geben Sie dem anderen Gerät eine andere.',
    ],
    KEEP_CODE_WRONG: [
      'Dieser Link behält keine Netzwerkeinstellungen mehr.',
      'Melden Sie sich an und behalten Sie sie dort, solange sie auf Probe laufen.',
    ],
    PBX_UNREACHABLE: [
      'Die PBX oder das Verzeichnis ist nicht erreichbar.',
      'Prüfen Sie Adresse und Port und ob der Dienst läuft.',
    ],
    PBX_CREDENTIALS: [
      'Die PBX oder das Verzeichnis hat Benutzernamen oder Passwort abgelehnt.',
      'Geben Sie die richtigen Zugangsdaten ein und testen Sie erneut.',
    ],
    PBX_PERMISSION: [
      'Die PBX oder das Verzeichnis lässt diesen Benutzer nicht lesen, was gebraucht wird.',
      'Geben Sie dem Benutzer das Leserecht und testen Sie erneut.',
    ],
    PBX_ANSWER_BAD: [
      'Die PBX oder das Verzeichnis hat eine Antwort gegeben, die keinen Sinn ergibt.',
      'Prüfen Sie, ob Typ und Port stimmen.',
    ],
    PBX_TLS: [
      'Dem Zertifikat der PBX oder des Verzeichnisses wird nicht vertraut.',
      'Fügen Sie die Zertifizierungsstelle hinzu, oder berichtigen Sie den Namen.',
    ],
    PBX_PRODUCT: [
      'Das ist ein anderes Produkt als das gewählte.',
      'Prüfen Sie die Adresse und ob die Schnittstelle für CloudLink eingeschaltet ist.',
    ],
    PBX_VERSION: [
      'Die PBX ist zu alt für dieses Gateway.',
      'Aktualisieren Sie die PBX, oder importieren Sie ihre Benutzer über eine Datei.',
    ],
    PBX_CLOCK: ['Die Uhr der PBX weicht von der des Gateways ab.', 'Geben Sie beiden denselben Zeitserver.'],
    MICOLLAB_NOT_LAN: [
      'Der Name von MiCollab führt nicht zu dessen LAN-Adresse.',
      'Geben Sie einen Namen ein, den der Namensserver des LAN zur LAN-Adresse von MiCollab auflöst, oder diese Adresse selbst.',
    ],
    SOURCE_INCOMPLETE: [
      'Die Quelle konnte nicht zu Ende gelesen werden; niemand wurde gelöscht.',
      'Lesen Sie den Grund; der nächste Durchlauf versucht es erneut.',
    ],
    IMPORT_UNKNOWN: [
      'Diese hochgeladene Datei gibt es nicht.',
      'Sehen Sie in der Liste der Importe nach; hochgeladene Dateien werden nach einer Woche gelöscht.',
    ],
    IMPORT_TOO_LARGE: [
      'Die Datei ist größer als 256 MiB.',
      'Teilen Sie sie, oder nehmen Sie heraus, was nicht gebraucht wird.',
    ],
    IMPORT_TOO_MANY: [
      'Es gibt schon 20 hochgeladene Dateien.',
      'Löschen Sie eine, die nicht mehr gebraucht wird.',
    ],
    IMPORT_TAKEN: [
      'Diese Datei wurde schon übernommen.',
      'Ändern Sie ihren Synchronisierer, oder laden Sie die Datei noch einmal hoch.',
    ],
    IMPORT_UNREADABLE: [
      'Die Datei kann so, wie sie jetzt gelesen wird, nicht übernommen werden.',
      'Wählen Sie, wie sie gelesen werden soll, oder berichtigen Sie die Datei.',
    ],
    IMPORT_ERRORS: [
      'Die Datei hat fehlerhafte Zeilen.',
      'Berichtigen Sie sie, oder übernehmen Sie die anderen ohne sie.',
    ],
    IMPORT_OTHER_TYPE: [
      'Dieser Synchronisierer liest keine Datei dieses Typs.',
      'Wählen Sie einen anderen Synchronisierer, oder machen Sie einen neuen aus der Datei.',
    ],
    IMPORT_ROW_UNKNOWN: ['Die Datei hat keine solche Zeile.', 'Sehen Sie sich ihre Zeilen noch einmal an.'],
    IMPORT_COLUMN: [
      'Die Datei hat keine solche Spalte.',
      'Verwenden Sie die Namen, die über ihren Zeilen stehen.',
    ],
    IMPORT_EDITS: [
      'Tausend Zeilen dieser Datei sind hier schon berichtigt.',
      'Berichtigen Sie die anderen in der Datei, und laden Sie sie noch einmal hoch.',
    ],
    IMPORT_READER: [
      'Das Lesen der Datei endete unerwartet.',
      'Versuchen Sie es noch einmal; wenn es wieder geschieht, sammeln Sie die Protokolle und melden Sie die Zeit dieser Meldung.',
    ],
    SOURCE_FILE: [
      'Die Datei kann so nicht gelesen werden.',
      'Korrigieren Sie die genannte Zeile oder Spalte und versuchen Sie es erneut.',
    ],
    SCIM_UNREACHABLE: [
      'Das Benutzerverzeichnis der Cloud ist nicht erreichbar.',
      'Nichts ist verloren; der nächste Durchlauf versucht es erneut.',
    ],
    SCIM_AUTH: [
      'Das Benutzerverzeichnis der Cloud hat das Token abgelehnt.',
      'Geben Sie das zuletzt erstellte Token ein; ein neues macht die älteren ungültig.',
    ],
    SCIM_ANSWER_BAD: [
      'Das Benutzerverzeichnis der Cloud hat eine Antwort gegeben, die kein SCIM ist.',
      'Prüfen Sie die Adresse; es muss die SCIM-Basis-URL sein.',
    ],
    SCIM_TLS: [
      'Dem Zertifikat des Benutzerverzeichnisses wird nicht vertraut.',
      'Fügen Sie die Zertifizierungsstelle hinzu, oder berichtigen Sie die Adresse.',
    ],
    SCIM_REFUSED: [
      'Das Benutzerverzeichnis der Cloud hat diese Person abgelehnt.',
      'Lesen Sie den Grund und korrigieren Sie die Person an der Quelle.',
    ],
    REMOTE_CONFLICT: [
      'In der Cloud gibt es bereits jemanden dieses Namens, der nicht aus dieser Quelle stammt.',
      'Löschen Sie diesen Benutzer in der Cloud oder benennen Sie ihn um, oder ändern Sie die Person an der Quelle.',
    ],
    REMOTE_DELETED: [
      'Der Benutzer ist nicht mehr in der Cloud, und dieses Gateway hat ihn nicht gelöscht.',
      'Wählen Sie: den Benutzer neu anlegen oder es dabei belassen.',
    ],
    NOT_CONVERGED: [
      'Das Benutzerverzeichnis der Cloud hat nicht behalten, was gesendet wurde.',
      'Sehen Sie sich die genannten Felder in der Cloud an; der nächste Durchlauf versucht es erneut.',
    ],
    SYNC_NO_SOURCE: [
      'Es gibt nichts, woraus Benutzer gelesen werden.',
      'Speichern Sie eine PBX-Verbindung, fügen Sie einen Synchronisierer hinzu oder laden Sie eine Datei mit Benutzern hoch und übernehmen Sie sie; synchronisieren Sie dann erneut.',
    ],
    SYNC_LOCKED: [
      'Eine andere Synchronisierung verwendet diesen Statusordner.',
      'Warten Sie, bis sie beendet ist, oder verwenden Sie einen anderen Ordner.',
    ],
    SYNC_ENDLESS: [
      'Dieselben Zeilen der Synchronisierer wurden ohne Ende immer wieder bearbeitet.',
      'Es wurde nichts gesendet. Sammeln Sie die Protokolle und melden Sie die Uhrzeit dieser Meldung; wurde zuletzt ein Synchronisierer hinzugefügt, löschen Sie ihn bis dahin.',
    ],
    SYNC_ABORTED: [
      'Die Synchronisierung wurde vor ihrem Ende gestoppt.',
      'Starten Sie sie erneut; sie macht dort weiter, wo sie aufgehört hat.',
    ],
    SYNC_FAILED: [
      'Die Synchronisierung ist fehlgeschlagen.',
      'Lesen Sie den Grund; der nächste Durchlauf macht dort weiter, wo dieser aufgehört hat.',
    ],
    SYNC_WORKER: [
      'Die Synchronisierung endete unerwartet.',
      'Starten Sie sie erneut; tritt es wieder auf, sammeln Sie die Protokolle und melden Sie den Zeitpunkt dieser Meldung.',
    ],
    PLAN_STALE: [
      'Der Plan hat sich geändert, seit er angezeigt wurde.',
      'Sehen Sie sich den neuen Plan an und bestätigen Sie diesen.',
    ],
    TARGET_UNKNOWN: [
      'Ein solches Ziel gibt es auf diesem Gateway nicht.',
      'Sehen Sie in der Liste der Tunnel nach.',
    ],
    TARGET_UNREACHABLE: ['Das Ziel antwortet dem Gateway nicht.', 'Prüfen Sie, ob sein Webserver läuft.'],
    TARGET_CERTIFICATE: [
      'Das Zertifikat des Ziels ist nicht das bestätigte.',
      'Sehen Sie sich den neuen Fingerabdruck an und bestätigen Sie ihn auf der Seite des Gateways, wenn er stimmt.',
    ],
    TUNNEL_STOPPED: [
      'Der Tunnel ist nicht gestartet.',
      'Starten Sie den Tunnel zuerst auf der Seite des Gateways.',
    ],
    TARGET_NOT_CONFIRMED: [
      'Dieses Ziel hat noch niemand bestätigt.',
      'Sehen Sie sich Adresse und Zertifikat auf der Seite des Gateways an und bestätigen Sie sie, wenn sie stimmen.',
    ],
    TARGET_BUILT_IN: [
      'Dieses Ziel ist Teil des Gateways und kann nicht entfernt werden.',
      'Stoppen Sie seinen Tunnel, wenn es nicht erreichbar sein soll.',
    ],
    BROKER_REFUSED: [
      'Die Cloud nimmt diesen Tunnel nicht an.',
      'Prüfen Sie in der Cloud, ob das Gateway verknüpft ist; das Gateway versucht es von selbst erneut.',
    ],
    ACCESS_LOG_FAILED: [
      'Die Anfrage konnte nicht ins Zugriffsprotokoll geschrieben werden und wurde deshalb nicht zugelassen.',
      'Schaffen Sie Platz auf dem Datenvolume des Gateways oder sehen Sie in sein Protokoll, und versuchen Sie es erneut.',
    ],
    SESSION_UNKNOWN: [
      'Eine solche Sitzung gibt es nicht, oder sie ist beendet.',
      'Klicken Sie erneut auf „Öffnen“.',
    ],
    CLAIM_TOKEN_WRONG: [
      'Die Cloud nimmt dieses Verknüpfungstoken nicht an oder kennt den Fingerabdruck dieses Gateways nicht.',
      'Erzeugen Sie in der Konsole ein neues Verknüpfungstoken; es gilt einen Tag und für ein Gateway.',
    ],
    CLAIM_NEEDS_PRESENCE: [
      'Dieses Gateway war schon einmal verknüpft; um es wieder zu verknüpfen, muss jemand davor stehen.',
      'Beginnen Sie die Verknüpfung ohne Token, und geben Sie in der Cloud den Einrichtungscode ein.',
    ],
    KEY_REFUSED: [
      'Die Cloud nimmt den nächsten Geräteschlüssel nicht an; der bisherige bleibt.',
      'Beginnen Sie den Wechsel des Schlüssels noch einmal.',
    ],
    SYNC_STORE_CORRUPT: [
      'Die Datenbank der Benutzersynchronisierung war beschädigt und wurde beiseitegelegt.',
      'Starten Sie eine Synchronisierung von Hand: Sie vergleicht alles neu und gibt damit ihren Plan frei. Prüfen Sie den Datenträger; die beschädigte Datei liegt neben der neuen.',
    ],
    INTERNAL: [
      'Im Programm ist ein Fehler aufgetreten.',
      'Versuchen Sie es erneut; tritt es wieder auf, sammeln Sie die Protokolle und melden Sie den Zeitpunkt dieser Meldung.',
    ],
  },
  reasons: {
    EMAIL_NOT_UPN:
      'Die E-Mail-Adresse der Telefonanlage ist weder die des Verzeichnisses noch dessen Benutzerprinzipalname.',
    OVERWRITTEN:
      'Jemand hat diesen Benutzer in der Cloud geändert; die Werte der Quelle wurden erneut geschrieben.',
    LOGIN_TOO_SHORT: 'Der Anmeldename hat weniger als zwei Zeichen.',
    LOGIN_TOO_LONG: 'Der Anmeldename hat mehr als 21 Zeichen.',
    LOGIN_CHAR: 'Der Anmeldename enthält ein Zeichen, das nicht erlaubt ist.',
    NEEDS_MANUAL_SERVICE_REMOVAL:
      'Ein Dienst lässt sich nicht durch Leeren seines Feldes entfernen; der Wert bleibt, bis der Dienst von Hand entfernt wird.',
    DEFERRED: 'Alle Vorgänge dieses Synchronisierers warten auf eine Person.',
    DUP_ID: 'Die Identität kommt in der Quelle mehrfach vor.',
    BAD_CHAR: 'Ein Zeichen ist nicht erlaubt.',
    NAME_MISSING: 'Es gibt weder Anzeigename noch Vorname noch Nachname.',
    USERNAME_MISSING: 'Aus dieser Zeile lässt sich kein Benutzername bilden.',
    BAD_EMAIL: 'Die E-Mail-Adresse ist nicht gültig.',
    NOT_E164: 'Die Nummer ist nicht im internationalen Format (+ und bis zu 15 Ziffern).',
    NO_EMAIL: 'Es gibt keine E-Mail-Adresse.',
    IGNORED_FIELD: 'Der Wert des Verzeichnisses wird für einen bestehenden Benutzer nicht übernommen.',
    ROW_UNREADABLE: 'Eine Nummer dieser Person konnte nicht gelesen werden.',
    LASTNAME_MISSING: 'Es gibt weder Vor- noch Nachnamen.',
    MULTI_DEVICE_NO_GROUP:
      'Mehrere Nummern derselben Art tragen diesen Namen, und keine Gruppe sagt, welche zusammengehören.',
    NAME_COLLISION: 'Nummern haben denselben Namen und verschiedene E-Mail-Adressen.',
    IN_TWO_GROUPS: 'Eine Nummer ist in zwei Gruppen.',
    PILOT_MISSING: 'Die Pilotnummer der Gruppe ist nicht unter den Nummern.',
    SPLIT: 'Eine der Nummern dieser Person trägt jetzt einen anderen Namen.',
    MERGE: 'Zwei bereits vorhandene Personen würden zu einer.',
    NEAR_MATCH:
      'Eine andere Nummer hat bis auf Groß-/Kleinschreibung, Leerzeichen oder Akzente denselben Namen.',
    BOTH_SOFTPHONES: 'Es gibt ein MiNet-Softphone und einen UC-Endpunkt.',
    MEMBER_MISSING: 'Die Gruppe nennt eine Nummer, die die PBX nicht hat.',
    NUMBER_KEPT:
      'Eine Nummer, die die PBX nicht mehr hat, bleibt erhalten, weil noch etwas auf sie verweist.',
    DUP_LOGIN: 'Der Anmeldename gehört zu mehr als einer Person.',
    DUP_USERNAME: 'Der Benutzername gehört zu mehr als einer Person.',
    DUP_EMAIL: 'Die E-Mail-Adresse gehört zu mehr als einer Person.',
    DUP_EXTENSION: 'Die Nebenstelle gehört zu mehr als einer Person.',
    DUP_PHONE: 'Die Telefonnummer gehört zu mehr als einer Person.',
    DUP_MOBILE: 'Die Mobilnummer gehört zu mehr als einer Person.',
    REUSED_KEY:
      'Eine Person, die nicht mehr in der Quelle ist, hat auf der Gegenseite noch diesen Benutzernamen oder diese E-Mail-Adresse.',
    REMOTE_DELETED: 'Der Benutzer wurde auf der Gegenseite gelöscht (kein Konto).',
    REMOTE_CONFLICT: 'Der Benutzername gehört auf der Gegenseite jemand anderem.',
    REFUSED: 'Die Gegenseite hat diesen Benutzer abgelehnt.',
    RETRY: 'Der letzte Versuch ist fehlgeschlagen; es wird erneut versucht.',
    NOT_CONVERGED: 'Die Gegenseite behält andere Werte als die gesendeten.',
    SWAP: 'Personen tauschen einen Wert, den die Gegenseite nur einmal annimmt.',
    GAVE_UP: '28 Tage lang fehlgeschlagen; es wird auf eine Änderung gewartet.',
    GUARD: 'Zu viele Personen würden auf einmal gelöscht.',
    SOURCE_INCOMPLETE: 'Die Quelle konnte nicht zu Ende gelesen werden; niemand wird gelöscht.',
    ADOPTED: 'Das Konto war schon vorher da; ohne Bestätigung wird es nicht gelöscht.',
  },
  texts: {
    'The disk was full, so the room that was kept for that is in use; what can wait does not write.':
      'Die Festplatte war voll; darum wird der dafür freigehaltene Platz benutzt, und was warten kann, schreibt nicht.',
    'The program ended by itself several times in a row, so only pages, tunnels and logs work now; users stay as they are.':
      'Das Programm endete mehrmals hintereinander von selbst; darum funktionieren jetzt nur Seiten, Tunnel und Protokolle, und die Benutzer bleiben, wie sie sind.',
    'A sync has begun.': 'Eine Synchronisierung hat begonnen.',
    'An update was not installed': 'Ein Update wurde nicht installiert',
    'Detained users': 'Zurückgestellte Benutzer',
    'Every tunnel that was started works.': 'Jeder gestartete Tunnel funktioniert.',
    'Free space on the data volume, or make it larger; the reserve is then laid down again.':
      'Schaffen Sie Platz auf dem Datenvolume oder vergrößern Sie es; die Reserve wird dann wieder angelegt.',
    'Held removals of users': 'Ausgesetzte Entfernungen von Benutzern',
    'If it happens again within days, collect the logs.':
      'Wenn es innerhalb von Tagen wieder geschieht, sammeln Sie die Protokolle.',
    'It connects again now.': 'Die Verbindung wird jetzt neu aufgebaut.',
    'It was looked at again.': 'Es wurde erneut geprüft.',
    'Look at each on the page of detained users; it says what is wrong and what helps.':
      'Sehen Sie sich jeden auf der Seite der zurückgestellten Benutzer an; dort steht, was nicht stimmt und was hilft.',
    'Look at its reason on the page of the tunnels. The gateway keeps trying, and this alarm clears by itself.':
      'Lesen Sie den Grund auf der Seite der Tunnel. Das Gateway versucht es weiter, und dieser Alarm erlischt von selbst.',
    'Look at the plan on the page of user sync. Confirm it if so many were meant to go; otherwise put the PBX in order.':
      'Sehen Sie sich den Plan auf der Seite der Benutzersynchronisierung an. Bestätigen Sie ihn, wenn so viele gehen sollten; bringen Sie sonst die PBX in Ordnung.',
    'Make a backup on the page of backups, and look why the last one was not made.':
      'Machen Sie eine Sicherung auf der Seite der Sicherungen und sehen Sie nach, warum die letzte nicht gemacht wurde.',
    'Make a support bundle, so that the reason can be found. Everything starts again by itself after a while, or now with the button.':
      'Erstellen Sie ein Supportpaket, damit der Grund gefunden werden kann. Alles startet nach einer Weile von selbst wieder, oder jetzt mit der Schaltfläche.',
    'The licence number is missing. Enter it, or choose unlicensed.':
      'Die Lizenznummer fehlt. Geben Sie sie ein, oder wählen Sie „ohne Lizenz“.',
    'This is no licence number. It has letters, digits, dots and hyphens, and no spaces.':
      'Das ist keine Lizenznummer. Sie hat Buchstaben, Ziffern, Punkte und Bindestriche und keine Leerzeichen.',
    'What is unlicensed has no licence number. Leave it empty, or choose another type.':
      'Was ohne Lizenz ist, hat keine Lizenznummer. Lassen Sie sie leer, oder wählen Sie einen anderen Typ.',
    'What is unlicensed does not end. Leave the day empty, or choose another type.':
      'Was ohne Lizenz ist, endet nicht. Lassen Sie den Tag leer, oder wählen Sie einen anderen Typ.',
    'There is no such day. Enter one like 2027-03-31.':
      'Diesen Tag gibt es nicht. Geben Sie einen ein wie 2027-03-31.',
    'No SIP trace is in it: this gateway records none.':
      'Eine SIP-Aufzeichnung ist nicht darin: Dieses Gateway macht keine.',
    'No licence with an end is known.': 'Es ist keine Lizenz mit einem Ende bekannt.',
    'No sync waits for a confirmation.': 'Keine Synchronisierung wartet auf eine Bestätigung.',
    'Nobody is detained.': 'Niemand ist zurückgestellt.',
    'Old records and all support bundles but the newest are removed.':
      'Alte Aufzeichnungen und alle Supportpakete außer dem neuesten sind entfernt.',
    'Read the reason on the page of updates. The version before it runs.':
      'Lesen Sie den Grund auf der Seite der Updates. Die Version davor läuft.',
    'Renew it with your partner; the next inventory reads the new date.':
      'Erneuern Sie sie bei Ihrem Partner; das nächste Inventar liest das neue Datum.',
    'Software assurance': 'Software Assurance',
    'The cloud is reached only since a moment ago.': 'Die Cloud ist erst seit einem Augenblick erreichbar.',
    'The gateway runs in safe mode': 'Das Gateway läuft im abgesicherten Modus',
    'The gateway started again to free memory': 'Das Gateway ist neu gestartet, um Speicher freizugeben',
    'The last backup is old': 'Die letzte Sicherung ist alt',
    'The last sync came to its end.': 'Die letzte Synchronisierung ist zu Ende gelaufen.',
    'The licence was read again and reported.': 'Die Lizenz wurde erneut gelesen und gemeldet.',
    'The program restarts now, with everything.': 'Das Programm startet jetzt neu, mit allem.',
    'The program restarts now.': 'Das Programm startet jetzt neu.',
    'The reserve on the disk is spent': 'Die Reserve auf der Festplatte ist verbraucht',
    'The tunnels are opened again now.': 'Die Tunnel werden jetzt neu geöffnet.',
    'This gateway is not linked, and opens none.': 'Dieses Gateway ist nicht verknüpft und öffnet keine.',
    Tunnels: 'Tunnel',
    'Users were not synchronised yet.': 'Die Benutzer wurden noch nicht synchronisiert.',
    'Correct it at the source; the next sync takes it over. Or set another value here (Modify).':
      'Korrigieren Sie es an der Quelle; die nächste Synchronisierung übernimmt es. Oder setzen Sie hier einen anderen Wert (Ändern).',
    'Nothing is held back. Correct it at the source when you can.':
      'Nichts wird zurückgehalten. Korrigieren Sie es bei Gelegenheit an der Quelle.',
    'Put the numbers into one group on the PBX, or give them names that differ; the next sync takes it over.':
      'Fassen Sie die Nummern an der Telefonanlage in einer Gruppe zusammen, oder geben Sie ihnen verschiedene Namen; die nächste Synchronisierung übernimmt es.',
    'Give one of them another value at the source, or modify or ignore this row.':
      'Geben Sie einer Person an der Quelle einen anderen Wert, oder ändern oder ignorieren Sie diese Zeile.',
    'Create the user again, or leave this person without an account.':
      'Legen Sie den Benutzer wieder an, oder lassen Sie diese Person ohne Konto.',
    'Look at this user in the cloud, then apply, modify or ignore this row.':
      'Sehen Sie sich diesen Benutzer in der Cloud an; wenden Sie die Zeile dann an, ändern oder ignorieren Sie sie.',
    'It is tried again by itself. Apply tries it now.':
      'Es wird von selbst erneut versucht. „Anwenden“ versucht es jetzt.',
    'Look at what would happen, then apply or cancel it.':
      'Sehen Sie sich an, was geschehen würde, und wenden Sie es an oder brechen Sie es ab.',
    'Make the source readable to its end; the next sync goes on by itself.':
      'Sorgen Sie dafür, dass die Quelle vollständig lesbar ist; die nächste Synchronisierung macht von selbst weiter.',
    'Duplicate address': 'Doppelte Adresse',
    'Known once a port has an IPv4 address.': 'Bekannt, sobald ein Anschluss eine IPv4-Adresse hat.',
    'Asking for it takes the privileged helper and arping.':
      'Danach zu fragen braucht den privilegierten Helfer und arping.',
    'Give the other device another address, or this gateway one under Appliance Ethernet Configuration; two devices with one address lose each other’s packets.':
      'Geben Sie dem anderen Gerät eine andere Adresse, oder diesem Gateway unter Ethernet-Konfiguration der Appliance; zwei Geräte mit einer Adresse verlieren einander die Pakete.',
    'Enter the IP address. It is needed.': 'Geben Sie die IP-Adresse ein. Sie ist nötig.',
    'This is an IPv6 address. Enter an IPv4 address, like 192.168.1.50.':
      'Das ist eine IPv6-Adresse. Geben Sie eine IPv4-Adresse ein, zum Beispiel 192.168.1.50.',
    'This is not an IPv4 address. Enter four numbers from 0 to 255 with dots between, like 192.168.1.50.':
      'Das ist keine IPv4-Adresse. Geben Sie vier Zahlen von 0 bis 255 mit Punkten dazwischen ein, zum Beispiel 192.168.1.50.',
    'No device can have this address. Enter one of your network; 0.…, 127.…, 169.254.… and everything from 224.… on have other uses.':
      'Kein Gerät kann diese Adresse haben. Geben Sie eine Ihres Netzes ein; 0.…, 127.…, 169.254.… und alles ab 224.… haben andere Zwecke.',
    'This is the address of the network itself. Enter one that is inside it.':
      'Das ist die Adresse des Netzes selbst. Geben Sie eine ein, die darin liegt.',
    'This is the broadcast address of the network. Enter one that is inside it.':
      'Das ist die Broadcast-Adresse des Netzes. Geben Sie eine ein, die darin liegt.',
    'Enter the subnet mask. It is needed.': 'Geben Sie die Subnetzmaske ein. Sie ist nötig.',
    'This is not a subnet mask. Enter one like 255.255.255.0, or its length like /24.':
      'Das ist keine Subnetzmaske. Geben Sie eine wie 255.255.255.0 ein, oder ihre Länge wie /24.',
    'No network has this subnet mask. Enter one from /8 to /31.':
      'Kein Netz hat diese Subnetzmaske. Geben Sie eine von /8 bis /31 ein.',
    'The default gateway is not in the network of the IP address. Correct one of them, or the subnet mask.':
      'Das Standardgateway liegt nicht im Netz der IP-Adresse. Korrigieren Sie eines von beiden, oder die Subnetzmaske.',
    'The default gateway has the IP address of this gateway. Enter the address of your router.':
      'Das Standardgateway hat die IP-Adresse dieses Gateways. Geben Sie die Adresse Ihres Routers ein.',
    'This is the address of the network itself, not of a router. Enter the address of your router.':
      'Das ist die Adresse des Netzes selbst, nicht die eines Routers. Geben Sie die Adresse Ihres Routers ein.',
    'This is the broadcast address of the network, not of a router. Enter the address of your router.':
      'Das ist die Broadcast-Adresse des Netzes, nicht die eines Routers. Geben Sie die Adresse Ihres Routers ein.',
    'These are too many DNS servers. Enter four at the most.':
      'Das sind zu viele DNS-Server. Geben Sie höchstens vier ein.',
    'One of these is no host name and no IP address. Enter names like time.example.com, with commas between.':
      'Einer davon ist weder Hostname noch IP-Adresse. Geben Sie Namen wie time.example.com ein, durch Kommas getrennt.',
    'These are too many time servers. Enter four at the most.':
      'Das sind zu viele Zeitserver. Geben Sie höchstens vier ein.',
    'This is no host name and no IP address. Enter one without http:// and without a port.':
      'Das ist weder Hostname noch IP-Adresse. Geben Sie ihn ohne http:// und ohne Port ein.',
    'This is not a port. Enter a whole number from 1 to 65535.':
      'Das ist kein Port. Geben Sie eine ganze Zahl von 1 bis 65535 ein.',
    'A colon cannot be part of the user name. Enter the user name alone.':
      'Ein Doppelpunkt kann nicht Teil des Benutzernamens sein. Geben Sie den Benutzernamen allein ein.',
    'A password without a user is of no use. Enter the user too, or leave both empty.':
      'Ein Passwort ohne Benutzer nützt nichts. Geben Sie auch den Benutzer ein, oder lassen Sie beides leer.',
    'One of these is no host, domain or address. Enter hosts like pbx.example.com, domains like .example.com, or addresses.':
      'Einer davon ist weder Host noch Domäne noch Adresse. Geben Sie Hosts wie pbx.example.com, Domänen wie .example.com oder Adressen ein.',
    'These are too many hosts. Enter 100 at the most.':
      'Das sind zu viele Hosts. Geben Sie höchstens 100 ein.',
    'There is no certificate in this text. Paste a PEM file: it begins with -----BEGIN CERTIFICATE-----.':
      'In diesem Text ist kein Zertifikat. Fügen Sie eine PEM-Datei ein: Sie beginnt mit -----BEGIN CERTIFICATE-----.',
    'This text holds a private key, and was not stored. Give the certificate alone; the key belongs on the computer of the authority.':
      'Dieser Text enthält einen privaten Schlüssel und wurde nicht gespeichert. Geben Sie das Zertifikat allein an; der Schlüssel gehört auf den Rechner der Zertifizierungsstelle.',
    'One of the certificates is damaged. Copy it again, whole, with its first and last line.':
      'Eines der Zertifikate ist beschädigt. Kopieren Sie es erneut, ganz, mit erster und letzter Zeile.',
    'One of the certificates is that of a server. Give the certificate of the authority that signs the others.':
      'Eines der Zertifikate ist das eines Servers. Geben Sie das Zertifikat der Stelle an, die die anderen unterschreibt.',
    'The time of one of the certificates has ended. Ask for the present certificate of the authority.':
      'Die Zeit eines der Zertifikate ist abgelaufen. Fragen Sie nach dem jetzigen Zertifikat der Stelle.',
    'Another port of this host has this address. Enter another one.':
      'Ein anderer Anschluss dieses Hosts hat diese Adresse. Geben Sie eine andere ein.',
    'This host has no such port. Load the page again.':
      'Dieser Host hat keinen solchen Anschluss. Laden Sie die Seite neu.',
    'The name or the password is not right.': 'Der Name oder das Passwort stimmt nicht.',
    'Check both and try again.': 'Prüfen Sie beides und versuchen Sie es erneut.',
    'This gateway has an administrator already.': 'Dieses Gateway hat schon einen Administrator.',
    'This is not your password.': 'Das ist nicht Ihr Passwort.',
    'The password must not be the name.': 'Das Passwort darf nicht der Name sein.',
    'This password is one of the first that somebody would try.':
      'Dieses Passwort ist eines der ersten, die jemand versuchen würde.',
    'The password is hardly more than the name.': 'Das Passwort ist kaum mehr als der Name.',
    Backup: 'Sicherung',
    'Figures for the cloud': 'Messwerte für die Cloud',
    'Old records': 'Alte Aufzeichnungen',
    'Comparison of users with the cloud': 'Vergleich der Benutzer mit der Cloud',
    'Check the time server of this host; certificates and tokens need the right time.':
      'Prüfen Sie den Zeitserver dieses Hosts; Zertifikate und Token brauchen die richtige Zeit.',
    'Nothing here says whether the clock is right.': 'Nichts hier gibt an, ob die Uhr richtig geht.',
    'The clock is synchronised.': 'Die Uhr ist synchronisiert.',
    'The clock says a time that is past for certain.': 'Die Uhr zeigt eine Zeit, die sicher vergangen ist.',
    'The clock is not synchronised with a time server.':
      'Die Uhr ist nicht mit einem Zeitserver synchronisiert.',
    'No cloud address is set.': 'Es ist keine Cloud-Adresse gesetzt.',
    'Check the disk. At the next start the damaged file is kept aside; restore a backup then.':
      'Prüfen Sie den Datenträger. Beim nächsten Start wird die beschädigte Datei beiseitegelegt; stellen Sie dann eine Sicherung wieder her.',
    'There is no database file yet.': 'Es gibt noch keine Datenbankdatei.',
    'Free space on the data volume, or make it larger.':
      'Schaffen Sie Platz auf dem Datenvolume, oder vergrößern Sie es.',
    'No cloud address is set, so there is no name to ask for.':
      'Es ist keine Cloud-Adresse gesetzt, also gibt es keinen Namen zum Auflösen.',
    'Check the spelling of the name, and that the name server knows names of the Internet.':
      'Prüfen Sie die Schreibweise des Namens und ob der Namensserver Namen aus dem Internet kennt.',
    'Check the name servers under Appliance Ethernet Configuration; none answers.':
      'Prüfen Sie die Namensserver unter Appliance Ethernet Configuration; keiner antwortet.',
    'The command channel is broken.': 'Der Befehlskanal ist unterbrochen.',
    'Read the reason; the gateway keeps asking for a token and this alarm clears by itself.':
      'Lesen Sie den Grund; das Gateway fordert weiter ein Token an, und dieser Alarm erlischt von selbst.',
    'Check the way to the Internet on the page of alarms; the gateway keeps trying and nothing is lost.':
      'Prüfen Sie den Weg ins Internet auf der Seite der Alarme; das Gateway versucht es weiter, und nichts geht verloren.',
    'It took too long and was given up.': 'Es dauerte zu lange und wurde abgebrochen.',
    'Not checked yet.': 'Noch nicht geprüft.',
    'The gateway’s own web server has not been started yet.':
      'Der eigene Webserver des Gateways wurde noch nicht gestartet.',
    'Restart the gateway; if it happens again, collect the logs.':
      'Starten Sie das Gateway neu; tritt es wieder auf, sammeln Sie die Protokolle.',
    'It is switched off.': 'Es ist ausgeschaltet.',
    'Give this host more memory, or stop other programs on it.':
      'Geben Sie diesem Host mehr Arbeitsspeicher, oder beenden Sie andere Programme darauf.',
    'No PBX link is saved.': 'Es ist keine PBX-Verbindung gespeichert.',
    'The host is there and nothing listens on that port: check the port, and that the service runs.':
      'Der Host ist da, aber an diesem Port antwortet nichts: Prüfen Sie den Port und ob der Dienst läuft.',
    'Check its address, that it is running, and that no firewall stands between.':
      'Prüfen Sie die Adresse, ob das System läuft und dass keine Firewall dazwischensteht.',
    'No cloud address is set, so there is nothing to ask a proxy for.':
      'Es ist keine Cloud-Adresse gesetzt, also gibt es nichts, wonach ein Proxy zu fragen wäre.',
    'Check the proxy’s address and port.': 'Prüfen Sie Adresse und Port des Proxys.',
    'Enter the proxy’s credentials again.': 'Geben Sie die Zugangsdaten des Proxys erneut ein.',
    'Check the clock first; if it is right, the cloud’s certificate has to be renewed.':
      'Prüfen Sie zuerst die Uhr; geht sie richtig, muss das Zertifikat der Cloud erneuert werden.',
    'Check the cloud address; something else may answer there.':
      'Prüfen Sie die Cloud-Adresse; vielleicht antwortet dort etwas anderes.',
    'The cloud address is plain http.': 'Die Cloud-Adresse ist unverschlüsseltes http.',
    'Whoever runs the cloud has to renew it.': 'Der Betreiber der Cloud muss es erneuern.',
    'Known once the gateway is linked.': 'Bekannt, sobald das Gateway verknüpft ist.',
    'The command channel is not connected now.': 'Der Befehlskanal ist zurzeit nicht verbunden.',
    'The command channel runs over a WebSocket.': 'Der Befehlskanal läuft über einen WebSocket.',
    'Something on the way blocks WebSockets; commands come by long polling, and tunnels do not work.':
      'Etwas auf dem Weg blockiert WebSockets; Befehle kommen per Long Polling, und Tunnel funktionieren nicht.',
    'Allow WebSockets (HTTP Upgrade) to the cloud on the proxy or firewall.':
      'Erlauben Sie am Proxy oder an der Firewall WebSockets (HTTP Upgrade) zur Cloud.',
    'Check that a DHCP server serves this network, or give this host a fixed address in the administration of its platform.':
      'Prüfen Sie, ob ein DHCP-Server dieses Netzwerk bedient, oder geben Sie diesem Host in der Verwaltung seiner Plattform eine feste Adresse.',
    'Switch the port on in the administration of the platform of this host.':
      'Schalten Sie den Port in der Verwaltung der Plattform dieses Hosts ein.',
    'Enter the router’s address as default gateway in the administration of the platform of this host.':
      'Geben Sie die Adresse des Routers in der Verwaltung der Plattform dieses Hosts als Standardgateway ein.',
    'Check the default gateway and the subnet mask in the administration of the platform of this host, and that the router is switched on and on this network.':
      'Prüfen Sie das Standardgateway und die Subnetzmaske in der Verwaltung der Plattform dieses Hosts, und ob der Router eingeschaltet und in diesem Netzwerk ist.',
    'Check the name servers in the administration of the platform of this host; none answers.':
      'Prüfen Sie die Namensserver in der Verwaltung der Plattform dieses Hosts; keiner antwortet.',
    'Give the other device another address, or this host one in the administration of its platform; two devices with one address lose each other’s packets.':
      'Geben Sie dem anderen Gerät eine andere Adresse, oder diesem Host in der Verwaltung seiner Plattform; zwei Geräte mit einer Adresse verlieren einander die Pakete.',
    'Check that a DHCP server serves this network, or choose Static under Appliance Ethernet Configuration.':
      'Prüfen Sie, ob ein DHCP-Server dieses Netzwerk bedient, oder wählen Sie Static unter Appliance Ethernet Configuration.',
    'Known once a port has a link.': 'Bekannt, sobald ein Port eine Verbindung hat.',
    'This host has no network port.': 'Dieser Host hat keinen Netzwerkanschluss.',
    'Add a network port; give a virtual machine a network adapter.':
      'Fügen Sie einen Netzwerkanschluss hinzu; geben Sie einer virtuellen Maschine einen Netzwerkadapter.',
    'Plug the cable in at both ends and look for the light beside the socket; try another cable or another port of the switch.':
      'Stecken Sie das Kabel an beiden Enden ein und achten Sie auf die Leuchte neben der Buchse; versuchen Sie es mit einem anderen Kabel oder einem anderen Port des Switches.',
    'Set the port up under Appliance Ethernet Configuration, or switch it on in the host’s own network settings.':
      'Richten Sie den Port unter Appliance Ethernet Configuration ein, oder schalten Sie ihn in den Netzwerkeinstellungen des Hosts selbst ein.',
    'There is no default gateway; the way to the cloud is the proxy.':
      'Es gibt kein Standardgateway; der Weg in die Cloud ist der Proxy.',
    'There is no default gateway; the cloud is reached without one.':
      'Es gibt kein Standardgateway; die Cloud wird ohne eines erreicht.',
    'There is no default gateway, so nothing beyond this network can be reached.':
      'Es gibt kein Standardgateway, daher ist nichts außerhalb dieses Netzwerks erreichbar.',
    'Enter the router’s address as default gateway under Appliance Ethernet Configuration, or let the DHCP server give it.':
      'Geben Sie die Adresse des Routers unter Appliance Ethernet Configuration als Standardgateway ein, oder lassen Sie sie vom DHCP-Server vergeben.',
    'Check the default gateway and the subnet mask under Appliance Ethernet Configuration, and that the router is switched on and on this network.':
      'Prüfen Sie das Standardgateway und die Subnetzmaske unter Appliance Ethernet Configuration, und ob der Router eingeschaltet und in diesem Netzwerk ist.',
    'Checked when somebody asks for it.': 'Wird geprüft, wenn jemand danach fragt.',
    'This PBX does not tell its time.': 'Diese PBX gibt ihre Uhrzeit nicht an.',
    'Known once the PBX can be read.': 'Bekannt, sobald die PBX gelesen werden kann.',
    'No PBX link with a host is saved.': 'Es ist keine PBX-Verbindung mit einem Host gespeichert.',
    'It cannot be read before the next sync.':
      'Sie kann vor der nächsten Synchronisierung nicht gelesen werden.',
    'Find out who changed sync.db. If it was restored or replaced on purpose: cloudlink sync verify --accept.':
      'Finden Sie heraus, wer sync.db geändert hat. Wurde die Datei absichtlich wiederhergestellt oder ersetzt: cloudlink sync verify --accept.',
    'Access log': 'Zugriffsprotokoll',
    'Find out who changed state.db; what the cloud was told stays there. cloudlink access verify tells all.':
      'Finden Sie heraus, wer state.db geändert hat; was der Cloud gesagt wurde, bleibt dort. cloudlink access verify sagt alles.',
    'Nobody came in through a tunnel yet.': 'Noch niemand ist durch einen Tunnel hereingekommen.',
    'Audit chain of user synchronisation': 'Prüfkette der Benutzersynchronisierung',
    'Network cable': 'Netzwerkkabel',
    'IP address': 'IP-Adresse',
    'Default gateway': 'Standardgateway',
    'PBX credentials and permission': 'Anmeldedaten und Berechtigung für die PBX',
    'Time of the PBX': 'Uhrzeit der PBX',
    'Disk space': 'Speicherplatz',
    Memory: 'Arbeitsspeicher',
    Databases: 'Datenbanken',
    'Local REST service': 'Lokaler REST-Dienst',
    Time: 'Zeit',
    'Name on the network': 'Name im Netz',
    'Name server': 'Namensserver',
    'HTTP proxy': 'HTTP-Proxy',
    'TLS inspection': 'TLS-Inspektion',
    Cloud: 'Cloud',
    PBX: 'PBX',
    'Cloud login is down': 'Die Anmeldung an der Cloud ist gestört',
    'The cloud is not reached': 'Die Cloud wird nicht erreicht',
    'A target shows another certificate': 'Ein Ziel zeigt ein anderes Zertifikat',
    'Its tunnel is stopped. Compare the fingerprint on the tunnels page with the one that the target itself shows, and confirm it only if the certificate was renewed on purpose.':
      'Sein Tunnel ist gestoppt. Vergleichen Sie den Fingerabdruck auf der Seite der Tunnel mit dem, den das Ziel selbst anzeigt, und bestätigen Sie ihn nur, wenn das Zertifikat absichtlich erneuert wurde.',
    'User sync': 'Benutzersynchronisierung',
    'Inventory report': 'Inventarbericht',
    'Health checks': 'Zustandsprüfungen',
    'Device certificate': 'Gerätezertifikat',
    'Connect to the directory': 'Mit dem Verzeichnis verbinden',
    'Sign in': 'Anmelden',
    'Read people': 'Personen lesen',
    'Read the file': 'Datei lesen',
    'Reach the PBX': 'PBX erreichen',
    'Certificate of the PBX': 'Zertifikat der PBX',
    Product: 'Produkt',
    'Reach the MBG': 'MBG erreichen',
    'Sign in at the MBG': 'Am MBG anmelden',
    'Read numbers and groups': 'Nummern und Gruppen lesen',
    Version: 'Version',
    Clock: 'Uhr',
    'Reach MiCollab': 'MiCollab erreichen',
    'Sign in at MiCollab': 'An MiCollab anmelden',
    'MiCollab’s name leads to the LAN': 'Der Name von MiCollab führt ins LAN',
    'MiVoice Business has no public contract of its REST interface: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-business.md.':
      'Für die REST-Schnittstelle von MiVoice Business gibt es keinen öffentlichen Vertrag: Dieser Konnektor spricht eine Schnittstelle nach unserem eigenen Entwurf, beschrieben in docs/pbx/mivoice-business.md.',
    'Please ensure that you are using a Cloudlink gateway blade with the MIVB':
      'Bitte stellen Sie sicher, dass Sie ein CloudLink-Gateway-Blade mit dem MIVB verwenden',
    'PBX IP Address or FQDN': 'IP-Adresse oder FQDN der PBX',
    'Where numbers and groups are read. No password goes there: the MBG vouches for this gateway.':
      'Wo Nummern und Gruppen gelesen werden. Dorthin geht kein Passwort: Das MBG bürgt für dieses Gateway.',
    'MBG IP Address or FQDN': 'IP-Adresse oder FQDN des MBG',
    'The MiVoice Border Gateway where this gateway signs in.':
      'Das MiVoice Border Gateway, an dem sich dieses Gateway anmeldet.',
    'MBG Password': 'MBG-Passwort',
    'Of the user cloudlink at the MBG; it opens the PBX’s interface too.':
      'Das des Benutzers cloudlink am MBG; es öffnet auch die Schnittstelle der PBX.',
    'MiCollab IP Address or FQDN': 'IP-Adresse oder FQDN von MiCollab',
    'Needed for integrations that use MiCollab. The name must lead to MiCollab’s LAN address.':
      'Nötig für Integrationen, die MiCollab verwenden. Der Name muss zur LAN-Adresse von MiCollab führen.',
    'MiCollab Password': 'MiCollab-Passwort',
    'Of the user cloudlink at MiCollab.': 'Das des Benutzers cloudlink an MiCollab.',
    'Kind of directory': 'Art des Verzeichnisses',
    'Decides the filter and the identity of a person where they are left empty.':
      'Bestimmt den Filter und die Identität einer Person, wo sie leer gelassen werden.',
    Generic: 'Allgemein',
    Host: 'Host',
    'Name or IP address. With encryption it must be the name in the certificate.':
      'Name oder IP-Adresse. Mit Verschlüsselung muss es der Name im Zertifikat sein.',
    Security: 'Sicherheit',
    'Without encryption the password and the people’s data cross the network in clear.':
      'Ohne Verschlüsselung gehen das Passwort und die Daten der Personen im Klartext durch das Netz.',
    None: 'Keine',
    Port: 'Port',
    'Leave empty for 389, or 636 with LDAPS.': 'Leer lassen für 389, oder 636 mit LDAPS.',
    'The user that reads; Active Directory also takes user@domain. Leave it and the password empty to read anonymously.':
      'Der Benutzer, der liest; Active Directory nimmt auch user@domain. Lassen Sie dieses Feld und das Passwort leer, um anonym zu lesen.',
    Password: 'Passwort',
    'Where people are; everything below it is searched.':
      'Wo die Personen sind; alles darunter wird durchsucht.',
    Filter: 'Filter',
    'Leave empty for everybody.': 'Leer lassen für alle.',
    'Identity attribute': 'Identitätsattribut',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID in Active Directory.':
      'Was gleich bleibt, wenn eine Person umbenannt oder verschoben wird. Leer lassen für entryUUID, oder objectGUID in Active Directory.',
    'CSV file': 'CSV-Datei',
    'Comma, semicolon or tab separated text as spreadsheets write it (RFC 4180); the column names are ours.':
      'Durch Komma, Semikolon oder Tabulator getrennter Text, wie Tabellenprogramme ihn schreiben (RFC 4180); die Spaltennamen sind unsere eigenen.',
    File: 'Datei',
    'A CSV file in the gateway’s import folder, with a header row: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, in any order. Only id must be there.':
      'Eine CSV-Datei im Importordner des Gateways, mit einer Kopfzeile: id, givenName, familyName, displayName, email, extension, phone, mobile, department, location, role, active, in beliebiger Reihenfolge. Nur id muss vorhanden sein.',
    Encoding: 'Kodierung',
    'UTF-8 and UTF-16 are recognised. Choose windows-1252 only for a file of an old Windows program.':
      'UTF-8 und UTF-16 werden erkannt. Wählen Sie windows-1252 nur für eine Datei aus einem alten Windows-Programm.',
    Auto: 'Automatisch',
    'LDIF file': 'LDIF-Datei',
    'LDIF as directories write it (RFC 2849), entries and changes; which attribute is the identity is our choice.':
      'LDIF, wie Verzeichnisse es schreiben (RFC 2849), Einträge und Änderungen; welches Attribut die Identität ist, haben wir gewählt.',
    'An LDIF file in the gateway’s import folder.': 'Eine LDIF-Datei im Importordner des Gateways.',
    'What stays the same when a person is renamed or moved. Leave empty for entryUUID, or objectGUID where there is none. With dn, somebody who is renamed or moved is somebody new.':
      'Was gleich bleibt, wenn eine Person umbenannt oder verschoben wird. Leer lassen für entryUUID, oder objectGUID, wo es fehlt. Mit dn ist jemand, der umbenannt oder verschoben wird, jemand Neues.',
    'Identity column': 'Identitätsspalte',
    'Says who a row is, and stays the same when a person is renamed. Leave empty for id, or for that of a known export.':
      'Sagt, wer eine Zeile ist, und bleibt gleich, wenn eine Person umbenannt wird. Leer lassen für id oder für die eines bekannten Exports.',
    'Excel workbook': 'Excel-Arbeitsmappe',
    'Office Open XML (ECMA-376) as spreadsheets save it; values are read as they are stored, formulas and macros are not run. The column names are ours.':
      'Office Open XML (ECMA-376), wie Tabellenprogramme es speichern; Werte werden gelesen, wie sie gespeichert sind, Formeln und Makros werden nicht ausgeführt. Die Spaltennamen sind unsere eigenen.',
    'An Excel workbook (.xlsx) in the gateway’s import folder. The first row of the sheet names the columns, as in a CSV file.':
      'Eine Excel-Arbeitsmappe (.xlsx) im Importordner des Gateways. Die erste Zeile des Blatts nennt die Spalten, wie in einer CSV-Datei.',
    Sheet: 'Blatt',
    'Leave empty for the first one.': 'Leer lassen für das erste.',
    'New in the source.': 'Neu in der Quelle.',
    'Changed in the source.': 'In der Quelle geändert.',
    'Not in the source any more.': 'Nicht mehr in der Quelle.',
    'Not active in the source any more.': 'In der Quelle nicht mehr aktiv.',
    'Active in the source again.': 'In der Quelle wieder aktiv.',
    'Not in the source, and the grace period is over.':
      'Nicht in der Quelle, und die Schonfrist ist vorüber.',
    'Gives a number up for another person.': 'Gibt eine Nummer für eine andere Person ab.',
    'Standalone appliance': 'Eigenständige Appliance',
    'Virtual appliance': 'Virtuelle Appliance',
    'SMBC (embedded)': 'SMBC (integriert)',
    'MSL host': 'MSL-Host',
    'The pages of this gateway, with a reduced role.':
      'Die Seiten dieses Gateways, mit eingeschränkter Rolle.',
    'Sign in at the PBX': 'An der PBX anmelden',
    'Read users': 'Benutzer lesen',
    'This connector speaks System OAI, whose text protocol is public. It has no encryption, and tells no DID numbers.':
      'Dieser Konnektor spricht System OAI, dessen Textprotokoll öffentlich ist. Es hat keine Verschlüsselung und nennt keine Durchwahlnummern (DID).',
    'The login of the MX-ONE Provisioning Manager is public. How it lists users is not: that part is of our own shape, described in docs/pbx/mx-one.md.':
      'Die Anmeldung am MX-ONE Provisioning Manager ist öffentlich. Wie er Benutzer auflistet, ist es nicht: Dieser Teil ist unser eigener Entwurf, beschrieben in docs/pbx/mx-one.md.',
    'How MiVoice Office 400 lists users is not public: this connector speaks an interface of our own shape, described in docs/pbx/mivoice-office-400.md. Without it, import users by CSV or LDIF.':
      'Wie MiVoice Office 400 Benutzer auflistet, ist nicht öffentlich: Dieser Konnektor spricht eine Schnittstelle nach unserem eigenen Entwurf, beschrieben in docs/pbx/mivoice-office-400.md. Ohne sie importieren Sie Benutzer als CSV oder LDIF.',
    'IP Address': 'IP-Adresse',
    'Of the PBX, as this gateway reaches it; a name will do.':
      'Die der PBX, wie dieses Gateway sie erreicht; auch ein Name ist möglich.',
    'CloudLink System Username': 'CloudLink-System-Benutzername',
    'The account that the PBX has for this gateway.': 'Das Konto, das die PBX für dieses Gateway hat.',
    'CloudLink System Password': 'CloudLink-System-Passwort',
    Node: 'Knoten',
    Protocol: 'Protokoll',
    Users: 'Benutzer',
    Numbers: 'Nummern',
    Groups: 'Gruppen',
    'DID numbers': 'Durchwahlnummern (DID)',
    'Synchronise dynamic extensions only': 'Nur dynamische Nebenstellen synchronisieren',
    'Feature profile': 'Funktionsprofil',
    'App Server Port needs a softphone’s MAC': 'App Server Port braucht die MAC eines Softphones',
    'An App Server Port is a MiNet softphone only where its MAC starts with A1:21:00.':
      'Ein App Server Port ist nur dann ein MiNet-Softphone, wenn seine MAC mit A1:21:00 beginnt.',
    // kinds of directories
    'LDAP directory': 'LDAP-Verzeichnis',
    'LDAP version 3 (RFC 4511) with paging (RFC 2696) and content synchronisation (RFC 4533), as public directories speak it; nothing of it is our own.':
      'LDAP Version 3 (RFC 4511) mit seitenweisem Abruf (RFC 2696) und Inhaltssynchronisation (RFC 4533), wie öffentliche Verzeichnisse es sprechen; nichts daran ist unser eigener Entwurf.',
    'Each sync reads': 'Jede Synchronisation liest',
    'Changes only, where the directory can tell them. Choose everybody if what it tells cannot be relied on.':
      'Nur Änderungen, wo das Verzeichnis sie nennen kann. Wählen Sie alle Personen, wenn auf seine Angaben kein Verlass ist.',
    Changes: 'Änderungen',
    Everybody: 'Alle Personen',
    'LDAP as Microsoft documents it (MS-ADTS), with DirSync and update sequence numbers; nothing of it is our own.':
      'LDAP, wie Microsoft es dokumentiert (MS-ADTS), mit DirSync und Aktualisierungssequenznummern; nichts daran ist unser eigener Entwurf.',
    User: 'Benutzer',
    'An ordinary user that may read, as user@domain or as a DN.':
      'Ein gewöhnlicher Benutzer mit Leserecht, als user@domain oder als DN.',
    'The domain or the organisational unit where people are; everything below it is searched.':
      'Die Domäne oder Organisationseinheit, in der die Personen sind; alles darunter wird durchsucht.',
    'MiVoice 5000 directory': 'MiVoice-5000-Verzeichnis',
    'That its directory is read by LDAP, and the attributes mail, department and l, are public; base DN, identity and the other attributes are not, and stand here as other directories have them.':
      'Dass sein Verzeichnis über LDAP gelesen wird und die Attribute mail, department und l sind öffentlich; Base DN, Identität und die übrigen Attribute sind es nicht und stehen hier so, wie andere Verzeichnisse sie haben.',
    'As it is set at the PBX’s directory; it is not published.':
      'So, wie er im Verzeichnis der PBX eingestellt ist; er ist nicht veröffentlicht.',
    'Leave empty for every entry that has a name.': 'Leer lassen für jeden Eintrag, der einen Namen hat.',
    'What stays the same when a person is renamed. Leave empty for entryUUID; if the directory has none, a number that is never given to another person.':
      'Was gleich bleibt, wenn eine Person umbenannt wird. Leer lassen für entryUUID; hat das Verzeichnis keine, eine Nummer, die nie eine andere Person bekommt.',
    'The Asterisk Manager Interface as docs.asterisk.org describes it; that endpoints with a number are people is our own reading.':
      'Das Asterisk Manager Interface, wie docs.asterisk.org es beschreibt; dass Endpunkte mit einer Nummer Personen sind, ist unsere eigene Lesart.',
    'Without encryption names and addresses cross the network in clear; the password itself is never sent.':
      'Ohne Verschlüsselung gehen Namen und Adressen im Klartext durch das Netz; das Passwort selbst wird nie gesendet.',
    'Leave empty for 5039 with TLS, or 5038 without.': 'Leer lassen für 5039 mit TLS oder 5038 ohne.',
    'Manager user': 'Manager-Benutzer',
    'A section of manager.conf that has system and reporting at write.':
      'Ein Abschnitt der manager.conf mit system und reporting bei write.',
    'Channel driver': 'Kanaltreiber',
    'PJSIP, or the old SIP driver that ended with Asterisk 20.':
      'PJSIP oder der alte SIP-Treiber, der mit Asterisk 20 endete.',
    'Who is a person': 'Wer eine Person ist',
    'Endpoints whose name is a number of 2 to 8 digits, or every endpoint, trunks too.':
      'Endpunkte, deren Name eine Nummer mit 2 bis 8 Ziffern ist, oder jeder Endpunkt, auch Leitungen.',
    'Numbers only': 'Nur Nummern',
    Everything: 'Alles',
    'Names from': 'Namen aus',
    'Only voicemail boxes have e-mail addresses. A person without a box has the name of the caller ID.':
      'Nur Sprachboxen haben E-Mail-Adressen. Eine Person ohne Box hat den Namen der Anruferkennung.',
    Voicemail: 'Sprachbox',
    'Caller id': 'Anruferkennung',
    'The Configuration API (XAPI, OData) of 3CX version 20 as its public examples and clients use it; it needs an Enterprise or AI licence.':
      'Die Konfigurations-API (XAPI, OData) von 3CX Version 20, wie ihre öffentlichen Beispiele und Clients sie nutzen; sie braucht eine Enterprise- oder AI-Lizenz.',
    'Client ID': 'Client-ID',
    'From the Admin Console: Integrations, API. The application needs access to the Configuration API.':
      'Aus der Admin-Konsole: Integrations, API. Die Anwendung braucht Zugriff auf die Konfigurations-API.',
    'API key': 'API-Schlüssel',
    '3CX shows it once, when the application is made.':
      '3CX zeigt ihn nur einmal, wenn die Anwendung angelegt wird.',
    'The GraphQL API of FreePBX as its published source has it; that every extension is a person is our own reading.':
      'Die GraphQL-API von FreePBX, wie ihr veröffentlichter Quelltext sie hat; dass jede Nebenstelle eine Person ist, ist unsere eigene Lesart.',
    'Of a machine-to-machine application under Admin, API.':
      'Einer Machine-to-Machine-Anwendung unter Admin, API.',
    'Client secret': 'Client-Geheimnis',
    'FreePBX shows it once, when the application is made.':
      'FreePBX zeigt es nur einmal, wenn die Anwendung angelegt wird.',
  },
  forms: {
    'Users who are detained and not in the cloud: #.':
      'Zurückgestellte Benutzer, die nicht in der Cloud sind: #1.',
    'The source is empty; all # users would be removed.':
      'Die Quelle ist leer; alle #1 Benutzer würden gelöscht.',
    '# of # rows are detained; nobody is removed until the source is in order.':
      '#1 von #2 Zeilen sind zurückgestellt; niemand wird gelöscht, bis die Quelle in Ordnung ist.',
    '# of # users would be removed; # at most go without a confirmation.':
      '#1 von #2 Benutzern würden gelöscht; höchstens #3 gehen ohne Bestätigung.',
    'With the last # hours # of # users would be removed; # at most go without a confirmation.':
      'Mit den letzten #1 Stunden würden #2 von #3 Benutzern gelöscht; höchstens #4 gehen ohne Bestätigung.',
    'Reading the source: # rows.': 'Die Quelle wird gelesen: #1 Zeilen.',
    'Looking at what changed: # people.': 'Es wird nachgesehen, was sich geändert hat: #1 Personen.',
    'Making the plan.': 'Der Plan wird gemacht.',
    'Sending to the cloud: # users.': 'Es wird an die Cloud gesendet: #1 Benutzer.',
    'Taking back: # users.': 'Es wird zurückgenommen: #1 Benutzer.',
    'Recording the result.': 'Das Ergebnis wird aufgezeichnet.',
  },
};
