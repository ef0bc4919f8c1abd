import type { consent as en } from '../en/consent.ts';

/** Consent to remote sessions, in German. */
export const consent: Readonly<Record<keyof typeof en, string>> = {
  'ask.label': 'Jemand bittet um Zugang',
  'ask.wants': '{person} bittet um Zugang zu {where}',
  'ask.from': '{email}, seit {since}. Ohne Antwort endet die Anfrage um {end}, {age}.',
  'visit.ticket': 'Ticketnummer {ticket}.',
  'ask.approve': 'Zustimmen<sr>: {person}</sr>',
  'ask.approving': 'Wird zugestimmt…',
  'ask.deny': 'Ablehnen<sr>: {person}</sr>',
  'ask.denying': 'Wird abgelehnt…',
  'ask.approved': '{person} darf hinein.',
  'ask.denied': '{person} bleibt draußen.',
  'ask.notAnswered': 'Die Anfrage konnte nicht beantwortet werden',
  'ask.onSite': 'Nur ein Administrator vor Ort kann antworten.',
  'session.onSite': 'Nur ein Administrator vor Ort kann sie hier beenden.',
  'consent.title': 'Wer vorher gefragt wird',
  'consent.aside': 'Wird vor Ort entschieden; weder die Cloud noch eine Fernsitzung kann es ändern',
  'consent.mode':
    '{mode, select, ask {Jedes Mal wird vor Ort gefragt} hour {Wird gefragt; ein Ja gilt eine Stunde} always {Genannte Personen brauchen keine Anfrage} off {Aus: Der Code der Cloud darf es nicht aufrufen} on {Ein: Der Code der Cloud darf es aufrufen} other {Unbekannt}}',
  'consent.people': '{n, plural, one {# Person} other {# Personen}}: {people}',
  'consent.changeColumn': 'Ändern',
  'consent.change': 'Ändern<sr>: {target}</sr>',
  'consent.dialog': 'Bevor eine Sitzung zu {target} geöffnet wird',
  'consent.choose': 'Wer gefragt wird',
  'consent.names': 'E-Mail-Adressen',
  'consent.namesHelp':
    'Durch Kommas getrennt. Alle anderen werden angefragt. Wer jemand ist, sagt die Cloud: Nennen Sie nur Personen eines Kontos, dem Sie vertrauen.',
  'consent.save': 'Speichern',
  'consent.saved': 'Für {target} gespeichert.',
  'ask.look':
    '{look, select, logs {{person} bittet darum, die Protokolle dieses Gateways zu lesen} other {{person} bittet darum, Anrufe aufzuzeichnen}}',
  'ask.mayLook': '{person} darf nachsehen.',
  'look.name': '{look, select, logs {Protokolle dieses Gateways} other {Ablaufverfolgung von Anrufen}}',
  'look.off': 'Aus: Niemand darf von der Cloud aus nachsehen',
  'look.dialog': 'Bevor die Cloud nachsieht: {look}',
  'consent.calls': 'Erlaubte Aufrufe',
  'consent.callsHelp':
    'Durch Kommas getrennt, zum Beispiel GET /api, POST /api/jobs. Ein Pfad steht für alles darunter. Leer: nur Lesen (GET und HEAD).',
  'consent.callsWrong': 'Schreiben Sie jeden Aufruf als Methode und Pfad: GET /api.',
};
