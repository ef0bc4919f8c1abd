import type { launch as en } from '../en/launch.ts';

/** Launch, in German. */
export const launch: Readonly<Record<keyof typeof en, string>> = {
  'launch.title': '{title} öffnen',
  'launch.shown':
    'Jemand am Standort liest dies, bevor er Sie hineinlässt, und es steht neben jeder Anfrage im Zugriffsprotokoll.',
  'launch.reason': 'Grund',
  'launch.reasonHelp': 'Was Sie vorhaben. Zum Beispiel: nachsehen, warum 3104 nicht klingelt.',
  'launch.ticket': 'Ticketnummer',
  'launch.do': 'Öffnen',
  'launch.waits': 'Wartet auf Zustimmung am Standort',
  'launch.waitsText':
    'Ein Administrator dort stimmt auf der Seite des Gateways zu oder lehnt ab. Danach geht es von selbst weiter. Ohne Antwort endet die Anfrage um {end}, {age}.',
  'launch.cancel': 'Anfrage zurückziehen',
  'launch.cancelled': 'Die Anfrage ist zurückgezogen.',
  'launch.notOpened': 'Die Sitzung wurde nicht geöffnet: {because}.',
  'launch.allowed': 'Der Standort hat zugestimmt',
  'launch.allowedText':
    'Der Browser hat den neuen Tab nicht geöffnet. Öffnen Sie ihn hier innerhalb von fünf Minuten.',
  'launch.open': 'Im Tab öffnen',
  'launch.close': 'Schließen',
  'g.sessions.waiting': 'wartet auf Zustimmung am Standort',
  'g.sessions.cancel': 'Zurückziehen',
  'launch.ended': 'Die Sitzung zu {title} ist vorbei: {because}.',
  'launch.endedText': 'Ihr Tab zeigt nichts Neues mehr. Öffnen Sie sie erneut, wenn Sie sie brauchen.',
  'g.order.logsTitle': 'Protokolle sammeln',
  'g.order.logsWhat':
    'Jemand am Standort liest dies und wird eventuell vorher gefragt; das dauert bis zu 10 Minuten. Die letzten 1.000 Zeilen kommen hierher.',
  'g.check': 'Prüfen',
  'g.checking': 'Wird geprüft…',
  'g.checked': 'Antwortet: HTTP {status}',
};
