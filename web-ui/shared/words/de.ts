/** The words of the shared components in German. */
import type { en } from './en.ts';

export const de: Readonly<Record<keyof typeof en, string>> = {
  'age.ago': 'vor {span}',
  'age.in': 'in {span}',
  'age.for': 'seit {span}',
  'age.since': 'seit {when}',
  'age.now': 'jetzt',
  'age.checked': 'geprüft {age}',
  // in the dative: a span always stands after vor, in or seit
  'unit.days': '{n, plural, one {# Tag} other {# Tagen}}',
  'unit.bytes': '{n, plural, one {# Byte} other {# Bytes}}',

  'state.stale': 'Veraltet',

  'shell.skip': 'Zum Inhalt',
  'shell.menu': 'Menü',
  'shell.close': 'Schließen',
  'shell.rail': 'Standort und Menü',
  'shell.setupRail': 'Standort und Einrichtung',
  'shell.steps': 'Schritte der Einrichtung',
  'shell.here': 'Sie sind hier',
  'shell.finished': ', abgeschlossen',
  'shell.notStarted': ', noch nicht begonnen',
  'shell.language': 'Sprache',
  'theme.light': 'Helles Design',
  'theme.dark': 'Dunkles Design',

  'failure.todo': '<b>Was zu tun ist:</b> {remedy}',
  'failure.code': 'Code <code></code>',
  'failure.retry': 'Erneut versuchen',
  'failure.defect': 'Diese Seite hat einen Fehler und konnte nicht weiterarbeiten.',
  'failure.defect.remedy':
    'Laden Sie die Seite neu. Ihre Eingaben bleiben erhalten. Tritt es wieder auf, melden Sie bitte den Text oben.',
  'failure.late':
    '{peer, select, console {Die Konsole hat nicht rechtzeitig geantwortet.} other {Das Gateway hat nicht rechtzeitig geantwortet.}}',
  'failure.late.detail': 'Die Anfrage wurde gesendet und wird möglicherweise noch ausgeführt.',
  'failure.unreachable':
    '{peer, select, console {Die Konsole ist nicht erreichbar.} other {Das Gateway ist nicht erreichbar.}}',
  'failure.unreachable.detail': 'Die Anfrage ist nicht angekommen.',
  'failure.unreachable.remedy':
    '{peer, select, console {Prüfen Sie, ob dieser Computer mit dem Netz verbunden ist, und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.} other {Prüfen Sie, ob dieser Computer mit dem Netz verbunden und das Gateway eingeschaltet ist, und versuchen Sie es erneut. Ihre Eingaben bleiben erhalten.}}',
  'failure.foreign':
    '{peer, select, console {Etwas anderes als die Konsole hat geantwortet.} other {Etwas anderes als das Gateway hat geantwortet.}}',
  'failure.foreign.detail':
    'Die Antwort hatte den Status {status} und enthielt keine Daten; wahrscheinlich liegt ein Proxy oder eine Anmeldeseite dazwischen.',
  'failure.foreign.remedy':
    '{peer, select, console {Öffnen Sie die Konsole direkt, ohne Proxy, und versuchen Sie es erneut.} other {Öffnen Sie das Gateway direkt, ohne Proxy, und versuchen Sie es erneut.}}',

  'dialog.cancel': 'Abbrechen',
  'dialog.typed': '„{word}“ eingeben',
  'toast.undo': 'Rückgängig',
  'toast.close': 'Schließen',

  'copy.what': '{what} kopieren',
  'copy.done': 'Kopiert',
  'copy.forbidden': 'Nicht kopiert: der Browser lässt es nicht zu',

  'field.optional': '(optional)',
  'field.show': 'Anzeigen<sr>: {label}</sr>',
  'field.hide': 'Verbergen<sr>: {label}</sr>',
  'field.choose': 'Bitte wählen',
  'field.needed': '„{label}“ ist leer. Die Angabe wird gebraucht.',
  'field.stored': 'Auf diesem Gateway gespeichert. Leer lassen, um es beizubehalten.',
  'field.example': 'Zum Beispiel {example}.',
  'field.tooLong': 'Die Eingabe hat {n} Zeichen. Höchstens {most} passen.',
  'field.tooShort': 'Die Eingabe ist zu kurz. Sie braucht mindestens {least} Zeichen.',
  'field.form': 'Die Eingabe hat nicht die richtige Form.',
  'field.formExample': 'Die Eingabe hat nicht die richtige Form. Ein Beispiel: {example}.',
  'field.whole': '{value} passt nicht. Geben Sie eine ganze Zahl ein.',
  'field.wholeBetween': '{value} passt nicht. Geben Sie eine ganze Zahl von {least} bis {most} ein.',
  'field.wholeLeast': '{value} passt nicht. Geben Sie eine ganze Zahl ab {least} ein.',
  'field.wholeMost': '{value} passt nicht. Geben Sie eine ganze Zahl bis {most} ein.',
  'field.number': '{value} passt nicht. Geben Sie eine Zahl ein.',
  'field.numberBetween': '{value} passt nicht. Geben Sie eine Zahl von {least} bis {most} ein.',
  'field.numberLeast': '{value} passt nicht. Geben Sie eine Zahl ab {least} ein.',
  'field.numberMost': '{value} passt nicht. Geben Sie eine Zahl bis {most} ein.',
  'field.together': 'Füllen Sie auch „{label}“ aus, oder lassen Sie leer: {beside}.',
  'form.look':
    '{n, plural, one {# Feld muss noch einmal angesehen werden} other {# Felder müssen noch einmal angesehen werden}}',
  'form.line': '{label}: {text}',
  'page.title': '{title}: {site}',

  'list.reading': 'Wird gelesen…',
  'list.shown': '{shown, number} von {total, number} angezeigt',
  'list.more': 'Mehr anzeigen',
};
