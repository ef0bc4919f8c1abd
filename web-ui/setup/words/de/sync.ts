import type { sync as en } from '../en/sync.ts';

/** User synchronisation, in German. */
export const sync: Readonly<Record<keyof typeof en, string>> = {
  'sync.title': 'Benutzersynchronisierung',
  'sync.running': 'Die Benutzersynchronisierung läuft.',
  'sync.failed': 'Die letzte Benutzersynchronisierung ist fehlgeschlagen.',
  'sync.seeWhy': 'Sehen, warum die Synchronisierung fehlgeschlagen ist',
  'sync.lastFailed': 'Die letzte Synchronisierung ist fehlgeschlagen',
  'sync.never': 'Es wurden noch keine Benutzer gelesen.',
  'sync.paused': 'Die Benutzersynchronisierung ist angehalten.',
  'sync.read':
    '{n, plural, one {# Benutzer gelesen, noch nichts gesendet.} other {# Benutzer gelesen, noch nichts gesendet.}}',
  'sync.approve': 'Erste Synchronisierung genehmigen',
  'sync.held':
    '{n, plural, one {# Löschung ist ausgesetzt, bis jemand entscheidet.} other {# Löschungen sind ausgesetzt, bis jemand entscheidet.}}',
  'sync.decide': '{n, plural, one {Über # Löschung entscheiden} other {Über # Löschungen entscheiden}}',
  'sync.inSync': '{n, plural, one {# Benutzer synchron.} other {# Benutzer synchron.}}',
  'sync.attention':
    '{n, plural, one {# Benutzer synchron} other {# Benutzer synchron}}, {detained, plural, one {# zu prüfen.} other {# zu prüfen.}}',
  'sync.review':
    '{n, plural, one {# zurückgestellte Änderung prüfen} other {# zurückgestellte Änderungen prüfen}}',
  'sync.leadApproval':
    'Sehen Sie sich an, was die erste Synchronisierung tun wird, und klicken Sie dann auf Jetzt synchronisieren: Damit genehmigen Sie sie.',
  'sync.leadPaused': 'Es wird nichts gelesen oder gesendet, bis das Konto wieder aktiv ist.',
  'sync.leadDetained':
    'Zurückgestellte Änderungen warten auf eine Korrektur in der PBX; bei jeder steht, warum. Alle anderen werden nicht aufgehalten.',
  'sync.steps': 'Die Synchronisierung Schritt für Schritt',
  'sync.when': 'Wann sie läuft',
  'sync.notConnected': 'Die PBX ist nicht verbunden',
  'sync.notConnectedText':
    'Sobald sie es ist, erscheinen hier ihre Benutzer und was eine Synchronisierung mit jedem von ihnen tun würde. Vor Ihrer Genehmigung wird nichts gesendet.',
  'sync.connect': 'PBX verbinden',
  'sync.will': 'Was die Synchronisierung tun wird',
  'sync.noPlan':
    'Es liegt kein Plan vor. Eine Vorschau liest die PBX und zeigt, was eine Synchronisierung tun würde, ohne etwas zu senden.',
  'sync.numbers': 'Die letzte Synchronisierung in Zahlen',
  'sync.added': 'Hinzugefügt',
  'sync.changed': 'Geändert',
  'sync.removed': 'Gelöscht',
  'sync.unchanged': 'Unverändert',
  'sync.detained': 'Zurückgestellt',
  'sync.heldCount': 'Ausgesetzt',
  'sync.requests': 'Gesendete Anfragen',
  'sync.preview': 'Vorschau',
  'sync.previewing': 'Die PBX wird gelesen…',

  'stage.read': 'Aus der PBX lesen',
  'stage.normalise': 'Zuordnen und prüfen',
  'stage.plan': 'Mit der Cloud vergleichen',
  'stage.apply': 'Änderungen senden',
  'stage.record': 'Festhalten',
  'stage.is':
    'Schritt {step, number} von {steps, number}: {stage, select, read {lesen} normalise {zuordnen und prüfen} plan {vergleichen} apply {Änderungen senden} record {festhalten} other {{stage}}}',
  'stage.done': '{done, number} von {total, number}',
  'stage.next': 'als Nächstes',
  'stage.goesOn': 'Läuft weiter, wenn Sie diese Seite schließen.',

  'figures.users': 'Anzahl der Benutzer',
  'figures.did': 'Durchwahlnummer (DDI/DID)',
  'figures.last': 'Letzte Synchronisierung',
  'figures.took': '{age}, Dauer {duration}',
  'figures.next': 'Nächste Synchronisierung',
  'figures.from': 'Gelesen aus',

  'run.noPlan': '„Jetzt synchronisieren“ liest die PBX und sendet, was sich geändert hat.',
  'run.again': '„Jetzt synchronisieren“ liest die PBX erneut und sendet, was sich geändert hat.',
  'run.sends':
    '„Jetzt synchronisieren“ sendet {added, plural, one {# Neuanlage} other {# Neuanlagen}} und {changed, plural, one {# Änderung} other {# Änderungen}}.',
  'run.sendsRemovals':
    '„Jetzt synchronisieren“ sendet {added, plural, one {# Neuanlage} other {# Neuanlagen}}, {changed, plural, one {# Änderung} other {# Änderungen}} und {removed, plural, one {# Löschung} other {# Löschungen}}.',
  'run.held': '{n, plural, one {# Löschung bleibt ausgesetzt.} other {# Löschungen bleiben ausgesetzt.}}',
  'run.label': 'Zeitplan',
  'run.every': 'PBX-Synchronisierungsintervall (in Minuten)',
  'run.everyHelp': '{least, number} bis {most, number}. Eine Synchronisierung ohne Änderungen sendet nichts.',
  'run.everyEmpty':
    'Ein leeres Feld passt nicht. Geben Sie eine ganze Zahl von {least, number} bis {most, number} ein.',
  'run.everyWrong':
    '{value} passt nicht. Geben Sie eine ganze Zahl von {least, number} bis {most, number} ein.',
  'run.saved':
    '{n, plural, one {Die Benutzer werden jede Minute synchronisiert.} other {Die Benutzer werden alle # Minuten synchronisiert.}}',
  'run.started': 'Die Synchronisierung hat begonnen.',
  'run.now': 'Jetzt synchronisieren',
  'run.running': 'Synchronisierung läuft',
  'run.starting': 'Wird gestartet…',
  'run.save': 'Zeitplan speichern',

  'kind.all': 'Alle',
  'kind.added': 'Hinzugefügt',
  'kind.changed': 'Geändert',
  'kind.removed': 'Gelöscht',
  'kind.disabled': 'Deaktiviert',
  'kind.enabled': 'Aktiviert',
  'kind.detained': 'Zurückgestellt',
  'kind.held': 'Löschung ausgesetzt',
  'plan.aside':
    'Verglichen {when}, Plan {plan}. {n, plural, one {# Benutzer ist auf beiden Seiten gleich.} other {# Benutzer sind auf beiden Seiten gleich.}}',
  'plan.kinds': 'Arten von Änderungen',
  'plan.search': 'Nach Name, Nebenstelle oder E-Mail suchen',
  'plan.caption': 'Änderungen',
  'plan.user': 'Benutzer',
  'plan.change': 'Änderung',
  'plan.extension': 'Nebenstelle',
  'plan.what': 'Was sich ändert',
  'plan.why': 'Warum',
  'plan.nobody': 'Keine Treffer',
  'plan.nothing': 'Nichts zu tun',
  'plan.noMatch': 'Keine Änderung enthält „{q}“.',
  'plan.noneOfKind': 'Der Plan enthält keine Änderung dieser Art.',
  'plan.none': 'leer',
  'plan.field': '{field}: <del>{from}</del> <ins>{to}</ins>',
  'field.userName': 'Benutzer\u00adname',
  'field.givenName': 'Vorname',
  'field.familyName': 'Nachname',
  'field.displayName': 'Anzeigename',
  'field.email': 'E-Mail',
  'field.extension': 'Nebenstelle',
  'field.phone': 'Telefon',
  'field.mobile': 'Mobiltelefon',
  'field.department': 'Abteilung',
  'field.location': 'Ort',
  'field.role': 'Rolle',
  'field.active': 'Aktiv',
  'whole.added': 'neuer Benutzer',
  'whole.detained': 'nichts, bis es korrigiert ist',
  'whole.disabled': 'kann sich nicht anmelden',
  'whole.enabled': 'kann sich wieder anmelden',
  'whole.other': 'der ganze Benutzer',

  'guard.title':
    '{n, plural, one {# Löschung ist ausgesetzt, bis jemand entscheidet} other {# Löschungen sind ausgesetzt, bis jemand entscheidet}}',
  'guard.text':
    'Wenn Sie sie löschen, verlieren sie sofort Anmeldung und Anwendungen. Die Anrufliste und von Administratoren hinzugefügte Nummern bleiben. Ihre Antwort gilt nur für Plan {plan}.',
  'guard.remove': '{n, plural, one {Diesen Benutzer löschen} other {Diese # Benutzer löschen}}',
  'guard.nothing': 'Wenn Sie nichts tun, bleiben sie erhalten.',
  'guard.ask':
    '{n, plural, one {# Benutzer aus der Cloud löschen?} other {# Benutzer aus der Cloud löschen?}}',
  'guard.yes': '{n, plural, one {# Benutzer löschen} other {# Benutzer löschen}}',
  'guard.no': 'Behalten',
  'guard.done':
    '{n, plural, one {Die Löschung von # Benutzer ist freigegeben.} other {Die Löschung von # Benutzern ist freigegeben.}}',
  'guard.goes':
    '<b>Entfällt:</b> {n, plural, one {das Konto von # Benutzer in der Cloud} other {die Konten von # Benutzern in der Cloud}}. <b>Bleibt:</b> die PBX, wie sie ist, die Anrufliste und Nummern, die ein Administrator hinzugefügt hat.',
  'guard.stale':
    'Hat sich seit Plan {plan} etwas geändert, wird nichts gelöscht und Sie werden erneut gefragt.',

  'irregular.title': 'Es gibt Unregelmäßigkeiten bei E-Mail-Adressen in der PBX',
  'irregular.none':
    '{none, plural, one {# Benutzer hat keine E-Mail-Adresse} other {# Benutzer haben keine E-Mail-Adresse}}. Sie bleiben in der Cloud, wie sie jetzt sind, und können sich nicht registrieren, bis die PBX korrigiert ist. Die anderen werden nicht aufgehalten.',
  'irregular.shared':
    '{shared, plural, one {# Benutzer teilt sich eine E-Mail-Adresse mit jemand anderem} other {# Benutzer teilen sich eine E-Mail-Adresse mit jemand anderem}}. Sie bleiben in der Cloud, wie sie jetzt sind, und können sich nicht registrieren, bis die PBX korrigiert ist. Die anderen werden nicht aufgehalten.',
  'irregular.both':
    '{none, plural, one {# Benutzer hat keine E-Mail-Adresse} other {# Benutzer haben keine E-Mail-Adresse}}, und {shared, plural, one {# Benutzer teilt sich eine mit jemand anderem} other {# Benutzer teilen sich eine mit jemand anderem}}. Sie bleiben in der Cloud, wie sie jetzt sind, und können sich nicht registrieren, bis die PBX korrigiert ist. Die anderen werden nicht aufgehalten.',
  'irregular.listNone': 'Liste der Benutzer ohne E-Mail-Adresse anzeigen',
  'irregular.listShared': 'Liste der Benutzer ohne eindeutige E-Mail-Adresse anzeigen',
  'irregular.list': '{list} ({n, number})',
  'irregular.search': 'Suchen',
  'irregular.user': 'Benutzer',
  'irregular.extension': 'Nebenstelle',
  'irregular.department': 'Abteilung',
  'irregular.shares': 'Geteilte Adresse',
  'irregular.notGiven': 'nicht angegeben',
  'irregular.nobody': 'Keine Treffer.',
  'irregular.download': 'Als CSV herunterladen',
  'irregular.downloadFound': 'Gefundene als CSV herunterladen',

  'whole.deferred': 'wartet, bis jemand es anwendet',
  'plan.toDetained': 'Über zurückgestellte Änderungen entscheiden',
  'syncNav.label': 'Benutzersynchronisierung',
  'syncNav.sync': 'Synchronisierung',
  'syncNav.detained': 'Zurückgestellte Änderungen',
  'syncNav.runs': 'Durchläufe',
  'syncNav.people': 'Benutzer',
  'syncNav.findings': 'Auffälligkeiten',
  'syncNav.synchronisers': 'Synchronisierer',
  'syncNav.import': 'Import',
};
