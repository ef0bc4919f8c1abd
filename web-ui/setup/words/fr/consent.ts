import type { consent as en } from '../en/consent.ts';

/** Consent to remote sessions, in French. */
export const consent: Readonly<Record<keyof typeof en, string>> = {
  'ask.label': 'Quelqu’un demande l’accès',
  'ask.wants': '{person} demande l’accès à {where}',
  'ask.from': '{email}, depuis {since}. Sans réponse, la demande prend fin à {end}, {age}.',
  'visit.ticket': 'Ticket n° {ticket}.',
  'ask.approve': 'Approuver<sr> {person}</sr>',
  'ask.approving': 'Approbation…',
  'ask.deny': 'Refuser<sr> {person}</sr>',
  'ask.denying': 'Refus…',
  'ask.approved': '{person} peut entrer.',
  'ask.denied': '{person} n’entre pas.',
  'ask.notAnswered': 'La demande n’a pas pu recevoir de réponse',
  'ask.onSite': 'Seul un administrateur sur place peut répondre.',
  'session.onSite': 'Seul un administrateur sur place peut y mettre fin ici.',
  'consent.title': 'Qui doit d’abord être consulté',
  'consent.aside': 'Décidé sur place ; ni le cloud ni une session à distance ne peut le changer',
  'consent.mode':
    '{mode, select, ask {La question est posée sur place à chaque fois} hour {Question posée ; un oui vaut une heure} always {Les personnes nommées entrent sans question} off {Désactivé : le code du cloud ne peut pas l’appeler} on {Activé : le code du cloud peut l’appeler} other {Inconnu}}',
  'consent.people': '{n, plural, one {# personne} other {# personnes}} : {people}',
  'consent.changeColumn': 'Modifier',
  'consent.change': 'Modifier<sr> {target}</sr>',
  'consent.dialog': 'Avant l’ouverture d’une session vers {target}',
  'consent.choose': 'Qui est consulté',
  'consent.names': 'Adresses e-mail',
  'consent.namesHelp':
    'Séparées par des virgules. Pour tous les autres, la question est posée. L’identité est celle que donne le cloud : ne nommez que des personnes d’un compte de confiance.',
  'consent.save': 'Enregistrer',
  'consent.saved': 'Enregistré pour {target}.',
  'ask.look':
    '{look, select, logs {{person} demande à lire les journaux de cette passerelle} other {{person} demande à tracer des appels}}',
  'ask.mayLook': '{person} peut consulter.',
  'look.name': '{look, select, logs {Journaux de cette passerelle} other {Traces d’appels}}',
  'look.off': 'Désactivé : personne ne peut consulter depuis le cloud',
  'look.dialog': 'Avant que le cloud ne consulte : {look}',
  'consent.calls': 'Appels autorisés',
  'consent.callsHelp':
    'Séparés par des virgules, par exemple GET /api, POST /api/jobs. Un chemin vaut pour tout ce qui est en dessous. Vide : lecture seule (GET et HEAD).',
  'consent.callsWrong': 'Écrivez chaque appel comme une méthode et un chemin : GET /api.',
};
